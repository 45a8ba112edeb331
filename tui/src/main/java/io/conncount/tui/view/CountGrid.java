package io.conncount.tui.view;

import io.conncount.group.GroupKey;
import io.conncount.snapshot.Row;
import io.conncount.snapshot.Snapshot;
import io.conncount.tui.model.CountColumn;
import io.conncount.tui.model.Counted;
import io.conncount.tui.view.Grid.Column;
import io.conncount.view.Numbers;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** Groups as columns: the keys, the count, and what else is wanted of it. */
final class CountGrid {
    private static final int CURVE_COLUMNS_MIN = 8;
    private static final int CURVE_COLUMNS_MAX = 40;

    /** Headings with the scale, from long to short; the last fits the narrowest graph. */
    private static final List<String> TREND_HEADS = List.of("TREND, 0 TO MAX", "TREND 0-MAX", "0 TO MAX");

    private static final int SHARE_RANK = 2;
    private static final int CHANGE_RANK = 1;

    private CountGrid() {}

    /**
     * Lays rows of a count out.
     *
     * @param other true to add a row for what is in none
     */
    static Grid of(Counted counted, List<Row> rows, boolean other, Set<String> hidden, Canvas canvas, int room) {
        Snapshot snapshot = counted.snapshot().orElseThrow();
        List<Column> columns = new ArrayList<>();
        List<GroupKey> keys = snapshot.keys();
        for (int key = 0; key < keys.size(); key++) {
            columns.add(keyColumn(counted, rows, other, key, canvas));
        }
        columns.add(numbers("SOCKETS", rows, other, 0, row -> Numbers.grouped(count(counted, row))));
        if (shows(CountColumn.SHARE, hidden)) {
            columns.add(numbers(
                    "SHARE", rows, other, SHARE_RANK, row -> Numbers.share(count(counted, row), snapshot.total())));
        }
        if (shows(CountColumn.CHANGE, hidden)) {
            columns.add(numbers("PER SECOND", rows, other, CHANGE_RANK, row -> change(counted, row)));
        }
        int left = room - new Grid(columns, room).width() - Grid.GAP;
        if (shows(CountColumn.TREND, hidden) && left >= CURVE_COLUMNS_MIN) {
            columns.add(trend(counted, rows, other, canvas, Math.min(left, CURVE_COLUMNS_MAX)));
        }
        return new Grid(columns, room);
    }

    private static Column trend(Counted counted, List<Row> rows, boolean other, Canvas canvas, int width) {
        List<String> cells = new ArrayList<>();
        int keys = counted.snapshot().orElseThrow().keys().size();
        for (Row row : rows) {
            cells.add(Curve.of(counted.history().of(values(row, keys)), width, canvas.unicode()));
        }
        addOther(cells, other, "");
        String head = TREND_HEADS.stream()
                .filter(words -> words.length() <= width)
                .findFirst()
                .orElseThrow();
        return new Column(head + " ".repeat(width - head.length()), cells, false, 0, Role.CURVE);
    }

    private static boolean shows(CountColumn column, Set<String> hidden) {
        return !hidden.contains(column.label());
    }

    private static Column keyColumn(Counted counted, List<Row> rows, boolean other, int key, Canvas canvas) {
        List<String> cells = new ArrayList<>();
        for (Row row : rows) {
            cells.add(canvas.name(row.screenValue(key)));
        }
        String groups = Numbers.grouped(counted.ranking().orElseThrow().otherGroups());
        addOther(cells, other, key == 0 ? "other (" + groups + " groups)" : "");
        String head = counted.snapshot().orElseThrow().keys().get(key).name().toUpperCase(Locale.ROOT);
        return new Column(canvas.shown(head), cells, false, 0, Role.TEXT);
    }

    /** Makes the text of a row, or of the rest if there is no row. */
    private interface Cell {
        String of(Optional<Row> row);
    }

    private static Column numbers(String head, List<Row> rows, boolean other, int rank, Cell cell) {
        List<String> cells = new ArrayList<>();
        for (Row row : rows) {
            cells.add(cell.of(Optional.of(row)));
        }
        if (other) {
            cells.add(cell.of(Optional.empty()));
        }
        return new Column(head, cells, true, rank, Role.TEXT);
    }

    private static void addOther(List<String> cells, boolean other, String text) {
        if (other) {
            cells.add(text);
        }
    }

    private static long count(Counted counted, Optional<Row> row) {
        return row.isPresent()
                ? row.get().count()
                : counted.ranking().orElseThrow().otherCount();
    }

    private static String change(Counted counted, Optional<Row> row) {
        if (counted.rates().isEmpty()) {
            return "";
        }
        OptionalLong delta = row.isPresent()
                ? OptionalLong.of(counted.rates().get().delta(row.get()))
                : OptionalLong.of(counted.otherDelta().orElse(0L));
        return Numbers.rateOfChange(counted.rates().get().perSecond(delta.getAsLong()));
    }

    private static List<String> values(Row row, int keys) {
        List<String> values = new ArrayList<>(keys);
        for (int key = 0; key < keys; key++) {
            values.add(row.value(key));
        }
        return values;
    }
}
