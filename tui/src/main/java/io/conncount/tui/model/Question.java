package io.conncount.tui.model;

import io.conncount.filter.ParsedFilter;
import io.conncount.group.GroupKey;
import io.conncount.group.GroupKeys;
import io.conncount.query.Query;
import io.conncount.query.Selection;
import io.conncount.snapshot.Ranking.Order;
import io.conncount.socket.SocketNumber;
import io.conncount.tui.model.Counted.CountColumn;
import java.util.List;
import java.util.Optional;

/**
 * What the user wants to see.
 *
 * @param all the sockets that it is about before they are filtered
 * @param keys what groups are made by
 * @param sort {@link #COUNT}, the name of one of the keys, {@code opened} or {@code closed}
 * @param reverse true for the other way round
 * @param columns of the listing
 * @param rowSort the column by which the listing is sorted; empty for as they come
 * @param rowReverse true for the other way round
 * @param number of which percentiles are shown
 */
public record Question(
        Selection all,
        ParsedFilter filter,
        List<GroupKey> keys,
        String sort,
        boolean reverse,
        List<String> columns,
        Optional<String> rowSort,
        boolean rowReverse,
        SocketNumber number) {
    /** The column of the numbers of sockets. */
    public static final String COUNT = "count";

    /** The number of which percentiles are shown at first. */
    public static final SocketNumber NUMBER = SocketNumber.RTT;

    /** More groups would take more memory than a dashboard may; sockets beyond them are counted as others. */
    private static final int GROUPS_MAX = 50_000;

    /** A second one would give the answer sooner, and take as much of the processors beside what the budget sees. */
    private static final int ONE_THREAD = 1;

    /** Copies what it is given. */
    public Question {
        keys = List.copyOf(keys);
        columns = List.copyOf(columns);
    }

    /** The sockets that the filter leaves. */
    public Selection sockets() {
        return all.filtered(filter);
    }

    /** Their groups. */
    public Query groups() {
        return count(sockets(), keys);
    }

    /** A count of sockets by these keys, within the dashboard's limits. */
    public static Query count(Selection sockets, List<GroupKey> keys) {
        return new Query(sockets, keys, false, ONE_THREAD, GROUPS_MAX);
    }

    /** The names of the keys. */
    public List<String> keyNames() {
        return GroupKeys.names(keys);
    }

    /** The order of groups, as ranked: the largest count or the smallest value first, unless reversed. */
    public Order order() {
        if (sort.equals(CountColumn.OPENED.label()) || sort.equals(CountColumn.CLOSED.label())) {
            boolean opened = sort.equals(CountColumn.OPENED.label());
            return new Order(opened ? Counted.BY_OPENED : Counted.BY_CLOSED, !reverse);
        }
        int key = keyNames().indexOf(sort);
        return key < 0 ? new Order(Order.COUNT, !reverse) : new Order(key, reverse);
    }

    /** True if it is a count by state, as the overview has it anyway. */
    public boolean byState() {
        return keyNames().equals(List.of("state"));
    }

    /** True if it is a count by state of everything, which is taken anyway. */
    public boolean byStateOnly() {
        return byState() && filter.isEmpty();
    }

    /** The same of other sockets, by other keys, without a filter. */
    public Question of(Selection others, List<GroupKey> otherKeys) {
        return new Question(others, ParsedFilter.NONE, otherKeys, sort, reverse, columns, rowSort, rowReverse, number);
    }

    /** What of it a listing depends on; the rest is left out. */
    Question listing() {
        return new Question(all, filter, List.of(), "", false, columns, rowSort, rowReverse, NUMBER);
    }

    /** Which sockets it is about; the rest is left out. */
    Question selection() {
        return new Question(all, filter, List.of(), "", false, List.of(), Optional.empty(), false, NUMBER);
    }

    /** Which sockets it is about, and by which keys; the rest is left out. */
    Question grouping() {
        return selection().withKeys(keys);
    }

    Question withoutFilter() {
        return withFilter(ParsedFilter.NONE);
    }

    Question withNumber(SocketNumber other) {
        return new Question(all, filter, keys, sort, reverse, columns, rowSort, rowReverse, other);
    }

    Question withKeys(List<GroupKey> others) {
        return new Question(all, filter, others, sort, reverse, columns, rowSort, rowReverse, number);
    }

    Question withFilter(ParsedFilter other) {
        return new Question(all, other, keys, sort, reverse, columns, rowSort, rowReverse, number);
    }

    Question withColumns(List<String> names) {
        return new Question(all, filter, keys, sort, reverse, names, rowSort, rowReverse, number);
    }

    /** Sorted by a column of groups; the other way round if it was sorted by it. */
    Question sortedBy(String column) {
        boolean again = column.equals(sort) && !reverse;
        return new Question(all, filter, keys, column, again, columns, rowSort, rowReverse, number);
    }

    /** With the listing sorted by a column; the other way round if it was sorted by it. */
    Question rowsSortedBy(Optional<String> column) {
        boolean again = column.isPresent() && column.equals(rowSort) && !rowReverse;
        return new Question(all, filter, keys, sort, reverse, columns, column, again, number);
    }
}
