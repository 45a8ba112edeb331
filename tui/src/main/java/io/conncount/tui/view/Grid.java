package io.conncount.tui.view;

import io.conncount.names.KnownNames;
import io.conncount.tui.view.Theme.Role;
import io.conncount.view.CellWriter.CellTexts;
import io.conncount.view.DisplayWidth;
import java.util.ArrayList;
import java.util.List;

/** Columns of cells below their heads, as many as the width holds. */
final class Grid {
    /** Blanks between columns. */
    static final int GAP = 2;

    private static final int TEXT_COLUMNS_MIN = 8;
    private static final int HEAD_COLUMNS_MIN = 5;

    /**
     * A column.
     *
     * @param cells already harmless
     * @param right true for numbers
     * @param rank the column with the largest rank is left out first; one with rank 0 is never left out, but cut
     */
    record Column(String head, List<String> cells, boolean right, int rank, Role role) {
        /** The same with an arrow in its head, because rows are sorted by it. */
        Column sorted(boolean descending, boolean unicode) {
            String arrow = unicode ? descending ? " ▼" : " ▲" : descending ? " v" : " ^";
            return new Column(head + arrow, cells, right, rank, role);
        }

        int width() {
            int width = DisplayWidth.of(head);
            for (String cell : cells) {
                width = Math.max(width, DisplayWidth.of(cell));
            }
            return width;
        }
    }

    /** A column of rows, with the title, the alignment and the cells that it has everywhere. */
    static <R> Column column(io.conncount.view.Column<R> shown, List<R> rows, int rank, Canvas canvas) {
        CellTexts<R> texts = new CellTexts<>(List.of(shown), KnownNames.NONE);
        List<String> cells =
                rows.stream().map(row -> canvas.shown(texts.of(row).get(0))).toList();
        return new Column(shown.title(), cells, shown.alignedRight(), rank, Role.TEXT);
    }

    private final List<Column> columns = new ArrayList<>();
    private final List<Integer> widths = new ArrayList<>();
    private boolean dim;

    /** Lays columns out in a width. */
    Grid(List<Column> wanted, int room) {
        columns.addAll(wanted);
        columns.forEach(column -> widths.add(column.width()));
        while (total() > room) {
            int gives = lastRanked();
            if (gives < 0) {
                break;
            }
            columns.subList(gives, gives + 1).clear();
            widths.subList(gives, gives + 1).clear();
        }
        shrink(total() - room);
    }

    private int cellWidth(int column) {
        return columns.get(column).cells.stream()
                .mapToInt(DisplayWidth::of)
                .max()
                .orElse(0);
    }

    private int total() {
        return widths.stream().mapToInt(Integer::intValue).sum() + GAP * Math.max(0, widths.size() - 1);
    }

    private int lastRanked() {
        int found = -1;
        for (int i = 0; i < columns.size(); i++) {
            if (columns.get(i).rank > 0 && (found < 0 || columns.get(i).rank >= columns.get(found).rank)) {
                found = i;
            }
        }
        return found;
    }

    /** Takes what is too much from heads that are wider than what is below them, and then from the widest texts. */
    private void shrink(int tooMuch) {
        int left = tooMuch;
        for (int i = columns.size() - 1; i >= 0 && left > 0; i--) {
            int least = Math.min(widths.get(i), Math.max(HEAD_COLUMNS_MIN, cellWidth(i)));
            int given = Math.min(left, widths.get(i) - least);
            widths.set(i, widths.get(i) - given);
            left -= given;
        }
        for (; left > 0; left--) {
            int widest = -1;
            for (int i = 0; i < columns.size(); i++) {
                boolean text = !columns.get(i).right && widths.get(i) > TEXT_COLUMNS_MIN;
                if (text && (widest < 0 || widths.get(i) > widths.get(widest))) {
                    widest = i;
                }
            }
            if (widest < 0) {
                return;
            }
            widths.set(widest, widths.get(widest) - 1);
        }
    }

    /** Dims everything if the data is out of date. */
    void dimIf(boolean stale) {
        dim = stale;
    }

    /** How many characters it takes. */
    int width() {
        return total();
    }

    void drawHead(Canvas canvas, int column, int row) {
        int at = column;
        for (int i = 0; i < columns.size(); i++) {
            put(
                    canvas,
                    at,
                    row,
                    i,
                    DisplayWidth.cutEnd(columns.get(i).head, widths.get(i), canvas.unicode()),
                    Role.TITLE);
            at += widths.get(i) + GAP;
        }
    }

    /** Draws one row of cells; if it is selected, over the whole of a width. */
    void draw(Canvas canvas, int column, int row, int index, boolean selected, int selectedWidth) {
        if (selected) {
            canvas.blank(column, row, selectedWidth, Role.SELECTED);
        }
        int at = column;
        for (int i = 0; i < columns.size(); i++) {
            Column shown = columns.get(i);
            // In reverse video a curve would stand upside down.
            boolean marked = selected && shown.role != Role.CURVE;
            put(canvas, at, row, i, shown.cells.get(index), marked ? Role.SELECTED : dim ? Role.DIM : shown.role);
            at += widths.get(i) + GAP;
        }
    }

    private void put(Canvas canvas, int at, int row, int column, String text, Role role) {
        String fitting = DisplayWidth.cut(text, widths.get(column), canvas.unicode());
        int indent = columns.get(column).right ? widths.get(column) - DisplayWidth.of(fitting) : 0;
        canvas.put(at + indent, row, fitting, role);
    }
}
