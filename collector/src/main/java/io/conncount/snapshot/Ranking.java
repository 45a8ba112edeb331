package io.conncount.snapshot;

import io.conncount.count.GroupTable;
import java.util.AbstractList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.stream.IntStream;

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
        table = snapshot.table();
        Comparator<Integer> comparator = comparator(order);
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
        return table.size() - shown.length;
    }

    /** How many sockets are in none of the rows. */
    public long otherCount() {
        long inRows = 0;
        for (int group : shown) {
            inRows += table.count(group);
        }
        return table.total() - inRows;
    }

    private Comparator<Integer> comparator(Order order) {
        Comparator<Integer> byKeys = (a, b) -> 0;
        for (int key = 0; key < table.keys().size(); key++) {
            byKeys = byKeys.thenComparing(byKey(key));
        }
        int column = order.key();
        Comparator<Integer> first =
                column == Order.COUNT ? (a, b) -> Long.compare(table.count(a), table.count(b)) : byKey(column);
        return (order.descending() ? first.reversed() : first).thenComparing(byKeys);
    }

    private Comparator<Integer> byKey(int key) {
        return (a, b) -> table.compare(a, b, key);
    }

    private Integer[] all() {
        return IntStream.range(0, table.size()).boxed().toArray(Integer[]::new);
    }

    /** The first few, found with a heap of that size whose top is the last of them. */
    private Integer[] first(int rowsMax, Comparator<Integer> comparator) {
        PriorityQueue<Integer> heap = new PriorityQueue<>(rowsMax + 1, Collections.reverseOrder(comparator));
        for (int group = 0; group < table.size(); group++) {
            heap.add(group);
            if (heap.size() > rowsMax) {
                heap.remove();
            }
        }
        return heap.toArray(Integer[]::new);
    }
}
