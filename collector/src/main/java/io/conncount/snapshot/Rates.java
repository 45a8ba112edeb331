package io.conncount.snapshot;

import java.time.Duration;

/**
 * What changed from one snapshot to the next, both with the same keys.
 *
 * @param now the later one
 * @param last the earlier one
 */
public record Rates(Snapshot now, Snapshot last) {
    /** By how many sockets a group has grown. */
    public long delta(Row row) {
        return row.count() - row.countIn(last);
    }

    /** By how many sockets all groups together have grown. */
    public long totalDelta() {
        return now.total() - last.total();
    }

    /** By how many sockets those in none of the rows have grown. */
    public long otherDelta(Ranking ranking) {
        return totalDelta() - ranking.rows().stream().mapToLong(this::delta).sum();
    }

    /** What a growth amounts to in a second. */
    public double perSecond(long delta) {
        double seconds = Duration.between(last.time(), now.time()).toNanos() / 1e9;
        return seconds > 0 ? delta / seconds : 0;
    }
}
