package io.conncount.bpf;

import java.util.concurrent.atomic.AtomicInteger;

/** Hands out the buckets of the table. */
final class Slices {
    /** How many a slice has. */
    static final int BUCKETS_MAX = 2048;

    private final AtomicInteger next = new AtomicInteger();
    private final int buckets;
    private final boolean allGroups;
    private volatile boolean stopped;
    private volatile boolean groupsMissing;

    /** @param allGroups true if the walk is in vain once a group has no room */
    Slices(int buckets, boolean allGroups) {
        this.buckets = buckets;
        this.allGroups = allGroups;
    }

    int buckets() {
        return buckets;
    }

    /** True if the walk is in vain once a group has no room. */
    boolean allGroups() {
        return allGroups;
    }

    boolean stopped() {
        return stopped;
    }

    void stop() {
        stopped = true;
    }

    /** True if the walk was given up because a group had no room. */
    boolean groupsMissing() {
        return groupsMissing;
    }

    void missGroups() {
        groupsMissing = true;
        stopped = true;
    }

    /** The first bucket of the next slice; not below {@link #buckets} if there is none. */
    int take() {
        return next.getAndUpdate(from -> from < buckets ? from + BUCKETS_MAX : from);
    }
}
