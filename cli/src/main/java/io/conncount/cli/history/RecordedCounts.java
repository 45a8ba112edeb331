package io.conncount.cli.history;

import io.conncount.cli.history.Recorded.Grouped;
import io.conncount.exporters.history.Moment;
import io.conncount.group.GroupKey;
import io.conncount.group.GroupTable;
import io.conncount.query.Selection;
import io.conncount.snapshot.Snapshot;
import io.conncount.snapshot.StepReport;
import io.conncount.socket.TcpState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/** Recorded groups as the counts that they were made of, so that what shows counts shows them. Those of one can be compared. */
public final class RecordedCounts {
    private static final String STATE = "state";

    /** A key of fewer values than this has a name for each, which can be looked for. */
    private static final int NAMES_MAX = 64;

    private final Recorded recorded;
    private final Selection selection;
    private final List<Grouped> moments;
    private final List<GroupKey> keys = new ArrayList<>();
    private final List<Map<String, Long>> lanes = new ArrayList<>();

    /** A record as it was read. */
    private record Reading(String question, String reason) implements StepReport {}

    /** @param moments which all become counts with the same keys */
    public RecordedCounts(Recorded recorded, Selection selection, List<Grouped> moments) {
        this.recorded = recorded;
        this.selection = selection;
        this.moments = moments;
        for (int place = 0; place < recorded.keys().size(); place++) {
            addKey(recorded.keys().get(place), place);
        }
    }

    /** The key itself, if all its values are known to it; else one of the texts. */
    private void addKey(GroupKey key, int place) {
        Map<String, Long> known = new HashMap<>();
        RecordedKey ofTexts = new RecordedKey(key);
        boolean all = true;
        for (Grouped moment : moments) {
            for (List<String> values : moment.groups().keySet()) {
                String value = values.get(place);
                if (all && !known.containsKey(value)) {
                    OptionalLong lane = lane(key, value);
                    all = lane.isPresent();
                    lane.ifPresent(number -> known.put(value, number));
                }
            }
        }
        if (!all) {
            known.clear();
            moments.forEach(moment -> moment.groups()
                    .keySet()
                    .forEach(values -> known.put(values.get(place), ofTexts.lane(values.get(place)))));
        }
        keys.add(all ? key : ofTexts);
        lanes.add(known);
    }

    private static OptionalLong lane(GroupKey key, String value) {
        if (key.lanes() > 1) {
            return OptionalLong.empty();
        }
        if (key.texts().isPresent()) {
            return checked(key, key.texts().get().number(value), value);
        }
        if (key.numeric()) {
            return value.matches("\\d{1,18}") ? checked(key, Long.parseLong(value), value) : OptionalLong.empty();
        }
        OptionalLong found = OptionalLong.empty();
        for (long lane = 0; lane < NAMES_MAX && found.isEmpty() && !isValue(key, NAMES_MAX); lane++) {
            found = checked(key, lane, value);
        }
        return found;
    }

    private static OptionalLong checked(GroupKey key, long lane, String value) {
        return isValue(key, lane) && key.value(new long[] {lane}, 0).equals(value)
                ? OptionalLong.of(lane)
                : OptionalLong.empty();
    }

    private static boolean isValue(GroupKey key, long lane) {
        return key.isValue(new long[] {lane}, 0);
    }

    /** A count at each of the moments. */
    public List<Snapshot> snapshots() {
        return moments.stream().map(this::snapshot).toList();
    }

    private Snapshot snapshot(Grouped grouped) {
        Moment moment = grouped.moment();
        GroupTable table = new GroupTable(keys, Integer.MAX_VALUE);
        addStates(table);
        long[] group = new long[table.lanes()];
        grouped.groups().forEach((values, extent) -> {
            for (int place = 0; place < group.length; place++) {
                group[place] = lanes.get(place).get(values.get(place));
            }
            table.add(group, 0, extent.last());
        });
        table.addUngrouped(Math.max(0, grouped.otherCount()));
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

    /** A count by state has all states, without sockets too. */
    private void addStates(GroupTable table) {
        if (keys.size() == 1 && keys.get(0).name().equals(STATE)) {
            for (TcpState state : selection.states()) {
                lane(keys.get(0), state.label()).ifPresent(lane -> table.add(new long[] {lane}, 0, 0));
            }
        }
    }
}
