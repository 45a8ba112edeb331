package io.conncount.cli.output;

import io.conncount.snapshot.Ranking;
import io.conncount.snapshot.Ranking.Row;
import io.conncount.snapshot.Snapshot;
import io.conncount.snapshot.Snapshot.Rates;
import io.conncount.view.Explanation;
import io.conncount.view.GroupColumns.GroupRow;
import io.conncount.view.Numbers;
import java.util.Locale;
import java.util.Optional;

/**
 * What a writer shows.
 *
 * @param watching true if answers follow each other
 * @param rates what changed since the answer before; empty for the first
 */
public record Answer(Snapshot snapshot, Ranking ranking, boolean watching, Optional<Rates> rates) {
    /** One of the groups. */
    GroupRow row(Row group) {
        return GroupRow.of(group, snapshot, rates);
    }

    /** What is in none of the rows. */
    GroupRow other() {
        long delta = rates.isPresent() ? rates.get().otherDelta(ranking) : 0;
        return GroupRow.of(ranking.otherCount(), delta, snapshot, rates);
    }

    /** All groups together. */
    GroupRow total() {
        return GroupRow.of(snapshot.total(), rates.isPresent() ? rates.get().totalDelta() : 0, snapshot, rates);
    }

    /** {@code , sampled 3.2 s ago by the daemon}; nothing for what was counted for the asker. */
    String sampledAgo() {
        return snapshot.age()
                .map(age -> ", sampled " + Numbers.tenths(age.toNanos() / 1e9) + " s ago by the daemon")
                .orElse("");
    }

    /** True if there are groups that none of the rows shows. */
    boolean hasOther() {
        return ranking.otherGroups() > 0 || ranking.otherCount() > 0;
    }

    /** How it came about: each step with its reason and its outcome, and what came of them. */
    public String explanation() {
        boolean barKnown = snapshot.errorBar() != Snapshot.ERROR_BAR_UNKNOWN;
        return Explanation.of(snapshot.steps())
                + String.format(
                        Locale.ROOT,
                        "answer: %,d sockets in %,d groups, error bar %s, %s, %s ms, %s%s%n",
                        snapshot.total(),
                        ranking.rows().size() + ranking.otherGroups(),
                        barKnown ? Numbers.grouped(snapshot.errorBar()) : "unknown",
                        snapshot.fault().map(fault -> "incomplete: " + fault).orElse("complete"),
                        Numbers.milliseconds(snapshot.elapsed()),
                        snapshot.source(),
                        sampledAgo());
    }
}
