package io.conncount.exporters.history;

import io.conncount.exporters.history.Schema.SeriesTable;
import io.conncount.exporters.history.SteadyClock.Shift;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The file of a history, for the one process that writes it. It holds samples up to an age, and with the log beside it takes no
 * more than a size: what is oldest goes first. Used by one thread.
 */
final class Ring implements AutoCloseable {
    /** Of a size, one part is left to the log that SQLite keeps beside the file. */
    private static final int LOG_PARTS = 8;

    private static final long LOG_BYTES_MAX = 16L << 20;

    /** More than these rows are not deleted at once, so that the log stays short. */
    private static final int DELETED_MAX = 500;

    private static final long DELETED_SPAN_MILLIS = Duration.ofMinutes(5).toMillis();

    private final Path file;
    private final Limits limits;
    private final Database database;
    private final List<SeriesTable> tables;
    private final MomentText text = new MomentText();
    private final Thinning thinning;
    private final SteadyClock clock;
    private int shiftsKept;

    /** How much a history may hold. */
    record Limits(long sizeBytes, Duration age) {
        private long logBytes() {
            return Math.min(LOG_BYTES_MAX, sizeBytes / LOG_PARTS);
        }

        private long pages() {
            return (sizeBytes - logBytes()) / Database.PAGE_BYTES;
        }
    }

    /**
     * Something to be recorded.
     *
     * @param shown what the host's clock showed
     * @param nanos the same moment by {@link System#nanoTime}
     * @param moment the rest of it, of whatever time
     */
    record Sampled(RecordedSeries series, Instant shown, long nanos, Moment moment) {}

    private Ring(Path file, Limits limits, Database database) throws SQLException {
        this.file = file;
        this.limits = limits;
        this.database = database;
        tables = new ArrayList<>(Schema.series(database));
        thinning = new Thinning(database, text);
        List<Shift> shifts = Schema.shifts(database);
        shiftsKept = shifts.size();
        clock = new SteadyClock(shifts, last());
        // A little more than is ever used, so that a retention that comes late is no full disk.
        database.run("PRAGMA max_page_count=" + (limits.pages() + limits.pages() / LOG_PARTS));
        database.run("PRAGMA journal_size_limit=" + limits.logBytes());
    }

    /**
     * Opens the file, or makes it.
     *
     * @throws HistoryException if it is not a history, or one of another format
     * @throws SQLException if it cannot be written now, or is damaged
     */
    static Ring open(Path file, Limits limits, String host) throws SQLException, IOException {
        if (!Files.exists(file)) {
            Files.createFile(file);
            // Whatever the umask: the group of the daemon may ask it, and SQLite gives its log the same.
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
        }
        Database database = Database.openToWrite(file);
        try {
            Schema.prepare(database, file, host);
            return new Ring(file, limits, database);
        } catch (SQLException | IOException | RuntimeException e) {
            database.close();
            throw e;
        }
    }

    private long last() throws SQLException {
        long last = 0;
        for (SeriesTable table : tables) {
            last = Math.max(last, database.number(table.sql("SELECT max(time) FROM @")));
        }
        return last;
    }

    /** Writes samples in their order, all or none; after that, the end of this process cannot undo it. */
    void append(List<Sampled> samples) throws SQLException {
        database.inTransaction(() -> {
            for (Sampled sample : samples) {
                long millis = clock.at(sample.shown(), sample.nanos());
                SeriesTable table = table(sample.series());
                insert(table, joined(table, sample.moment().at(Instant.ofEpochMilli(millis))));
            }
            for (Shift shift : clock.shifts().subList(shiftsKept, clock.shifts().size())) {
                database.change("INSERT OR REPLACE INTO clock VALUES (?, ?)", shift.fromMillis(), shift.aheadMillis());
            }
        });
        shiftsKept = clock.shifts().size();
    }

    /**
     * A span that begins where the record before it ends. The one is of the time that passes and the other of the host's clock,
     * which strays from it by some milliseconds: these would look as if nothing had been sampled in them.
     */
    private Moment joined(SeriesTable table, Moment moment) throws SQLException {
        long last = database.number(table.sql("SELECT max(time) FROM @"));
        long missing = moment.time().toEpochMilli() - moment.span().toMillis() - last;
        return missing > 0 && missing < moment.span().toMillis() / 2
                ? moment.since(Instant.ofEpochMilli(last))
                : moment;
    }

    private void insert(SeriesTable table, Moment moment) throws SQLException {
        try {
            Schema.insert(database, table, moment, text);
        } catch (IOException e) {
            throw new UncheckedIOException("packing in memory does no input or output", e);
        }
    }

    private SeriesTable table(RecordedSeries series) throws SQLException {
        for (SeriesTable table : tables) {
            if (table.series().equals(series)) {
                return table;
            }
        }
        SeriesTable added = Schema.add(database, series, tables);
        tables.add(added);
        return added;
    }

    /**
     * Makes of old records fewer, deletes those that are too old or too many, and carries the log into the file, so that a
     * failure of the power loses nothing that came before. To be called a few times a minute.
     *
     * @return how many records were damaged, and deleted
     */
    long tidy() throws SQLException {
        long now = last();
        long damaged = 0;
        for (SeriesTable table : tables) {
            damaged += thinning.thin(table, now);
            deleteBefore(table, now - limits.age().toMillis());
        }
        deleteOldest();
        database.run("PRAGMA wal_checkpoint(" + (logBytes() > limits.logBytes() ? "TRUNCATE" : "PASSIVE") + ")");
        return damaged;
    }

    private void deleteBefore(SeriesTable table, long millis) throws SQLException {
        while (database.number(table.sql("SELECT min(time) FROM @")) < millis
                && delete(table, millis) == DELETED_MAX) {}
    }

    private int delete(SeriesTable table, long beforeMillis) throws SQLException {
        return database.prepared(
                        table.sql(
                                "DELETE FROM @ WHERE time IN (SELECT time FROM @ WHERE time < ? ORDER BY time LIMIT ?)"),
                        beforeMillis,
                        DELETED_MAX)
                .executeUpdate();
    }

    /** Deletes from the series with the oldest record until there is room. */
    private void deleteOldest() throws SQLException {
        while (usedPages() > limits.pages()) {
            Optional<SeriesTable> oldest = Optional.empty();
            long oldestMillis = Long.MAX_VALUE;
            for (SeriesTable table : tables) {
                long millis = database.number(table.sql("SELECT coalesce(min(time), ?) FROM @"), Long.MAX_VALUE);
                if (millis < oldestMillis) {
                    oldest = Optional.of(table);
                    oldestMillis = millis;
                }
            }
            if (oldest.isEmpty() || delete(oldest.get(), oldestMillis + DELETED_SPAN_MILLIS) == 0) {
                return;
            }
        }
    }

    private long usedPages() throws SQLException {
        return database.number("PRAGMA page_count") - database.number("PRAGMA freelist_count");
    }

    /** True if the log has outgrown its part of the size, because a reader has not let go of it for long. */
    boolean logIsFull() {
        return logBytes() > 2 * limits.logBytes();
    }

    private long logBytes() {
        return bytes(file.resolveSibling(file.getFileName() + "-wal"));
    }

    /** What is used of the size. */
    long bytes() {
        return bytes(file) + logBytes();
    }

    private static long bytes(Path file) {
        try {
            return Files.size(file);
        } catch (IOException e) {
            return 0;
        }
    }

    /** What the host's clock showed at the oldest record; empty if there is none. */
    Optional<Instant> oldest() throws SQLException {
        long oldest = Long.MAX_VALUE;
        for (SeriesTable table : tables) {
            oldest = Math.min(
                    oldest, database.number(table.sql("SELECT coalesce(min(time), ?) FROM @"), Long.MAX_VALUE));
        }
        return oldest == Long.MAX_VALUE
                ? Optional.empty()
                : Optional.of(Instant.ofEpochMilli(SteadyClock.shown(clock.shifts(), oldest)));
    }

    @Override
    public void close() {
        text.close();
        database.close();
    }
}
