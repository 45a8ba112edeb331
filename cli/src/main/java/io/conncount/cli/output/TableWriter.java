package io.conncount.cli.output;

import io.conncount.snapshot.MissingTable;
import io.conncount.snapshot.Rates;
import io.conncount.snapshot.Row;
import io.conncount.snapshot.Snapshot;
import io.conncount.view.Escaper;
import io.conncount.view.Numbers;
import java.io.IOException;
import java.io.Writer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** A table for people: aligned, with shares and bars, a total, and a line on how far it can be trusted. */
final class TableWriter implements SnapshotWriter {
    private static final int TEXT_COLUMNS_MIN = 6;
    private static final int TEXT_COLUMNS_READABLE = 12;
    private static final int BAR_COLUMNS_MIN = 5;
    private static final int BAR_COLUMNS_MAX = 20;
    private static final String GAP = "  ";
    private static final String EIGHTHS = " ▏▎▍▌▋▊▉█";

    private final Style style;

    TableWriter(Style style) {
        this.style = style;
    }

    /**
     * A line of the table.
     *
     * @param texts one for each key, or one for all keys
     * @param numbers right-aligned
     * @param share what its bar shows, 0 to 1
     */
    private record Line(List<String> texts, List<String> numbers, double share) {}

    @Override
    public void write(Answer answer, Writer out) throws IOException {
        Line header = header(answer);
        List<Line> lines = lines(answer);
        Line total = total(answer);
        List<Line> all = new ArrayList<>(lines);
        all.add(header);
        all.add(total);
        int[] textColumns =
                widths(all.stream().map(Line::texts).toList(), answer.keys().size());
        int[] numberColumns = widths(all.stream().map(Line::numbers).toList(), header.numbers.size());
        widenLast(textColumns, all);
        if (style.fits()) {
            numberColumns = Arrays.copyOf(numberColumns, fittingNumbers(textColumns, numberColumns));
            shrink(textColumns, numberColumns);
        }
        int barColumns = barColumns(textColumns, numberColumns);
        out.append(style.bold(text(header, textColumns, numberColumns))).append('\n');
        for (Line line : lines) {
            String bar = bar(line.share, barColumns);
            out.append(text(line, textColumns, numberColumns))
                    .append(bar.isEmpty() ? "" : GAP + style.cyan(bar))
                    .append('\n');
        }
        out.append(style.bold(text(total, textColumns, numberColumns))).append('\n');
        String trust = trust(answer);
        out.append(style.fits() ? DisplayWidth.prefix(trust, style.columns()) : trust)
                .append('\n');
    }

    /** How many columns of numbers fit beside texts that remain distinguishable; the count always stays. */
    private int fittingNumbers(int[] textColumns, int[] numberColumns) {
        int[] texts = Arrays.stream(textColumns)
                .map(width -> Math.min(width, TEXT_COLUMNS_READABLE))
                .toArray();
        int count = numberColumns.length;
        while (count > 1 && width(texts, Arrays.copyOf(numberColumns, count)) > style.columns()) {
            count--;
        }
        return count;
    }

    /** Takes from the widest columns of texts what is too wide for the screen. */
    private void shrink(int[] textColumns, int[] numberColumns) {
        int tooMuch = width(textColumns, numberColumns) - style.columns();
        for (; tooMuch > 0; tooMuch--) {
            int widest = 0;
            for (int i = 1; i < textColumns.length; i++) {
                widest = textColumns[i] > textColumns[widest] ? i : widest;
            }
            if (textColumns[widest] <= TEXT_COLUMNS_MIN) {
                return;
            }
            textColumns[widest]--;
        }
    }

    private static int width(int[] textColumns, int[] numberColumns) {
        int width = GAP.length() * (textColumns.length + numberColumns.length - 1);
        for (int column : textColumns) {
            width += column;
        }
        for (int column : numberColumns) {
            width += column;
        }
        return width;
    }

    private static Line header(Answer answer) {
        List<String> texts = answer.keys().stream()
                .map(key -> key.name().toUpperCase(Locale.ROOT))
                .toList();
        List<String> numbers = new ArrayList<>(List.of("SOCKETS", "SHARE"));
        if (answer.rates().isPresent()) {
            numbers.addAll(List.of("CHANGE", "PER SECOND"));
        }
        return new Line(texts, numbers, 0);
    }

    private static List<Line> lines(Answer answer) {
        int keys = answer.keys().size();
        List<Line> lines = new ArrayList<>();
        for (Row row : answer.ranking().rows()) {
            List<String> texts = new ArrayList<>();
            for (int key = 0; key < keys; key++) {
                texts.add(Escaper.TEXT.of(row.screenValue(key)));
            }
            Optional<Long> delta = answer.rates().map(rates -> rates.delta(row));
            lines.add(line(answer, texts, row.count(), delta));
        }
        if (answer.hasOther()) {
            String groups = Numbers.grouped(answer.ranking().otherGroups());
            Optional<Long> delta = answer.rates().map(answer::otherDelta);
            List<String> name = List.of("other (" + groups + " groups)");
            lines.add(line(answer, name, answer.ranking().otherCount(), delta));
        }
        return lines;
    }

    private static Line total(Answer answer) {
        return line(
                answer,
                List.of("total"),
                answer.snapshot().total(),
                answer.rates().map(Rates::totalDelta));
    }

    private static Line line(Answer answer, List<String> texts, long count, Optional<Long> delta) {
        long total = answer.snapshot().total();
        List<String> numbers = new ArrayList<>(List.of(Numbers.grouped(count), Numbers.share(count, total)));
        if (delta.isPresent()) {
            numbers.add(Numbers.change(delta.get()));
            numbers.add(Numbers.rateOfChange(answer.rates().get().perSecond(delta.get())));
        }
        return new Line(texts, numbers, total == 0 ? 0 : (double) count / total);
    }

    /** The width of each column, as the cells of those lines need it that have all columns. */
    private static int[] widths(List<List<String>> lines, int columns) {
        int[] widths = new int[columns];
        for (List<String> cells : lines) {
            if (cells.size() == columns) {
                for (int i = 0; i < columns; i++) {
                    widths[i] = Math.max(widths[i], DisplayWidth.of(cells.get(i)));
                }
            }
        }
        return widths;
    }

    /** Makes room for the texts that take the place of all. */
    private static void widenLast(int[] textColumns, List<Line> lines) {
        int together = GAP.length() * (textColumns.length - 1);
        for (int width : textColumns) {
            together += width;
        }
        for (Line line : lines) {
            int missing = DisplayWidth.of(line.texts.get(0)) - together;
            if (line.texts.size() < textColumns.length && missing > 0) {
                textColumns[textColumns.length - 1] += missing;
                together += missing;
            }
        }
    }

    private String text(Line line, int[] textColumns, int[] numberColumns) {
        StringBuilder text = new StringBuilder();
        int end = 0;
        int width = 0;
        for (int i = 0; i < textColumns.length; i++) {
            String cell = i < line.texts.size() ? line.texts.get(i) : "";
            // One that takes the place of all may be as wide as they are together.
            boolean whole = !style.fits() || line.texts.size() < textColumns.length;
            String shown = whole ? cell : DisplayWidth.cut(cell, textColumns[i], style.unicode());
            text.append(shown);
            width += DisplayWidth.of(shown);
            end += textColumns[i] + GAP.length();
            int blanks = Math.max(0, end - width);
            text.append(" ".repeat(blanks));
            width += blanks;
        }
        for (int i = 0; i < numberColumns.length; i++) {
            String cell = line.numbers.get(i);
            text.append(i == 0 ? "" : GAP)
                    .append(" ".repeat(numberColumns[i] - cell.length()))
                    .append(cell);
        }
        return style.fits() ? DisplayWidth.prefix(text.toString(), style.columns()) : text.toString();
    }

    /** What is left of the screen's width, as far as a bar needs it; 0 if that is too little. */
    private int barColumns(int[] textColumns, int[] numberColumns) {
        int left = style.columns() - width(textColumns, numberColumns) - GAP.length();
        return left < BAR_COLUMNS_MIN ? 0 : Math.min(left, BAR_COLUMNS_MAX);
    }

    private String bar(double share, int columns) {
        if (!style.unicode()) {
            return "#".repeat((int) Math.round(share * columns));
        }
        int eighths = (int) Math.round(share * columns * 8);
        String end = eighths % 8 == 0 ? "" : EIGHTHS.substring(eighths % 8, eighths % 8 + 1);
        return "█".repeat(eighths / 8) + end;
    }

    private static String trust(Answer answer) {
        Snapshot snapshot = answer.snapshot();
        StringBuilder text = new StringBuilder();
        if (snapshot.fault().isPresent()) {
            text.append("INCOMPLETE: ")
                    .append(Escaper.message(snapshot.fault().get()))
                    .append("; ");
        }
        for (MissingTable missing : snapshot.missing()) {
            text.append("without ").append(missing.table()).append("; ");
        }
        for (String caveat : snapshot.caveats()) {
            text.append(caveat).append("; ");
        }
        if (snapshot.errorBar() == Snapshot.ERROR_BAR_UNKNOWN) {
            text.append("error bar unknown");
        } else if (snapshot.errorBar() == 0) {
            text.append("nothing changed during the read");
        } else {
            text.append("off by at most ")
                    .append(Numbers.grouped(snapshot.errorBar()))
                    .append(" (changed during the read)");
        }
        return text.append("; ")
                .append(Numbers.milliseconds(snapshot.elapsed()))
                .append(" ms, ")
                .append(snapshot.source())
                .append(answer.sampledAgo())
                .toString();
    }
}
