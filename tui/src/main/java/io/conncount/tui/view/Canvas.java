package io.conncount.tui.view;

import com.googlecode.lanterna.TerminalPosition;
import com.googlecode.lanterna.TerminalSize;
import com.googlecode.lanterna.graphics.TextGraphics;

/** Draws texts on graphics, each cut to the room that it has. Texts from elsewhere come through {@link #shown}. */
final class Canvas {
    private final TextGraphics graphics;
    private final Theme theme;
    private final int columns;
    private final int rows;

    Canvas(TextGraphics graphics, Theme theme) {
        this.graphics = graphics;
        this.theme = theme;
        columns = graphics.getSize().getColumns();
        rows = graphics.getSize().getRows();
        role(Role.TEXT);
        graphics.fillRectangle(TerminalPosition.TOP_LEFT_CORNER, graphics.getSize(), ' ');
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

    /** A text from the host, harmless. */
    String shown(String text) {
        return Shown.text(text, theme.unicode());
    }

    private void role(Role role) {
        theme.apply(role, graphics);
    }

    /** Puts a text; returns the column behind it. */
    int put(int column, int row, String text, Role role) {
        return put(column, row, text, columns - column, role);
    }

    /** The same in so many columns at most. */
    int put(int column, int row, String text, int columnsMax, Role role) {
        int room = Math.min(columnsMax, columns - column);
        if (row < 0 || row >= rows || room <= 0 || text.isEmpty()) {
            return column;
        }
        String fitting = Shown.cut(text, room, theme.unicode());
        role(role);
        graphics.putString(column, row, fitting);
        return column + Shown.width(fitting);
    }

    /** Puts a text that ends before a column. */
    void putRight(int end, int row, String text, Role role) {
        put(Math.max(0, end - Shown.width(text)), row, text, role);
    }

    /** Fills a part of a row with blanks. */
    void blank(int column, int row, int count, Role role) {
        if (count > 0 && row >= 0 && row < rows) {
            role(role);
            graphics.fillRectangle(
                    new TerminalPosition(column, row), new TerminalSize(Math.min(count, columns - column), 1), ' ');
        }
    }
}
