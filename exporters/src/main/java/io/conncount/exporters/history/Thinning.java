package io.conncount.exporters.history;

import io.conncount.exporters.history.Schema.SeriesTable;
import io.conncount.exporters.history.Schema.Stored;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Makes fewer records of old ones: those of one interval become one, with the number at its end and the least and the most that
 * was sampled in it. Records with a gap between them stay apart, so that what was not sampled stays known.
 */
final class Thinning {
    /** What is older than an age has a record for each interval. */
    record Level(Duration age, Duration interval) {}

    /** The rules: everything for two hours, then a record for each 15 seconds, and after twelve hours for each five minutes. */
    static final List<Level> LEVELS = List.of(
            new Level(Duration.ofHours(2), Duration.ofSeconds(15)),
            new Level(Duration.ofHours(12), Duration.ofMinutes(5)));

    /** So many intervals in one transaction, or what a long pause has left would fill the log. */
    private static final int INTERVALS_MAX = 240;

    private final Database database;
    private final MomentText text;

    Thinning(Database database, MomentText text) {
        this.database = database;
        this.text = text;
    }

    /**
     * Thins what has become old.
     *
     * @param nowMillis the time of records
     * @return how many records were damaged, and deleted
     */
    long thin(SeriesTable table, long nowMillis) throws SQLException {
        long damaged = 0;
        for (Level level : LEVELS) {
            long interval = level.interval().toMillis();
            long limit = Math.floorDiv(nowMillis - level.age().toMillis(), interval) * interval;
            long until = database.number(
                    "SELECT until FROM thinned WHERE series = ? AND interval = ?", table.table(), interval);
            if (limit > until && hasRecords(table, until, limit)) {
                long[] deleted = {0};
                database.inTransaction(() -> deleted[0] = thin(table, interval, until, limit));
                damaged += deleted[0];
            }
        }
        return damaged;
    }

    private boolean hasRecords(SeriesTable table, long from, long until) throws SQLException {
        return first(table, from) <= until;
    }

    private long first(SeriesTable table, long after) throws SQLException {
        return database.number(table.sql("SELECT coalesce(min(time), ?) FROM @ WHERE time > ?"), Long.MAX_VALUE, after);
    }

    private long thin(SeriesTable table, long interval, long from, long limit) throws SQLException {
        long damaged = 0;
        long until = from;
        for (int left = INTERVALS_MAX; left > 0; left--) {
            long first = first(table, until);
            if (first > limit) {
                until = limit;
                break;
            }
            until = -Math.floorDiv(-first, interval) * interval;
            damaged += merge(table, first, until);
        }
        database.change("INSERT OR REPLACE INTO thinned VALUES (?, ?, ?)", table.table(), interval, until);
        return damaged;
    }

    /** Makes one record of those from a time to another, both included; returns how many were damaged. */
    private long merge(SeriesTable table, long from, long to) throws SQLException {
        List<Stored> stored = database.rows(
                table.sql("SELECT * FROM @ WHERE time >= ? AND time <= ? ORDER BY time"), Stored::of, from, to);
        if (stored.size() == 1) {
            return 0;
        }
        List<Moment> merged = new ArrayList<>();
        long damaged = 0;
        for (Stored row : stored) {
            Optional<Moment> read = read(row, table.series().keys().size());
            damaged += read.isEmpty() ? 1 : 0;
            read.ifPresent(moment -> add(merged, moment));
        }
        database.change(table.sql("DELETE FROM @ WHERE time >= ? AND time <= ?"), from, to);
        for (Moment moment : merged) {
            try {
                Schema.insert(database, table, moment, text);
            } catch (IOException e) {
                throw new SQLException(e);
            }
        }
        return damaged;
    }

    private Optional<Moment> read(Stored row, int keys) {
        try {
            return Optional.of(row.read(text, keys));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static void add(List<Moment> merged, Moment next) {
        int last = merged.size() - 1;
        if (last >= 0 && merged.get(last).isFollowedBy(next)) {
            merged.set(last, merged.get(last).then(next));
        } else {
            merged.add(next);
        }
    }
}
