package io.conncount.cli.output;

import io.conncount.snapshot.Snapshot;
import io.conncount.snapshot.StepReport;
import io.conncount.view.Escaper;
import io.conncount.view.Numbers;
import java.io.IOException;
import java.io.Writer;
import java.util.List;
import java.util.Locale;

/** Shows how an answer came about: each step with its reason and its outcome. */
public final class ExplanationWriter implements SnapshotWriter {
    @Override
    public void write(Answer answer, Writer out) throws IOException {
        Snapshot snapshot = answer.snapshot();
        out.append(text(snapshot.steps()));
        boolean barKnown = snapshot.errorBar() != Snapshot.ERROR_BAR_UNKNOWN;
        out.append(String.format(
                Locale.ROOT,
                "answer: %,d sockets in %,d groups, error bar %s, %s, %s ms, %s%s%n",
                snapshot.total(),
                answer.ranking().rows().size() + answer.ranking().otherGroups(),
                barKnown ? Numbers.grouped(snapshot.errorBar()) : "unknown",
                snapshot.fault().map(fault -> "incomplete: " + fault).orElse("complete"),
                Numbers.milliseconds(snapshot.elapsed()),
                snapshot.source(),
                answer.sampledAgo()));
    }

    /** Each step with its reason and its outcome. */
    public static String text(List<StepReport> steps) {
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
