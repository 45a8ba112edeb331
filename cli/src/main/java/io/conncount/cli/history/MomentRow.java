package io.conncount.cli.history;

import io.conncount.cli.output.TextKey;
import io.conncount.exporters.history.Extent;
import io.conncount.group.GroupKey;
import io.conncount.snapshot.Ranking.Order;
import io.conncount.view.Column;
import io.conncount.view.Columns;
import java.util.Comparator;
import java.util.List;

/**
 * A group at a recorded moment, or several together.
 *
 * @param values of its keys, as machine formats show them; empty for several groups
 * @param extent how many sockets it has
 */
record MomentRow(List<String> values, Extent extent) {
    /** The columns of how many sockets there were. */
    static List<Column<MomentRow>> counts() {
        return List.of(
                Columns.count("count", "number of sockets", row -> row.extent().last()),
                Columns.count(
                        "min",
                        "fewest in the time that the record is for",
                        row -> row.extent().min()),
                Columns.count("max", "most in that time", row -> row.extent().max()));
    }

    /** By a key, numbers by their size, or by the count. */
    static Comparator<MomentRow> by(Order order, List<GroupKey> keys) {
        Comparator<MomentRow> first = order.key() == Order.COUNT
                ? Comparator.comparingLong(row -> row.extent().last())
                : (one, other) -> compare(one, other, order.key(), keys);
        return (order.descending() ? first.reversed() : first).thenComparing((one, other) -> {
            int result = 0;
            for (int key = 0; key < keys.size() && result == 0; key++) {
                result = compare(one, other, key, keys);
            }
            return result;
        });
    }

    private static int compare(MomentRow one, MomentRow other, int key, List<GroupKey> keys) {
        return TextKey.compare(
                one.values.get(key), other.values.get(key), keys.get(key).numeric());
    }
}
