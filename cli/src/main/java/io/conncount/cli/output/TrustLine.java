package io.conncount.cli.output;

import io.conncount.snapshot.Snapshot;
import io.conncount.snapshot.StepReport.MissingTable;
import io.conncount.view.Escaper;
import io.conncount.view.Explanation;
import io.conncount.view.Numbers;
import java.util.Locale;

/** How far a snapshot can be trusted, in a line for people. */
public final class TrustLine {
    private TrustLine() {}

    /** What is missing, how many sockets changed during the read, how long it took, and what was asked. */
    public static String of(Snapshot snapshot) {
        StringBuilder text = new StringBuilder();
        if (snapshot.fault().isPresent()) {
            text.append("INCOMPLETE: ")
                    .append(Escaper.message(snapshot.fault().get()))
                    .append("; ");
        }
        for (MissingTable missing : snapshot.missing()) {
            text.append("without ").append(missing.table()).append("; ");
        }
        for (String caveat : snapshot.caveats()) {
            text.append(caveat).append("; ");
        }
        if (snapshot.errorBar() == Snapshot.ERROR_BAR_UNKNOWN) {
            text.append("error bar unknown");
        } else if (snapshot.errorBar() == 0) {
            text.append("nothing changed during the read");
        } else {
            text.append("off by at most ")
                    .append(Numbers.grouped(snapshot.errorBar()))
                    .append(" (changed during the read)");
        }
        return text.append("; ")
                .append(Numbers.milliseconds(snapshot.elapsed()))
                .append(" ms, ")
                .append(snapshot.source())
                .append(sampledAgo(snapshot))
                .toString();
    }

    /** How a snapshot came about: each step with its reason and its outcome, and what came of them. */
    public static String explanation(Snapshot snapshot) {
        boolean barKnown = snapshot.errorBar() != Snapshot.ERROR_BAR_UNKNOWN;
        return Explanation.of(snapshot.steps())
                + String.format(
                        Locale.ROOT,
                        "answer: %,d sockets in %,d groups, error bar %s, %s, %s ms, %s%s%n",
                        snapshot.total(),
                        snapshot.groups(),
                        barKnown ? Numbers.grouped(snapshot.errorBar()) : "unknown",
                        snapshot.fault().map(fault -> "incomplete: " + fault).orElse("complete"),
                        Numbers.milliseconds(snapshot.elapsed()),
                        snapshot.source(),
                        sampledAgo(snapshot));
    }

    /** {@code , sampled 3.2 s ago by the daemon}; nothing for what was counted for the asker. */
    private static String sampledAgo(Snapshot snapshot) {
        return snapshot.age()
                .map(age -> ", sampled " + Numbers.tenths(age.toNanos() / 1e9) + " s ago by the daemon")
                .orElse("");
    }
}
