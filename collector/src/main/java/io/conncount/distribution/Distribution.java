package io.conncount.distribution;

import java.util.Arrays;

/** How a number of a group's sockets is distributed. It does not change. Values are off by less than 1 %. */
public final class Distribution {
    private static final int COUNT_BITS = 48;
    private static final long COUNT_MASK = (1L << COUNT_BITS) - 1;
    private static final double PERCENT = 100;

    private final long[] packed;
    private final int from;
    private final int to;
    private final long unknown;
    private final long known;

    /**
     * A distribution of these counts.
     *
     * @param packed those from {@code from} to {@code to}, made by {@link #pack}, which are sorted here
     * @param unknown of how many sockets the number is not known
     */
    Distribution(long[] packed, int from, int to, long unknown) {
        this.packed = packed;
        this.from = from;
        this.to = to;
        this.unknown = unknown;
        // The number of a range is in the upper bits, so that the smallest comes first.
        Arrays.sort(packed, from, to);
        long sum = 0;
        for (int i = from; i < to; i++) {
            sum += packed[i] & COUNT_MASK;
        }
        known = sum;
    }

    /** A range and how many sockets are in it, in one number. */
    static long pack(long floor, long sockets) {
        return (long) Buckets.index(floor) << COUNT_BITS | (sockets & COUNT_MASK);
    }

    /** Of how many sockets the number is known. */
    public long known() {
        return known;
    }

    /** Of how many it is not: the kernel did not report it, or it means nothing in their state. */
    public long unknown() {
        return unknown;
    }

    /** The smallest value; 0 if none is known. */
    public long min() {
        return to > from ? value(from) : 0;
    }

    /** The largest value; 0 if none is known. */
    public long max() {
        return to > from ? value(to - 1) : 0;
    }

    /** The smallest value that at least this share of the sockets do not exceed (the nearest rank); 0 if none is known. */
    public long percentile(double percent) {
        long rank = Math.max(1, (long) Math.ceil(percent / PERCENT * known));
        long seen = 0;
        for (int i = from; i < to; i++) {
            seen += packed[i] & COUNT_MASK;
            if (seen >= rank) {
                return value(i);
            }
        }
        return 0;
    }

    /**
     * How many sockets are in each of the ranges from 0 that double: 0, 1, 2 and 3, 4 to 7, and so on.
     *
     * @return as many as the largest value needs
     */
    public long[] byPowerOfTwo() {
        long[] counts = new long[to > from ? power(max()) + 1 : 0];
        for (int i = from; i < to; i++) {
            counts[power(value(i))] += packed[i] & COUNT_MASK;
        }
        return counts;
    }

    private static int power(long value) {
        return Long.SIZE - Long.numberOfLeadingZeros(value);
    }

    private long value(int place) {
        return Buckets.middle((int) (packed[place] >>> COUNT_BITS));
    }
}
