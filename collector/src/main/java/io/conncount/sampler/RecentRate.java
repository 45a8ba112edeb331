package io.conncount.sampler;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * How fast a total has grown over about the last minute. Before the first time it was told it had not grown, so that a rate
 * begins at 0 and one early burst is not taken for the rule.
 */
final class RecentRate {
    private static final long WINDOW_NANOS = 60_000_000_000L;
    private static final long MARKS_APART_NANOS = WINDOW_NANOS / 12;

    private final Deque<Mark> marks = new ArrayDeque<>();
    private double rate;

    private record Mark(long timeNanos, long totalNanos) {}

    /** Tells how much it is by now. */
    void add(long nowNanos, long totalNanos) {
        if (marks.isEmpty() || nowNanos - marks.getLast().timeNanos >= MARKS_APART_NANOS) {
            marks.addLast(new Mark(nowNanos, totalNanos));
        }
        Mark oldest = marks.removeFirst();
        while (!marks.isEmpty() && nowNanos - marks.getFirst().timeNanos >= WINDOW_NANOS) {
            oldest = marks.removeFirst();
        }
        marks.addFirst(oldest);
        rate = (double) (totalNanos - oldest.totalNanos) / Math.max(WINDOW_NANOS, nowNanos - oldest.timeNanos);
    }

    /** Nanoseconds a nanosecond. */
    double rate() {
        return rate;
    }
}
