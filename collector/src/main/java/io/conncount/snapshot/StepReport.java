package io.conncount.snapshot;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** One step on the way to an answer. */
public interface StepReport {
    /** What was asked of the kernel, as text. */
    String question();

    /** Why the kernel was asked in this way. */
    String reason();

    /** How many sockets the kernel copied. */
    long sockets();

    /** How many bytes these were. */
    long bytes();

    /** How long it took. */
    Duration elapsed();

    /** The tables that the step requested but did not get. */
    default Optional<MissingTable> missing() {
        return Optional.empty();
    }

    /** The tables that these steps requested but did not get. */
    static List<MissingTable> missing(List<StepReport> steps) {
        List<MissingTable> missing = new ArrayList<>();
        for (StepReport step : steps) {
            if (step.missing().isPresent()) {
                missing.add(step.missing().get());
            }
        }
        return missing;
    }

    /** Why what the step gave may be wrong even where nothing failed. */
    default Optional<String> caveat() {
        return Optional.empty();
    }

    /** The caveats of some steps, each once. */
    static List<String> caveats(List<StepReport> steps) {
        List<String> caveats = new ArrayList<>();
        for (StepReport step : steps) {
            if (step.caveat().isPresent() && !caveats.contains(step.caveat().get())) {
                caveats.add(step.caveat().get());
            }
        }
        return caveats;
    }

    /** Remarks about these steps for the user: missing tables, and caveats. */
    static List<String> remarks(List<StepReport> steps) {
        List<String> remarks = new ArrayList<>();
        for (MissingTable table : missing(steps)) {
            remarks.add(table.explanation());
        }
        remarks.addAll(caveats(steps));
        return remarks;
    }

    /** Further notes, such as how the sockets were split among threads. */
    String note();

    /** What of the filter the source decides before it copies a socket; empty if that is nothing. */
    String filterBySource();

    /** What of the filter is left to decide of each socket that is copied; empty if that is nothing. */
    String filterHere();
}
