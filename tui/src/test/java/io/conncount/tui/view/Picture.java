package io.conncount.tui.view;

import com.googlecode.lanterna.SGR;
import com.googlecode.lanterna.TextCharacter;
import com.googlecode.lanterna.TextColor;
import java.util.Formatter;
import java.util.Locale;

/** A screen as an SVG, so that a page can show it in colour. Blocks are drawn as rectangles, because fonts leave gaps between them. */
final class Picture {
    private static final double CELL_WIDTH = 8;
    private static final int CELL_HEIGHT = 17;
    private static final int BASELINE = 13;
    private static final int MARGIN = 12;
    private static final String PAPER = "#101418";
    private static final String INK = "#d8dee4";
    private static final char LOWEST_BLOCK = '\u2581';
    private static final char FULL_BLOCK = '\u2588';
    private static final int BLOCKS = 8;

    private final Formatter svg = new Formatter(Locale.ROOT);

    private Picture() {}

    /** What stands in a cell. */
    @FunctionalInterface
    interface Cells {
        TextCharacter at(int column, int row);
    }

    /** The picture of a screen. */
    static String of(int columns, int rows, Cells cells) {
        Picture picture = new Picture();
        double width = columns * CELL_WIDTH + 2 * MARGIN;
        int height = rows * CELL_HEIGHT + 2 * MARGIN;
        picture.svg.format(
                "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %.0f %d\" role=\"img\">%n", width, height);
        picture.svg.format("<title>conncount top</title>%n");
        picture.svg.format("<rect width=\"%.0f\" height=\"%d\" rx=\"8\" fill=\"%s\"/>%n", width, height, PAPER);
        picture.svg.format(
                "<g font-family=\"ui-monospace,DejaVu Sans Mono,Menlo,Consolas,monospace\" font-size=\"13\" fill=\"%s\""
                        + " xml:space=\"preserve\">%n",
                INK);
        for (int row = 0; row < rows; row++) {
            int start = 0;
            for (int column = 1; column <= columns; column++) {
                if (column == columns || !alike(cells.at(start, row), cells.at(column, row))) {
                    picture.run(cells, row, start, column);
                    start = column;
                }
            }
        }
        picture.svg.format("</g>%n");
        picture.svg.format("</svg>%n");
        return picture.svg.toString();
    }

    private static boolean alike(TextCharacter one, TextCharacter other) {
        return one.getForegroundColor().equals(other.getForegroundColor())
                && one.getModifiers().equals(other.getModifiers())
                && isBlock(one) == isBlock(other)
                && (!isBlock(one) || one.getCharacterString().equals(other.getCharacterString()));
    }

    private static boolean isBlock(TextCharacter character) {
        char c = character.getCharacterString().charAt(0);
        return c >= LOWEST_BLOCK && c <= FULL_BLOCK;
    }

    /** Cells of a row that look alike. */
    private void run(Cells cells, int row, int from, int to) {
        TextCharacter first = cells.at(from, row);
        double x = MARGIN + from * CELL_WIDTH;
        int y = MARGIN + row * CELL_HEIGHT;
        double width = (to - from) * CELL_WIDTH;
        String ink = color(first.getForegroundColor());
        if (isBlock(first)) {
            double part = (double) (first.getCharacterString().charAt(0) - LOWEST_BLOCK + 1) / BLOCKS;
            double top = y + CELL_HEIGHT * (1 - part);
            svg.format(
                    "<rect x=\"%.0f\" y=\"%.1f\" width=\"%.0f\" height=\"%.1f\" fill=\"%s\"/>%n",
                    x, top, width, CELL_HEIGHT * part, ink);
            return;
        }
        StringBuilder text = new StringBuilder();
        for (int column = from; column < to; column++) {
            text.append(cells.at(column, row).getCharacterString());
        }
        if (first.isReversed()) {
            svg.format(
                    "<rect x=\"%.0f\" y=\"%d\" width=\"%.0f\" height=\"%d\" fill=\"%s\"/>%n",
                    x, y, width, CELL_HEIGHT, ink);
            ink = PAPER;
        }
        if (!text.toString().isBlank()) {
            words(text.toString(), x, y + BASELINE, ink, first.getModifiers().contains(SGR.BOLD));
        }
    }

    /** Each at its place, whatever the font makes of the blanks between them. */
    private void words(String text, double x, int y, String ink, boolean bold) {
        String look = (ink.equals(INK) ? "" : " fill=\"" + ink + "\"") + (bold ? " font-weight=\"bold\"" : "");
        int at = 0;
        while (at < text.length()) {
            int end = text.indexOf("  ", at) < 0 ? text.length() : text.indexOf("  ", at);
            String words = text.substring(at, end);
            if (!words.isBlank()) {
                int lead = words.length() - words.stripLeading().length();
                String shown = words.strip();
                svg.format(
                        "<text x=\"%.0f\" y=\"%d\" textLength=\"%.0f\"%s>%s</text>%n",
                        x + (at + lead) * CELL_WIDTH,
                        y,
                        shown.length() * CELL_WIDTH,
                        look,
                        shown.replace("&", "&amp;").replace("<", "&lt;"));
            }
            at = end + 2;
        }
    }

    private static String color(TextColor color) {
        return color == TextColor.ANSI.DEFAULT
                ? INK
                : String.format(Locale.ROOT, "#%02x%02x%02x", color.getRed(), color.getGreen(), color.getBlue());
    }
}
