package io.conncount.cli.output;

import io.conncount.snapshot.Snapshot;
import io.conncount.view.Explanation;
import io.conncount.view.Numbers;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** Shows how an answer came about: each step with its reason and its outcome. */
public final class ExplanationWriter implements SnapshotWriter {
    @Override
    public void write(Answer answer, OutputStream out) throws IOException {
        Snapshot snapshot = answer.snapshot();
        boolean barKnown = snapshot.errorBar() != Snapshot.ERROR_BAR_UNKNOWN;
        String answered = String.format(
                Locale.ROOT,
                "answer: %,d sockets in %,d groups, error bar %s, %s, %s ms, %s%s%n",
                snapshot.total(),
                answer.ranking().rows().size() + answer.ranking().otherGroups(),
                barKnown ? Numbers.grouped(snapshot.errorBar()) : "unknown",
                snapshot.fault().map(fault -> "incomplete: " + fault).orElse("complete"),
                Numbers.milliseconds(snapshot.elapsed()),
                snapshot.source(),
                answer.sampledAgo());
        out.write((Explanation.of(snapshot.steps()) + answered).getBytes(StandardCharsets.UTF_8));
    }
}
