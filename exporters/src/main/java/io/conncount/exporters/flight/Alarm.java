package io.conncount.exporters.flight;

import io.conncount.source.Host;
import io.conncount.sys.KernelException;
import java.time.Duration;
import java.util.Optional;

/**
 * A condition that calls for a recording.
 *
 * @param text as it was written, with its duration
 * @param lasting how long it must hold
 * @param look looks at it; run by the sampler's thread
 */
public record Alarm(String text, Duration lasting, Look look) {
    /** Finds out whether a condition holds. */
    @FunctionalInterface
    public interface Look {
        /**
         * Looks at a host.
         *
         * @throws KernelException if the kernel refused to answer
         */
        Verdict at(Host host) throws KernelException;
    }

    /**
     * Whether a condition holds.
     *
     * @param holds empty if it is not known
     * @param text the number that it is about, or why that is not known
     */
    public record Verdict(Optional<Boolean> holds, String text) {}
}
