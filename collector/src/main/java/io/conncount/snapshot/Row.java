package io.conncount.snapshot;

import io.conncount.filter.Condition;
import io.conncount.group.GroupTable;
import java.util.Optional;

/** One group of a snapshot. Its texts are made on request. */
public final class Row {
    private final GroupTable table;
    private final int group;

    Row(GroupTable table, int group) {
        this.table = table;
        this.group = group;
    }

    /** How many sockets are in the group. */
    public long count() {
        return table.count(group);
    }

    /** The group's value of the key at this position, as machine formats show it. */
    public String value(int key) {
        return table.value(group, key);
    }

    /** The group's value of the key at this position, as a person sees it. */
    public String screenValue(int key) {
        return table.screenValue(group, key);
    }

    /** The condition that holds for the sockets of the group's value of a key; empty if it would be too long. */
    public Optional<Condition> condition(int key) {
        return table.condition(group, key);
    }

    /** How many sockets the group of the same values had in another snapshot with the same keys; 0 if it had none. */
    long countIn(Snapshot other) {
        int found = other.table().find(table, group);
        return found == GroupTable.NO_GROUP ? 0 : other.table().count(found);
    }
}
