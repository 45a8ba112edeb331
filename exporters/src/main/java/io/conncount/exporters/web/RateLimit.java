package io.conncount.exporters.web;

import java.time.Duration;

/** A token bucket: each request takes a token, and one is added per interval, up to a limit. */
final class RateLimit {
    static final RateLimit NONE = new RateLimit(Duration.ZERO, 0);

    private final long intervalNanos;
    private final double tokensMax;
    private double tokens;
    private long filledNanos = System.nanoTime();

    /**
     * A full bucket.
     *
     * @param interval zero for no limit
     */
    RateLimit(Duration interval, int tokensMax) {
        intervalNanos = interval.toNanos();
        this.tokensMax = tokensMax;
        tokens = tokensMax;
    }

    /** Takes a token, if any. */
    synchronized boolean allowsOneMore() {
        if (intervalNanos == 0) {
            return true;
        }
        long now = System.nanoTime();
        tokens = Math.min(tokensMax, tokens + (now - filledNanos) / (double) intervalNanos);
        filledNanos = now;
        if (tokens < 1) {
            return false;
        }
        tokens--;
        return true;
    }
}
