package io.conncount.tui.model;

import io.conncount.snapshot.Row;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** How many sockets the first groups had in the last snapshots. It does not change. */
public final class History {
    /** Nothing yet. */
    public static final History EMPTY = new History(Map.of());

    /** The number of snapshots kept. */
    public static final int SNAPSHOTS_MAX = 60;

    /** The number of groups with a history; lower groups have none until they rise. */
    private static final int GROUPS_MAX = 200;

    private static final long[] NONE = {};

    private final Map<List<String>, long[]> counts;

    private History(Map<List<String>, long[]> counts) {
        this.counts = counts;
    }

    /** The same with one snapshot more; groups that are not among the first any more are forgotten. */
    History and(List<Row> rows, int keys) {
        Map<List<String>, long[]> next = new HashMap<>();
        for (Row row : rows.subList(0, Math.min(GROUPS_MAX, rows.size()))) {
            List<String> group = CountedRows.values(row, keys);
            long[] before = counts.getOrDefault(group, NONE);
            int kept = Math.min(before.length, SNAPSHOTS_MAX - 1);
            long[] after = Arrays.copyOfRange(before, before.length - kept, before.length + 1);
            after[kept] = row.count();
            next.put(group, after);
        }
        return new History(next);
    }

    /** The numbers of a group, the latest last; none for a group that is not remembered. */
    public long[] of(List<String> group) {
        return counts.getOrDefault(group, NONE).clone();
    }
}
