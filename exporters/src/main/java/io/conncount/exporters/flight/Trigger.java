package io.conncount.exporters.flight;

import java.time.Duration;

/**
 * Decides when to record: once a condition has held long enough, once as long as it goes on, and not again within a cool-down. Has no
 * clock; a moment is what {@link System#nanoTime} gives.
 */
final class Trigger {
    private final long lastingNanos;
    private final long coolDownNanos;

    private boolean holding;
    private long sinceNanos;
    private boolean answered;
    private boolean fired;
    private long firedNanos;

    Trigger(Duration lasting, Duration coolDown) {
        lastingNanos = lasting.toNanos();
        coolDownNanos = coolDown.toNanos();
    }

    /** Takes whether the condition holds at a moment; true if it is time to record. */
    boolean isDue(boolean holds, long nowNanos) {
        if (!holds) {
            holding = false;
            answered = false;
            return false;
        }
        if (!holding) {
            holding = true;
            sinceNanos = nowNanos;
        }
        boolean cool = !fired || nowNanos - firedNanos >= coolDownNanos;
        if (answered || !cool || nowNanos - sinceNanos < lastingNanos) {
            return false;
        }
        answered = true;
        fired = true;
        firedNanos = nowNanos;
        return true;
    }

    /** The recording failed: it is due again after the cool-down, if the condition still holds then. */
    void failed() {
        answered = false;
    }
}
