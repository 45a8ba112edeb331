package io.conncount.view;

import io.conncount.snapshot.StepReport;
import java.util.List;
import java.util.Locale;

/** How an answer came about, for people. */
public final class Explanation {
    private Explanation() {}

    /** Each step with its reason and its outcome. */
    public static String of(List<StepReport> steps) {
        StringBuilder text = new StringBuilder();
        int number = 1;
        for (StepReport step : steps) {
            text.append(number).append(". ").append(step.question()).append('\n');
            text.append("   because: ").append(step.reason()).append('\n');
            appendFilter(text, "   filtered by the kernel: ", step.filterBySource());
            appendFilter(text, "   filtered after copying: ", step.filterHere());
            text.append(String.format(
                    Locale.ROOT,
                    "   outcome: %,d sockets, %,d bytes copied, %s ms; %s%n",
                    step.sockets(),
                    step.bytes(),
                    Numbers.milliseconds(step.elapsed()),
                    step.note()));
            number++;
        }
        return text.toString();
    }

    private static void appendFilter(StringBuilder text, String where, String filter) {
        if (!filter.isEmpty()) {
            text.append(where).append(Escaper.message(filter)).append('\n');
        }
    }
}
