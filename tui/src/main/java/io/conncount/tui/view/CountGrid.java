package io.conncount.tui.view;

import io.conncount.snapshot.Churn;
import io.conncount.snapshot.Ranking.Order;
import io.conncount.snapshot.Ranking.Row;
import io.conncount.snapshot.Snapshot;
import io.conncount.tui.model.Counted;
import io.conncount.tui.model.Counted.CountColumn;
import io.conncount.tui.model.Recorded.Range;
import io.conncount.tui.model.Recorded.Span;
import io.conncount.tui.view.Grid.Column;
import io.conncount.tui.view.Theme.Role;
import io.conncount.view.GroupColumns;
import io.conncount.view.GroupColumns.GroupRow;
import io.conncount.view.Numbers;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;

/** Groups as columns: the keys, the count, and what else is wanted of it. */
final class CountGrid {
    private static final int CURVE_COLUMNS_MIN = 8;
    private static final int CURVE_COLUMNS_MAX = 120;

    /** Headings with the scale, from long to short; the last fits the narrowest graph. */
    private static final List<String> TREND_HEADS = List.of("TREND, 0 TO MAX", "TREND 0-MAX", "0 TO MAX");

    private static final int SHARE_RANK = 3;
    private static final int CHURN_RANK = 2;
    private static final int RANGE_RANK = 2;
    private static final int CHANGE_RANK = 1;

    private CountGrid() {}

    /**
     * Lays rows of a count out.
     *
     * @param sorted true if the rows are in the order of a column that users choose
     * @param other true to add a row for what is in none
     * @param churn true to show what is opened and closed
     * @param span in which the least and the most are shown; empty in the present
     */
    static Grid of(
            Counted counted,
            List<Row> rows,
            boolean sorted,
            boolean other,
            boolean churn,
            Optional<Span> span,
            Set<String> hidden,
            Canvas canvas,
            int room) {
        Snapshot snapshot = counted.snapshot().orElseThrow();
        List<GroupRow> groups = new ArrayList<>();
        rows.forEach(row -> groups.add(GroupRow.of(row, snapshot, counted.rates())));
        List<Column> columns = new ArrayList<>();
        for (io.conncount.view.Column<GroupRow> key : GroupColumns.<GroupRow>keys(snapshot.keys())) {
            columns.add(Grid.column(key, groups, 0, canvas));
        }
        if (other) {
            nameOther(columns, counted.ranking().orElseThrow().otherGroups());
            groups.add(GroupRow.of(
                    counted.ranking().orElseThrow().otherCount(),
                    counted.otherDelta().orElse(0L),
                    snapshot,
                    counted.rates()));
        }
        columns.add(Grid.column(GroupColumns.COUNT, groups, 0, canvas));
        Order order = counted.order();
        if (sorted && order.key() >= Order.COUNT) {
            int by = order.key() == Order.COUNT ? columns.size() - 1 : order.key();
            columns.set(by, columns.get(by).sorted(order.descending(), canvas.unicode()));
        }
        span.filter(stood -> stood.samples() > 1).ifPresent(stood -> addRanges(stood, snapshot, rows, other, columns));
        addShares(groups, hidden, canvas, columns);
        if (churn) {
            addChurn(counted, rows, other, hidden, canvas, columns);
        }
        int left = room - new Grid(columns, room).width() - Grid.GAP;
        if (shows(CountColumn.TREND, hidden) && left >= CURVE_COLUMNS_MIN) {
            columns.add(trend(counted, rows, other, canvas, Math.min(left, CURVE_COLUMNS_MAX)));
        }
        return new Grid(columns, room);
    }

    private static void addShares(List<GroupRow> groups, Set<String> hidden, Canvas canvas, List<Column> columns) {
        if (shows(CountColumn.SHARE, hidden)) {
            columns.add(Grid.column(GroupColumns.share(), groups, SHARE_RANK, canvas));
        }
        if (shows(CountColumn.CHANGE, hidden)) {
            columns.add(Grid.column(GroupColumns.perSecond(), groups, CHANGE_RANK, canvas));
        }
    }

    /** A spike that was over at the end of the span is in no other column. */
    private static void addRanges(Span span, Snapshot snapshot, List<Row> rows, boolean other, List<Column> columns) {
        List<String> least = new ArrayList<>();
        List<String> most = new ArrayList<>();
        for (Row row : rows) {
            Range range = span.range(values(row, snapshot.keys().size()), row.count());
            least.add(Numbers.grouped(range.min()));
            most.add(Numbers.grouped(range.max()));
        }
        if (other) {
            least.add("");
            most.add("");
        }
        columns.add(new Column("MIN", least, true, RANGE_RANK, Role.TEXT));
        columns.add(new Column("MAX", most, true, 0, Role.TEXT));
    }

    private static void addChurn(
            Counted counted, List<Row> rows, boolean other, Set<String> hidden, Canvas canvas, List<Column> columns) {
        Optional<Churn> churn = counted.churn();
        for (CountColumn column : List.of(CountColumn.OPENED, CountColumn.CLOSED)) {
            boolean opened = column == CountColumn.OPENED;
            List<String> cells = new ArrayList<>();
            for (Row row : rows) {
                cells.add(Numbers.rate(
                        churn.isEmpty()
                                ? OptionalDouble.empty()
                                : OptionalDouble.of(
                                        opened
                                                ? churn.get().openedPerSecond(row)
                                                : churn.get().closedPerSecond(row))));
            }
            if (other) {
                cells.add("");
            }
            Column drawn = new Column(opened ? "OPENED/S" : "CLOSED/S", cells, true, CHURN_RANK, Role.TEXT);
            if (shows(column, hidden)) {
                columns.add(
                        counted.isSortedBy(column)
                                ? drawn.sorted(counted.order().descending(), canvas.unicode())
                                : drawn);
            }
        }
    }

    private static Column trend(Counted counted, List<Row> rows, boolean other, Canvas canvas, int width) {
        List<String> cells = new ArrayList<>();
        int keys = counted.snapshot().orElseThrow().keys().size();
        for (Row row : rows) {
            cells.add(Curve.of(counted.history().of(values(row, keys)), width, canvas.unicode()));
        }
        if (other) {
            cells.add("");
        }
        String head = TREND_HEADS.stream()
                .filter(words -> words.length() <= width)
                .findFirst()
                .orElseThrow();
        return new Column(head + " ".repeat(width - head.length()), cells, false, 0, Role.CURVE);
    }

    private static boolean shows(CountColumn column, Set<String> hidden) {
        return !hidden.contains(column.label());
    }

    /** What is in none of the rows has one text in the place of all keys. */
    private static void nameOther(List<Column> keys, long groups) {
        String name = "other (" + Numbers.grouped(groups) + " groups)";
        for (int key = 0; key < keys.size(); key++) {
            Column column = keys.get(key);
            List<String> cells = new ArrayList<>(column.cells());
            cells.add(key == 0 ? name : "");
            keys.set(key, new Column(column.head(), cells, false, 0, Role.TEXT));
        }
    }

    private static List<String> values(Row row, int keys) {
        List<String> values = new ArrayList<>(keys);
        for (int key = 0; key < keys; key++) {
            values.add(row.value(key));
        }
        return values;
    }

    /** Numbers as a curve, one character a number, from zero to the largest of them. */
    static final class Curve {
        private static final String BLOCKS = "▁▂▃▄▅▆▇█";
        private static final String ASCII = "_.-~=+*#";

        private Curve() {}

        /** The last numbers that fit, the latest on the right. Steady numbers are a high horizontal line. */
        static String of(long[] numbers, int columns, boolean unicode) {
            String steps = unicode ? BLOCKS : ASCII;
            int from = Math.max(0, numbers.length - columns);
            long most = 1;
            for (int i = from; i < numbers.length; i++) {
                most = Math.max(most, numbers[i]);
            }
            StringBuilder curve = new StringBuilder(" ".repeat(Math.max(0, columns - numbers.length)));
            for (int i = from; i < numbers.length; i++) {
                double height = (double) Math.max(0, numbers[i]) / most;
                curve.append(steps.charAt((int) Math.round(height * (steps.length() - 1))));
            }
            return curve.toString();
        }
    }
}
