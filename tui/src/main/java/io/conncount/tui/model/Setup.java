package io.conncount.tui.model;

import io.conncount.snapshot.StepReport;
import io.conncount.tui.model.Dialog.Choice;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * What does not change while the dashboard runs.
 *
 * @param host the name of the host that is shown
 * @param recorded when it was recorded; empty if it is shown as it is now
 * @param selection the tables that are shown, in the words of the command line; empty for TCP
 * @param source what the host's sockets are read from, such as {@code sock_diag}
 * @param cpuBudget how much of a processor sampling may take
 * @param keys all grouping keys
 * @param columns all columns of listings
 * @param filters reads the text of a filter
 * @param explanation explains how the kernel was asked
 */
public record Setup(
        String host,
        Optional<Instant> recorded,
        String selection,
        String source,
        double cpuBudget,
        List<Choice> keys,
        List<Choice> columns,
        Function<String, TypedFilter> filters,
        Function<List<StepReport>, String> explanation) {
    /** Copies what it is given. */
    public Setup {
        keys = List.copyOf(keys);
        columns = List.copyOf(columns);
    }
}
