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
        try {
            for (long millis : SteadyClock.when(shifts, asked.toEpochMilli())) {
                Optional<Moment> found = atRecorded(table(series), millis);
                if (found.isPresent()) {
                    return found;
                }
            }
            return Optional.empty();
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

    private Optional<Moment> atRecorded(SeriesTable table, long millis) throws SQLException, HistoryException {
        List<Stored> next =
                database.rows(table.sql("SELECT * FROM @ WHERE time >= ? ORDER BY time LIMIT 1"), Stored::of, millis);
        if (!next.isEmpty()) {
            return next.get(0).withoutGroups().covers(Instant.ofEpochMilli(millis))
                    ? Optional.of(moment(table, next.get(0)))
                    : Optional.empty();
        }
        List<Stored> last = database.rows(table.sql("SELECT * FROM @ ORDER BY time DESC LIMIT 1"), Stored::of);
        if (last.isEmpty()) {
            return Optional.empty();
        }
        Moment newest = last.get(0).withoutGroups();
        long goodMillis =
                Math.max(LAST_GOOD_MILLIS_MIN, SPANS_AFTER_LAST * newest.span().toMillis());
        return millis - newest.time().toEpochMilli() <= goodMillis
                ? Optional.of(moment(table, last.get(0)))
                : Optional.empty();
    }

    private Moment moment(SeriesTable table, Stored stored) throws HistoryException {
        Instant time = shown(stored.withoutGroups().time().toEpochMilli());
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
                        Instant time = shown(stored.withoutGroups().time().toEpochMilli());
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

    private boolean isTaken(SeriesTable table, Stored stored, Instant time, Sink sink) {
        try {
            sink.take(stored.read(text, table.series().keys().size()).at(time));
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private Instant shown(long millis) {
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
                            table(series).sql("SELECT span / samples FROM @ ORDER BY time DESC LIMIT 1"),
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
