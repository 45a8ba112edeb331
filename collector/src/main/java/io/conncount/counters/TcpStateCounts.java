package io.conncount.counters;

import io.conncount.socket.TcpState;

/** The kernel's own count of TCP sockets in each state, of both families together. */
public final class TcpStateCounts {
    private final long[] counts;
    private final long listed;

    /**
     * @param counts by the ordinal of {@link TcpState}
     * @param listed how many sockets there are by a count that the kernel keeps apart from these; or
     *     {@link SocketCounters#MISSING}
     */
    public TcpStateCounts(long[] counts, long listed) {
        this.counts = counts.clone();
        this.listed = listed;
    }

    /** How many sockets are in this state. */
    public long of(TcpState state) {
        return counts[state.ordinal()];
    }

    /** How many there are in all. */
    public long total() {
        long total = 0;
        for (long count : counts) {
            total += count;
        }
        return total;
    }

    /** The sum by another count, or {@link SocketCounters#MISSING}. */
    public long listed() {
        return listed;
    }

    /** By how much the counts differ from those of another moment, all states taken together. */
    long distance(TcpStateCounts other) {
        long sum = 0;
        for (int i = 0; i < counts.length; i++) {
            sum += Math.abs(counts[i] - other.counts[i]);
        }
        return sum;
    }
}
