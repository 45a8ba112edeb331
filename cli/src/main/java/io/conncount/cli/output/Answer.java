package io.conncount.cli.output;

import io.conncount.snapshot.Ranking;
import io.conncount.snapshot.Rates;
import io.conncount.snapshot.Row;
import io.conncount.snapshot.Snapshot;
import io.conncount.view.GroupRow;
import io.conncount.view.Numbers;
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
}
