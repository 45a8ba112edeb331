package io.conncount.snapshot;

import io.conncount.group.GroupTable;
import io.conncount.snapshot.Ranking.Row;
import java.util.Optional;

/** How many connections of each group were opened and closed between two moments. It does not change. */
public final class Churn {
    private final GroupTable opened;
    private final GroupTable closed;
    private final double seconds;
    private final Optional<String> fault;

    /**
     * @param opened how many were opened, by the keys of a count; it must not change any more
     * @param closed how many were closed, by the same keys; it must not change any more
     * @param seconds how far the moments lie apart
     * @param fault why there may have been more; empty if there were not
     */
    public Churn(GroupTable opened, GroupTable closed, double seconds, Optional<String> fault) {
        this.opened = opened;
        this.closed = closed;
        this.seconds = seconds;
        this.fault = fault;
    }

    /** How many of a group were opened in a second. */
    public double openedPerSecond(Row row) {
        return count(opened, row.table(), row.group()) / seconds;
    }

    /** How many of a group were closed in a second. */
    public double closedPerSecond(Row row) {
        return count(closed, row.table(), row.group()) / seconds;
    }

    /** How many of each group of a snapshot with the same keys were opened. */
    public long[] opened(Snapshot snapshot) {
        return counts(opened, snapshot.table());
    }

    /** How many of each of its groups were closed. */
    public long[] closed(Snapshot snapshot) {
        return counts(closed, snapshot.table());
    }

    private static long[] counts(GroupTable churned, GroupTable groups) {
        long[] counts = new long[groups.size()];
        for (int group = 0; group < counts.length; group++) {
            counts[group] = count(churned, groups, group);
        }
        return counts;
    }

    /** A socket that goes while others are read may be missed on one side, and makes up for it the next time. */
    private static long count(GroupTable churned, GroupTable groups, int group) {
        int found = churned.find(groups, group);
        return found == GroupTable.NO_GROUP ? 0 : Math.max(0, churned.count(found));
    }

    /** Why there may have been more; empty if there were not. */
    public Optional<String> fault() {
        return fault;
    }
}
