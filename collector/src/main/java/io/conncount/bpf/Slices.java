package io.conncount.bpf;

import java.util.concurrent.atomic.AtomicInteger;

/** Hands out the buckets of the table. */
final class Slices {
    /** How many a slice has. */
    static final int BUCKETS_MAX = 2048;

    private final AtomicInteger next = new AtomicInteger();
    private final int buckets;
    private volatile boolean stopped;

    Slices(int buckets) {
        this.buckets = buckets;
    }

    int buckets() {
        return buckets;
    }

    boolean stopped() {
        return stopped;
    }

    void stop() {
        stopped = true;
    }

    /** The first bucket of the next slice; not below {@link #buckets} if there is none. */
    int take() {
        return next.getAndUpdate(from -> from < buckets ? from + BUCKETS_MAX : from);
    }
}
