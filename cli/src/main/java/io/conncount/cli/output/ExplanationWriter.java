package io.conncount.cli.output;

import io.conncount.snapshot.Snapshot;
import io.conncount.snapshot.StepReport;
import java.io.IOException;
import java.io.Writer;
import java.util.Locale;

/** Shows how an answer came about: each step with its reason and its outcome. */
public final class ExplanationWriter implements SnapshotWriter {
    @Override
    public void write(Answer answer, Writer out) throws IOException {
        Snapshot snapshot = answer.snapshot();
        int number = 1;
        for (StepReport step : snapshot.steps()) {
            out.append(Integer.toString(number))
                    .append(". ")
                    .append(step.question())
                    .append('\n');
            out.append("   because: ").append(step.reason()).append('\n');
            writeFilter("   filtered by the kernel: ", step.filterBySource(), out);
            writeFilter("   filtered after copying: ", step.filterHere(), out);
            out.append(String.format(
                    Locale.ROOT,
                    "   outcome: %,d sockets, %,d bytes copied, %.1f ms; %s%n",
                    step.sockets(),
                    step.bytes(),
                    Numbers.milliseconds(step.elapsed()),
                    step.note()));
            number++;
        }
        boolean barKnown = snapshot.errorBar() != Snapshot.ERROR_BAR_UNKNOWN;
        out.append(String.format(
                Locale.ROOT,
                "answer: %,d sockets in %,d groups, error bar %s, %s, %.1f ms, %s%n",
                snapshot.total(),
                answer.ranking().rows().size() + answer.ranking().otherGroups(),
                barKnown ? Numbers.grouped(snapshot.errorBar()) : "unknown",
                snapshot.fault().map(fault -> "incomplete: " + fault).orElse("complete"),
                Numbers.milliseconds(snapshot.elapsed()),
                snapshot.source()));
    }

    private static void writeFilter(String where, String filter, Writer out) throws IOException {
        if (!filter.isEmpty()) {
            out.append(where).append(Escaped.screen(filter)).append('\n');
        }
    }
}
