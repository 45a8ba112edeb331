package io.conncount.view;

import io.conncount.names.SocketNames;
import io.conncount.view.RowWriter.Document;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A table for people, which is laid out once all rows are known: aligned, with bars and sums. */
public final class TableFormat<R> implements RowWriter<R> {
    private static final int TEXT_COLUMNS_MIN = 6;
    private static final int TEXT_COLUMNS_READABLE = 12;
    private static final int BAR_COLUMNS_MIN = 5;
    private static final int BAR_COLUMNS_MAX = 20;
    private static final String GAP = "  ";
    private static final String EIGHTHS = " ▏▎▍▌▋▊▉█";

    private final Column<R>[] columns;
    private final CellWriter cells;
    private final Style style;
    private final List<Line> lines = new ArrayList<>();
    private final TextBuffer cell = new TextBuffer(64);
    private boolean headed;

    /** How wide the cells of a column are; 0 if it is left out. */
    private final int[] widths;

    /**
     * A line of the table.
     *
     * @param label takes the place of the first columns that are no numbers; empty if they have cells of their own
     * @param bar what its bar shows, 0 to 1
     */
    private record Line(String label, List<String> cells, double bar, boolean bold) {}

    /** A table of these columns; names are those of the host that the rows are from. */
    public TableFormat(List<? extends Column<R>> shown, SocketNames hostNames, Style style) {
        columns = CellWriter.columnsFor(Escaper.TEXT, shown);
        cells = new CellWriter(Escaper.TEXT, hostNames);
        widths = new int[columns.length];
        this.style = style;
    }

    @Override
    public void header(TextBuffer out) {
        headed = true;
    }

    @Override
    public void row(R row, TextBuffer out) {
        lines.add(line("", row, false));
    }

    /** Adds a row that is others together, under a name of our own. */
    public void sum(String label, R row) {
        lines.add(line(label, row, false));
    }

    /** Adds a row that is all others together. */
    public void total(R row) {
        lines.add(line("total", row, true));
    }

    private Line line(String label, R row, boolean bold) {
        List<String> texts = new ArrayList<>(columns.length);
        double bar = 0;
        for (Column<R> column : columns) {
            cell.clear();
            cells.into(cell);
            if (column.known(row)) {
                column.write(row, cells);
            }
            texts.add(cell.toString());
            bar = Math.max(bar, cells.bar());
        }
        return new Line(label, texts, bold ? 0 : bar, bold);
    }

    @Override
    public void close(Document document, TextBuffer out) {
        Line header = new Line("", Arrays.stream(columns).map(Column::title).toList(), 0, true);
        if (headed) {
            lines.add(0, header);
        }
        measure();
        if (style.fits()) {
            leaveOutNumbers();
            shrink();
        }
        int barColumns = barColumns();
        for (Line line : lines) {
            String text = text(line);
            out.put(line.bold ? style.bold(text) : text);
            String bar = bar(line.bar, barColumns, style.unicode());
            if (!bar.isEmpty()) {
                out.put(" ".repeat(width() - DisplayWidth.of(text)) + GAP).put(style.cyan(bar));
            }
            out.put('\n');
        }
        lines.clear();
        headed = false;
    }

    /** How many columns a label takes the place of. */
    private int labelled() {
        int count = 0;
        while (count < columns.length && !columns[count].alignedRight()) {
            count++;
        }
        return count;
    }

    /** Columns are as wide as their cells, and those under a label together as wide as that. */
    private void measure() {
        int labelled = labelled();
        Arrays.fill(widths, 0);
        int label = 0;
        for (Line line : lines) {
            for (int i = line.label.isEmpty() ? 0 : labelled; i < columns.length; i++) {
                widths[i] = Math.max(widths[i], DisplayWidth.of(line.cells.get(i)));
            }
            label = Math.max(label, DisplayWidth.of(line.label));
        }
        if (labelled > 0 && label > labelColumns()) {
            widths[labelled - 1] += label - labelColumns();
        }
    }

    private int labelColumns() {
        int together = -GAP.length();
        for (int i = 0; i < labelled(); i++) {
            together += widths[i] + GAP.length();
        }
        return together;
    }

    private int width() {
        return width(Integer.MAX_VALUE);
    }

    /** @param textColumnsMax what wider columns of texts could be cut to */
    private int width(int textColumnsMax) {
        int width = 0;
        for (int i = 0; i < widths.length; i++) {
            int column = columns[i].alignedRight() ? widths[i] : Math.min(widths[i], textColumnsMax);
            width += column == 0 ? 0 : (width == 0 ? 0 : GAP.length()) + column;
        }
        return width;
    }

    /** Leaves numbers out for which there is no room beside texts that can still be told apart; the first of them stays. */
    private void leaveOutNumbers() {
        int first = labelled();
        for (int i = columns.length - 1; i > first && width(TEXT_COLUMNS_READABLE) > style.columns(); i--) {
            if (columns[i].alignedRight()) {
                widths[i] = 0;
            }
        }
    }

    /** Takes from the widest columns of texts what is too wide for the screen. */
    private void shrink() {
        for (int tooMuch = width() - style.columns(); tooMuch > 0; tooMuch--) {
            int widest = -1;
            for (int i = 0; i < columns.length; i++) {
                boolean wide = !columns[i].alignedRight() && widths[i] > TEXT_COLUMNS_MIN;
                widest = wide && (widest < 0 || widths[i] > widths[widest]) ? i : widest;
            }
            if (widest < 0) {
                return;
            }
            widths[widest]--;
        }
    }

    private String text(Line line) {
        int from = line.label.isEmpty() ? 0 : labelled();
        String label = style.fits() ? DisplayWidth.cut(line.label, labelColumns(), style.unicode()) : line.label;
        StringBuilder text = new StringBuilder(label);
        int end = 0;
        int width = DisplayWidth.of(label);
        for (int i = 0; i < columns.length; i++) {
            if (widths[i] == 0) {
                continue;
            }
            int start = end == 0 ? 0 : end + GAP.length();
            end = start + widths[i];
            if (i < from) {
                continue;
            }
            String shown = style.fits() && !columns[i].alignedRight()
                    ? DisplayWidth.cut(line.cells.get(i), widths[i], style.unicode())
                    : line.cells.get(i);
            int at = columns[i].alignedRight() ? end - DisplayWidth.of(shown) : start;
            text.append(" ".repeat(Math.max(0, at - width))).append(shown);
            width = Math.max(width, at) + DisplayWidth.of(shown);
        }
        String all = text.toString().stripTrailing();
        return style.fits() ? DisplayWidth.prefix(all, style.columns()) : all;
    }

    /** What is left of the screen's width, as far as a bar needs it; 0 if that is too little. */
    private int barColumns() {
        int left = style.columns() - width() - GAP.length();
        return left < BAR_COLUMNS_MIN ? 0 : Math.min(left, BAR_COLUMNS_MAX);
    }

    /** A bar of this share, 0 to 1, of this many columns. */
    public static String bar(double share, int columns, boolean unicode) {
        if (!unicode) {
            return "#".repeat((int) Math.round(share * columns));
        }
        int eighths = (int) Math.round(share * columns * 8);
        String end = eighths % 8 == 0 ? "" : EIGHTHS.substring(eighths % 8, eighths % 8 + 1);
        return "█".repeat(eighths / 8) + end;
    }

    /**
     * How a table may look.
     *
     * @param columns the width of the screen in characters
     * @param color true if escape sequences for colours are welcome
     * @param unicode true if the screen can show more than ASCII
     * @param fits true if no line may be wider than the screen
     */
    public record Style(int columns, boolean color, boolean unicode, boolean fits) {
        private static final String BOLD = "\033[1m";
        private static final String CYAN = "\033[36m";
        private static final String RESET = "\033[0m";

        /** A style in which lines are as long as they are. */
        public Style(int columns, boolean color, boolean unicode) {
            this(columns, color, unicode, false);
        }

        /** The same, with lines that fit the screen. */
        public Style fitting() {
            return new Style(columns, color, unicode, true);
        }

        /** Text that stands out, such as a header. */
        public String bold(String text) {
            return color && !text.isEmpty() ? BOLD + text + RESET : text;
        }

        /** Text that is drawn, such as a bar. */
        public String cyan(String text) {
            return color && !text.isEmpty() ? CYAN + text + RESET : text;
        }
    }
}
