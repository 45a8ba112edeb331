package io.conncount.cli.history;

import io.conncount.cli.history.Recorded.Grouped;
import io.conncount.cli.output.TextGroups;
import io.conncount.exporters.history.Moment;
import io.conncount.group.GroupTable;
import io.conncount.query.Selection;
import io.conncount.snapshot.Snapshot;
import io.conncount.snapshot.StepReport;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Recorded groups as the counts that they were made of, so that what shows counts shows them. Those of one can be compared. */
public final class RecordedCounts {
    private static final String STATE = "state";

    private final Recorded recorded;
    private final Selection selection;
    private final TextGroups texts;

    /** A record as it was read. */
    private record Reading(String question, String reason) implements StepReport {}

    public RecordedCounts(Recorded recorded, Selection selection) {
        this.recorded = recorded;
        this.selection = selection;
        texts = new TextGroups(recorded.keys());
    }

    /** A recorded moment as a count. */
    public Snapshot of(Grouped grouped) {
        Map<List<String>, Long> groups = new HashMap<>();
        boolean byState =
                recorded.keys().size() == 1 && recorded.keys().get(0).name().equals(STATE);
        if (byState) {
            // A count by state has all states, without sockets too.
            selection.states().forEach(state -> groups.put(List.of(state.label()), 0L));
        }
        grouped.groups().forEach((values, extent) -> groups.put(values, extent.last()));
        GroupTable table = texts.table(groups);
        table.addUngrouped(Math.max(0, grouped.otherCount()));
        Moment moment = grouped.moment();
        return new Snapshot(
                recorded.host(),
                moment.time(),
                table,
                selection.words(),
                moment.fault(),
                Math.max(Snapshot.ERROR_BAR_UNKNOWN, moment.errorBar()),
                recorded.file(),
                Duration.ZERO,
                List.of(new Reading("record of " + LocalTimes.of(moment.time()), recorded.words())));
    }
}
