package io.conncount.exporters.history;

import io.conncount.exporters.history.Schema.SeriesTable;
import io.conncount.exporters.history.Schema.Stored;
import io.conncount.exporters.history.SteadyClock.Shift;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.LongSummaryStatistics;
import java.util.Optional;
import java.util.stream.LongStream;

/** Reads a history, whether or not a daemon writes it. Used by one thread. */
public final class HistoryReader implements AutoCloseable {
    /** A record that was the last when it was asked for may be followed by another soon: it is good for so many of its spans. */
    private static final int SPANS_AFTER_LAST = 2;

    private static final long LAST_GOOD_MILLIS_MIN = 15_000;

    private final Path file;
    private final Database database;
    private final MomentText text = new MomentText();
    private final List<SeriesTable> tables;
    private final List<Shift> shifts;
    private final String host;

    private HistoryReader(Path file, Database database) throws SQLException, HistoryException {
        this.file = file;
        this.database = database;
        Schema.check(database, file);
        tables = Schema.series(database);
        shifts = Schema.shifts(database);
        host = Schema.host(database);
    }

    /**
     * Opens a history.
     *
     * @param place its file, or the directory that a daemon records it in
     * @throws HistoryException if there is none, or it cannot be read; the message says why
     */
    public static HistoryReader open(Path place) throws HistoryException {
        Path file = Files.isDirectory(place) ? place.resolve(Schema.FILE) : place;
        if (!Files.exists(file)) {
            throw new HistoryException("there is no history at " + place
                    + ": conncount serve --history DIR records one; name another place with --history");
        }
        try {
            Database database = Database.openToRead(file);
            try {
                return new HistoryReader(file, database);
            } catch (SQLException | HistoryException e) {
                database.close();
                throw e;
            }
        } catch (SQLException e) {
            throw unreadable(file, e);
        }
    }

    private static HistoryException unreadable(Path file, SQLException e) {
        return new HistoryException("cannot read the history " + file + ": " + Database.reason(e), e);
    }

    /** The file that is read. */
    public Path file() {
        return file;
    }

    /** The host that it is of. */
    public String host() {
        return host;
    }

    /** What was recorded, in the order in which it began. */
    public List<RecordedSeries> series() {
        return tables.stream().map(SeriesTable::series).toList();
    }

    /**
     * What a series was at a time: the record whose span holds it. If the host's clock showed that time more than once, the last is
     * meant. The newest record is good for a little longer.
     *
     * @return empty if the series was not recorded then
     * @throws HistoryException if the record is damaged
     */
    public Optional<Moment> at(RecordedSeries series, Instant asked) throws HistoryException {
        Optional<Stored> found = holding(series, asked);
        return found.isEmpty() ? Optional.empty() : Optional.of(moment(table(series), found.get()));
    }

    /**
     * Where the record is that {@link #at} would read.
     *
     * @return empty if the series was not recorded then
     */
    public Optional<Place> place(RecordedSeries series, Instant asked) throws HistoryException {
        return holding(series, asked).map(stored -> {
            long millis = stored.withoutGroups().time().toEpochMilli();
            return new Place(millis, shown(millis));
        });
    }

    private Optional<Stored> holding(RecordedSeries series, Instant asked) throws HistoryException {
        try {
            for (long millis : SteadyClock.when(shifts, asked.toEpochMilli())) {
                Optional<Stored> found = holding(table(series), millis);
                if (found.isPresent()) {
                    return found;
                }
            }
            return Optional.empty();
        } catch (SQLException e) {
            throw unreadable(file, e);
        }
    }

    /**
     * Where a record is that was written before or after a time; the first or the last if there are not so many.
     *
     * @param fromMillis by the time of records
     * @param records how many further on, or back if negative
     * @return empty if there is none in that direction
     */
    public Optional<Place> step(RecordedSeries series, long fromMillis, long records) throws HistoryException {
        boolean back = records < 0;
        String direction = back ? "time < ? ORDER BY time DESC" : "time > ? ORDER BY time";
        String sql = "SELECT time FROM (SELECT time FROM @ WHERE " + direction + " LIMIT ?) ORDER BY time "
                + (back ? "LIMIT 1" : "DESC LIMIT 1");
        try {
            return database.rows(table(series).sql(sql), row -> row.getLong(1), fromMillis, Math.abs(records)).stream()
                    .findFirst()
                    .map(millis -> new Place(millis, shown(millis)));
        } catch (SQLException e) {
            throw unreadable(file, e);
        }
    }

    private SeriesTable table(RecordedSeries series) {
        return tables.stream()
                .filter(table -> table.series().equals(series))
                .findFirst()
                .orElseThrow();
    }

    /** The record whose span holds a time of records; the newest one a little longer. */
    private Optional<Stored> holding(SeriesTable table, long millis) throws SQLException {
        List<Stored> next =
                database.rows(table.sql("SELECT * FROM @ WHERE time >= ? ORDER BY time LIMIT 1"), Stored::of, millis);
        if (!next.isEmpty()) {
            return next.stream()
                    .filter(stored -> stored.withoutGroups().covers(Instant.ofEpochMilli(millis)))
                    .findFirst();
        }
        List<Stored> last = database.rows(table.sql("SELECT * FROM @ ORDER BY time DESC LIMIT 1"), Stored::of);
        return last.stream()
                .filter(stored -> isGood(stored.withoutGroups(), millis))
                .findFirst();
    }

    private static boolean isGood(Moment newest, long millis) {
        long goodMillis =
                Math.max(LAST_GOOD_MILLIS_MIN, SPANS_AFTER_LAST * newest.span().toMillis());
        return millis - newest.time().toEpochMilli() <= goodMillis;
    }

    /**
     * The record whose span holds a time, and those before it that follow each other without a gap, in their order.
     *
     * @param millis by the time of records
     * @param recordsMax how many there may be
     * @return none if the series was not recorded then
     * @throws HistoryException if the record is damaged; a damaged one before it is as good as a gap
     */
    public List<Moment> upTo(RecordedSeries series, long millis, int recordsMax) throws HistoryException {
        SeriesTable table = table(series);
        try {
            Optional<Stored> found = holding(table, millis);
            if (found.isEmpty()) {
                return List.of();
            }
            List<Moment> read = new ArrayList<>(List.of(moment(table, found.get())));
            List<Stored> before = database.rows(
                    table.sql("SELECT * FROM @ WHERE time < ? ORDER BY time DESC LIMIT ?"),
                    Stored::of,
                    found.get().withoutGroups().time().toEpochMilli(),
                    recordsMax - 1);
            Moment later = found.get().withoutGroups();
            for (Stored earlier : before) {
                if (!earlier.withoutGroups().isFollowedBy(later)
                        || !isTaken(table, earlier, shown(earlier), read::add)) {
                    break;
                }
                later = earlier.withoutGroups();
            }
            Collections.reverse(read);
            return read;
        } catch (SQLException e) {
            throw unreadable(file, e);
        }
    }

    private Moment moment(SeriesTable table, Stored stored) throws HistoryException {
        Instant time = shown(stored);
        try {
            return stored.read(text, table.series().keys().size()).at(time);
        } catch (IOException e) {
            throw new HistoryException("the record of " + time + " in " + file + " is damaged: " + e.getMessage(), e);
        }
    }

    /** Takes the records of a period. */
    @FunctionalInterface
    public interface Sink {
        void take(Moment moment);
    }

    /**
     * Reads the records of a period, in the order in which they were written.
     *
     * @param from the period begins after this time
     * @param to the period ends with this time
     * @return how many records were damaged, and are left out
     * @throws HistoryException if the file cannot be read
     */
    public long between(RecordedSeries series, Instant from, Instant to, Sink sink) throws HistoryException {
        SeriesTable table = table(series);
        LongSummaryStatistics ahead = LongStream.concat(
                        LongStream.of(0), shifts.stream().mapToLong(Shift::aheadMillis))
                .summaryStatistics();
        long[] damaged = {0};
        try {
            database.forEach(
                    table.sql("SELECT * FROM @ WHERE time > ? AND time <= ? ORDER BY time"),
                    row -> {
                        Stored stored = Stored.of(row);
                        Instant time = shown(stored);
                        if (time.isAfter(from) && !time.isAfter(to)) {
                            damaged[0] += isTaken(table, stored, time, sink) ? 0 : 1;
                        }
                    },
                    from.toEpochMilli() - ahead.getMax(),
                    to.toEpochMilli() - ahead.getMin());
            return damaged[0];
        } catch (SQLException e) {
            throw unreadable(file, e);
        }
    }

    /**
     * Reads the records of a window by the time of records, up to the one that holds its end, and gives them with those times.
     *
     * @throws HistoryException if the file cannot be read; damaged records are left out
     */
    public void within(RecordedSeries series, long fromMillis, long toMillis, Sink sink) throws HistoryException {
        SeriesTable table = table(series);
        try {
            database.forEach(
                    table.sql("SELECT * FROM @ WHERE time > ?"
                            + " AND time <= (SELECT coalesce(min(time), ?) FROM @ WHERE time >= ?) ORDER BY time"),
                    row -> {
                        Stored stored = Stored.of(row);
                        boolean unused =
                                isTaken(table, stored, stored.withoutGroups().time(), sink);
                    },
                    fromMillis,
                    toMillis,
                    toMillis);
        } catch (SQLException e) {
            throw unreadable(file, e);
        }
    }

    private boolean isTaken(SeriesTable table, Stored stored, Instant time, Sink sink) {
        try {
            sink.take(stored.read(text, table.series().keys().size()).at(time));
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private Instant shown(Stored stored) {
        return shown(stored.withoutGroups().time().toEpochMilli());
    }

    /** What the host's clock showed at a time of records. */
    public Instant shown(long millis) {
        return Instant.ofEpochMilli(SteadyClock.shown(shifts, millis));
    }

    /**
     * When a series was recorded nearest to a time at which it was not: before, after, or both; none if it never was.
     *
     * @throws HistoryException if the file cannot be read
     */
    public List<Instant> nearest(RecordedSeries series, Instant asked) throws HistoryException {
        SeriesTable table = table(series);
        try {
            List<Instant> nearest = new ArrayList<>();
            long millis = SteadyClock.when(shifts, asked.toEpochMilli()).stream()
                    .findFirst()
                    .orElse(asked.toEpochMilli());
            for (String sql : List.of(
                    "SELECT max(time) FROM @ WHERE time <= ? HAVING max(time) IS NOT NULL",
                    "SELECT min(time) FROM @ WHERE time >= ? HAVING min(time) IS NOT NULL")) {
                database.rows(table.sql(sql), row -> row.getLong(1), millis).forEach(time -> nearest.add(shown(time)));
            }
            return nearest;
        } catch (SQLException e) {
            throw unreadable(file, e);
        }
    }

    /**
     * How far samples of a series are apart, by its last record, in milliseconds; {@link Long#MAX_VALUE} if it has none.
     *
     * @throws HistoryException if the file cannot be read
     */
    public long intervalMillis(RecordedSeries series) throws HistoryException {
        try {
            return database
                    .rows(
                            table(series).sql("SELECT span / samples FROM @ WHERE span > 0 ORDER BY time DESC LIMIT 1"),
                            row -> row.getLong(1))
                    .stream()
                    .findFirst()
                    .orElse(Long.MAX_VALUE);
        } catch (SQLException e) {
            throw unreadable(file, e);
        }
    }

    @Override
    public void close() {
        text.close();
        database.close();
    }
}
