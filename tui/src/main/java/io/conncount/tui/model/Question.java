package io.conncount.tui.model;

import io.conncount.snapshot.Order;
import java.util.List;
import java.util.Optional;

/**
 * What the user wants to see.
 *
 * @param keys the words of grouping keys
 * @param filter in the language of filters; empty for every socket
 * @param sort {@link #COUNT} or one of the keys
 * @param reverse true for the other way round
 * @param columns of the listing
 * @param rowSort the column by which the listing is sorted; empty for as they come
 * @param rowReverse true for the other way round
 */
public record Question(
        List<String> keys,
        String filter,
        String sort,
        boolean reverse,
        List<String> columns,
        Optional<String> rowSort,
        boolean rowReverse) {
    /** The column of the numbers of sockets. */
    public static final String COUNT = "count";

    /** Copies what it is given. */
    public Question {
        keys = List.copyOf(keys);
        columns = List.copyOf(columns);
    }

    /** The order of groups, as ranked: the largest count or the smallest value first, unless reversed. */
    public Order order() {
        return sort.equals(COUNT) || !keys.contains(sort)
                ? new Order(Order.COUNT, !reverse)
                : new Order(keys.indexOf(sort), reverse);
    }

    /** True if it is a count by state, as the overview has it anyway. */
    public boolean byState() {
        return keys.equals(List.of("state"));
    }

    /** True if it is a count by state of everything, which is taken anyway. */
    public boolean byStateOnly() {
        return byState() && filter.isEmpty();
    }

    /** What of it a listing depends on; the rest is left out. */
    public Question listing() {
        return new Question(List.of(), filter, "", false, columns, rowSort, rowReverse);
    }

    Question withKeys(List<String> words) {
        return new Question(words, filter, sort, reverse, columns, rowSort, rowReverse);
    }

    Question withFilter(String text) {
        return new Question(keys, text, sort, reverse, columns, rowSort, rowReverse);
    }

    Question withColumns(List<String> names) {
        return new Question(keys, filter, sort, reverse, names, rowSort, rowReverse);
    }

    /** Sorted by a column of groups; the other way round if it was sorted by it. */
    Question sortedBy(String column) {
        return new Question(keys, filter, column, column.equals(sort) && !reverse, columns, rowSort, rowReverse);
    }

    /** With the listing sorted by a column; the other way round if it was sorted by it. */
    Question rowsSortedBy(Optional<String> column) {
        boolean again = column.isPresent() && column.equals(rowSort) && !rowReverse;
        return new Question(keys, filter, sort, reverse, columns, column, again);
    }

    /** What both filters ask for. */
    static String both(String filter, String condition) {
        if (filter.isEmpty()) {
            return condition;
        }
        // The text before 'or' belongs to it.
        boolean alternatives = filter.matches("(?i).*(\\bor\\b|\\|).*");
        return (alternatives ? "(" + filter + ")" : filter) + " and " + condition;
    }
}
