package io.conncount.tui.view;

import com.googlecode.lanterna.TextCharacter;
import com.googlecode.lanterna.graphics.TextGraphics;
import io.conncount.tui.view.Theme.Role;
import io.conncount.view.DisplayWidth;
import io.conncount.view.Escaper;
import java.util.Arrays;

/** Takes texts, each cut to the room that it has, and then draws what has changed. Texts from elsewhere come through {@link #shown}. */
final class Canvas {
    private final Theme theme;
    private final int columns;
    private final int rows;

    /** Row by row; null after a character that takes two columns. */
    private final TextCharacter[] cells;

    /** A blank one. */
    Canvas(int columns, int rows, Theme theme) {
        this.columns = columns;
        this.rows = rows;
        this.theme = theme;
        cells = new TextCharacter[columns * rows];
        Arrays.fill(cells, theme.character(' ', Role.TEXT));
    }

    /** Draws the differences from what the graphics show, or everything if that is null. */
    @SuppressWarnings("ReferenceEquality") // the same look is the same object, but for the few that are not kept
    void draw(TextGraphics graphics, Canvas shown) {
        for (int i = 0; i < cells.length; i++) {
            if (cells[i] != null && (shown == null || shown.cells[i] != cells[i])) {
                graphics.setCharacter(i % columns, i / columns, cells[i]);
            }
        }
    }

    /** True if one can be drawn over the other. */
    boolean sameSize(Canvas other) {
        return columns == other.columns && rows == other.rows;
    }

    int columns() {
        return columns;
    }

    int rows() {
        return rows;
    }

    boolean unicode() {
        return theme.unicode();
    }

    /** A message, as far as the screen can show it: without Unicode that is ASCII. */
    String shown(String message) {
        return Escaper.message(message, theme.unicode() ? Canvas::isDrawable : point -> false);
    }

    /** Beside ASCII, what has a shape and a width that are known. */
    private static boolean isDrawable(int c) {
        return switch (Character.getType(c)) {
            case Character.UPPERCASE_LETTER,
                    Character.LOWERCASE_LETTER,
                    Character.TITLECASE_LETTER,
                    Character.OTHER_LETTER,
                    Character.DECIMAL_DIGIT_NUMBER,
                    Character.LETTER_NUMBER,
                    Character.OTHER_NUMBER,
                    Character.CONNECTOR_PUNCTUATION,
                    Character.DASH_PUNCTUATION,
                    Character.START_PUNCTUATION,
                    Character.END_PUNCTUATION,
                    Character.INITIAL_QUOTE_PUNCTUATION,
                    Character.FINAL_QUOTE_PUNCTUATION,
                    Character.OTHER_PUNCTUATION,
                    Character.MATH_SYMBOL,
                    Character.CURRENCY_SYMBOL -> c <= Character.MAX_VALUE;
            case Character.OTHER_SYMBOL -> c >= '\u2500' && c <= '\u259f'; // blocks, which curves are made of
            default -> false;
        };
    }

    /** Puts a text; returns the column after it. */
    int put(int column, int row, String text, Role role) {
        return put(column, row, text, columns - column, role);
    }

    /** The same, within a maximum width. */
    int put(int column, int row, String text, int columnsMax, Role role) {
        int room = Math.min(columnsMax, columns - column);
        if (row < 0 || row >= rows || room <= 0 || text.isEmpty()) {
            return column;
        }
        String fitting = DisplayWidth.cutEnd(text, room, theme.unicode());
        int at = column;
        for (int i = 0; i < fitting.length(); i++) {
            TextCharacter character = theme.character(fitting.charAt(i), role);
            at = set(at, row, character);
        }
        return at;
    }

    /** Puts a text that ends before a column. */
    void putRight(int end, int row, String text, Role role) {
        put(Math.max(0, end - DisplayWidth.of(text)), row, text, role);
    }

    private int set(int column, int row, TextCharacter character) {
        cells[row * columns + column] = character;
        if (!character.isDoubleWidth() || column + 1 == columns) {
            return column + 1;
        }
        cells[row * columns + column + 1] = null;
        return column + 2;
    }

    /** Fills a part of a row with blanks. */
    void blank(int column, int row, int count, Role role) {
        TextCharacter blank = theme.character(' ', role);
        int end = row < 0 || row >= rows ? 0 : Math.min(column + count, columns);
        for (int at = column; at < end; at++) {
            cells[row * columns + at] = blank;
        }
    }
}
