package io.conncount.sampler;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * What was taken, and what it cost.
 *
 * @param time when it was begun, by the host's clock, which may jump
 * @param takenNanos when it was finished, by {@link System#nanoTime}
 * @param elapsed how long it took
 * @param cpu the processor time that it took, the kernel's share with it
 * @param fault why it may be incomplete; empty if it is complete
 */
public record Sample<T>(
        T value, Instant time, long takenNanos, Duration elapsed, Duration cpu, Optional<String> fault) {
    /** Its age, independent of the host's clock. */
    public Duration age() {
        return Duration.ofNanos(System.nanoTime() - takenNanos);
    }
}
