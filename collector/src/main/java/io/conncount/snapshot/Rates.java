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

    /** What a growth amounts to in a second. */
    public double perSecond(long delta) {
        double seconds = Duration.between(last.time(), now.time()).toNanos() / 1e9;
        return seconds > 0 ? delta / seconds : 0;
    }
}
