package io.conncount.snapshot;

import io.conncount.filter.Condition;
import io.conncount.group.GroupTable;
import java.util.AbstractList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;

/** The groups of a snapshot in an order, the first few of them as rows and the rest as one. */
public final class Ranking {
    private final GroupTable table;
    private final Integer[] shown;

    /**
     * Ranks a snapshot's groups.
     *
     * @param rowsMax how many of them become rows
     */
    public Ranking(Snapshot snapshot, Order order, int rowsMax) {
        this(snapshot, new ByOrder(snapshot.table(), order), rowsMax);
    }

    /**
     * Ranks them by a number that is known of each group besides, by the place of the group.
     *
     * @param descending true for the largest first
     */
    public Ranking(Snapshot snapshot, long[] numbers, boolean descending, int rowsMax) {
        this(snapshot, new ByNumber(snapshot.table(), numbers, descending), rowsMax);
    }

    private Ranking(Snapshot snapshot, Comparator<Integer> comparator, int rowsMax) {
        table = snapshot.table();
        shown = rowsMax < table.size() ? first(rowsMax, comparator) : all();
        Arrays.sort(shown, comparator);
    }

    /** The rows, the first in the order first. */
    public List<Row> rows() {
        return new AbstractList<>() {
            @Override
            public Row get(int index) {
                return new Row(table, shown[index]);
            }

            @Override
            public int size() {
                return shown.length;
            }
        };
    }

    /** How many groups are not among the rows. Those that were too many to be kept are not in this number. */
    public long otherGroups() {
        return (long) table.size() - shown.length;
    }

    /** How many sockets are in none of the rows. */
    public long otherCount() {
        long inRows = 0;
        for (int group : shown) {
            inRows += table.count(group);
        }
        return table.total() - inRows;
    }

    private Integer[] all() {
        Integer[] groups = new Integer[table.size()];
        for (int group = 0; group < groups.length; group++) {
            groups[group] = group;
        }
        return groups;
    }

    /** The first rows, found with a heap of that size whose top is the last of them. */
    private Integer[] first(int rowsMax, Comparator<Integer> comparator) {
        PriorityQueue<Integer> heap = new PriorityQueue<>(rowsMax + 1, Collections.reverseOrder(comparator));
        for (int group = 0; group < table.size() && rowsMax > 0; group++) {
            if (heap.size() < rowsMax) {
                heap.add(group);
            } else if (comparator.compare(group, heap.element()) < 0) {
                // Most groups are not among the first, which one comparison shows.
                heap.remove();
                heap.add(group);
            }
        }
        return heap.toArray(new Integer[0]);
    }

    /** Orders groups by the requested column, then by all keys. */
    private record ByOrder(GroupTable table, Order order) implements Comparator<Integer> {
        @Override
        public int compare(Integer group, Integer other) {
            int first = order.key() == Order.COUNT
                    ? Long.compare(table.count(group), table.count(other))
                    : table.compare(group, other, order.key());
            if (first == 0) {
                return table.compare(group, other);
            }
            return order.descending() ? -first : first;
        }
    }

    /** Orders groups by a number, then by all keys. */
    private static final class ByNumber implements Comparator<Integer> {
        private final GroupTable table;
        private final long[] numbers;
        private final boolean descending;

        ByNumber(GroupTable table, long[] numbers, boolean descending) {
            this.table = table;
            this.numbers = numbers;
            this.descending = descending;
        }

        @Override
        public int compare(Integer group, Integer other) {
            int first = Long.compare(numbers[group], numbers[other]);
            if (first == 0) {
                return table.compare(group, other);
            }
            return descending ? -first : first;
        }
    }

    /**
     * The order of rows. Rows that are equal in it follow each other by their keys, so that it is always the same.
     *
     * @param key the position of the key to go by, or {@link #COUNT}
     */
    public record Order(int key, boolean descending) {
        /** The number of sockets, instead of a key's position. */
        public static final int COUNT = -1;

        /** The largest groups first. */
        public static final Order LARGEST_FIRST = new Order(COUNT, true);
    }

    /** One group of a snapshot. Its texts are made on request. */
    public static final class Row {
        private final GroupTable table;
        private final int group;

        Row(GroupTable table, int group) {
            this.table = table;
            this.group = group;
        }

        /** The number of the group in its snapshot. */
        public int group() {
            return group;
        }

        GroupTable table() {
            return table;
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

        /** The condition that holds for the sockets of the group; empty if it would be too long. */
        public Optional<Condition> condition() {
            return table.conditionOfFirst(group, table.keys().size());
        }

        /** How many sockets the group of the same values had in another snapshot with the same keys; 0 if it had none. */
        long countIn(Snapshot other) {
            int found = other.table().find(table, group);
            return found == GroupTable.NO_GROUP ? 0 : other.table().count(found);
        }
    }
}
