package io.conncount.tui.model;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Something that an operator should look at.
 *
 * @param about what it is about; a later warning about the same takes its place
 * @param seen when it was last so, by the host's clock
 * @param seenNanos the same by {@link System#nanoTime}
 * @param over true if it was not so any more in the latest sample
 */
public record Warning(String about, String text, Instant seen, long seenNanos, boolean over) {
    /** Warnings stay for so long, so that what comes and goes can be read. */
    private static final long KEPT_NANOS = Duration.ofMinutes(1).toNanos();

    /** The current warnings, followed by those that ended within the last minute. */
    static List<Warning> merged(List<Warning> now, List<Warning> before, long nowNanos) {
        List<Warning> merged = new ArrayList<>(now);
        for (Warning old : before) {
            boolean again = now.stream().anyMatch(warning -> warning.about.equals(old.about));
            if (!again && nowNanos - old.seenNanos < KEPT_NANOS) {
                merged.add(new Warning(old.about, old.text, old.seen, old.seenNanos, true));
            }
        }
        return merged;
    }
}
