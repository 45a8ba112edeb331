package io.conncount.snapshot;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** One step on the way to an answer. */
public interface StepReport {
    /** What was asked of the kernel, for people. */
    String question();

    /** Why it was asked in this way. */
    String reason();

    /** How many sockets the kernel copied. */
    long sockets();

    /** How many bytes these were. */
    long bytes();

    /** How long it took. */
    Duration elapsed();

    /** What the step asked for in vain. */
    default Optional<MissingTable> missing() {
        return Optional.empty();
    }

    /** What some steps asked for in vain. */
    static List<MissingTable> missing(List<StepReport> steps) {
        List<MissingTable> missing = new ArrayList<>();
        for (StepReport step : steps) {
            if (step.missing().isPresent()) {
                missing.add(step.missing().get());
            }
        }
        return missing;
    }

    /** What else there is to know, such as how the sockets were divided among threads. */
    String note();

    /** What of the filter the source decides before it copies a socket; empty if that is nothing. */
    String filterBySource();

    /** What of the filter is left to decide of each socket that is copied; empty if that is nothing. */
    String filterHere();
}
