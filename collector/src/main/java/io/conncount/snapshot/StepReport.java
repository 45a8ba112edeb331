package io.conncount.snapshot;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** One step on the way to an answer. */
public interface StepReport {
    /** The fault of an answer that lacks tables which may hold sockets. */
    String TABLES_MISSING = "not every requested kind of socket is available here";

    /** What was asked of the kernel, as text. */
    String question();

    /** Why the kernel was asked in this way. */
    String reason();

    /** How many sockets the kernel copied. */
    default long sockets() {
        return 0;
    }

    /** How many bytes these were. */
    default long bytes() {
        return 0;
    }

    /** How long it took. */
    default Duration elapsed() {
        return Duration.ZERO;
    }

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
    default String note() {
        return "";
    }

    /** What of the filter the source decides before it copies a socket; empty if that is nothing. */
    default String filterBySource() {
        return "";
    }

    /** What of the filter is left to decide of each socket that is copied; empty if that is nothing. */
    default String filterHere() {
        return "";
    }

    /**
     * Sockets that were requested but are not shown.
     *
     * @param table the label of their protocol; or the kernel's name of a kind without a protocol
     * @param module the kernel module that would show them; empty if none
     * @param sockets their number, from another count of the kernel; or {@link #SOCKETS_UNKNOWN}
     */
    record MissingTable(String table, String module, long sockets) {
        /** Stands where the kernel gave no number. */
        public static final long SOCKETS_UNKNOWN = -1;

        /** True if sockets may be missing from the answer. */
        public boolean mayHoldSockets() {
            return sockets != 0;
        }

        /** What is left out, why, and what to do about it. */
        public String explanation() {
            String holder = module.isEmpty() ? "the kernel has " : "it has ";
            String known = mayHoldSockets() ? holder + sockets : holder + "none";
            if (sockets == SOCKETS_UNKNOWN) {
                known = "whether it has any is unknown";
            }
            return module.isEmpty()
                    ? table + " sockets are left out, no table of them is available here (" + known + ")"
                    : table + " sockets are left out, this kernel does not show them (" + known + "): modprobe "
                            + module;
        }
    }
}
