package io.conncount.tui.view;

import io.conncount.tui.view.Theme.Role;

/**
 * A frame around the rows of a dialog, at the left of the screen.
 *
 * @param top the row of its upper line
 * @param columns its width, with its lines
 * @param rows how many rows it has inside
 */
record DialogFrame(Canvas canvas, int top, int columns, int rows) {
    /** Blank, with a text in the upper line and another in the lower one. */
    void draw(String title, String below) {
        boolean unicode = canvas.unicode();
        drawLine(top, unicode ? "┌─┐" : "+-+", title, Role.TITLE);
        for (int i = 0; i < rows; i++) {
            canvas.blank(0, top + 1 + i, columns, Role.TEXT);
            canvas.put(0, top + 1 + i, unicode ? "│" : "|", Role.DIM);
            canvas.put(columns - 1, top + 1 + i, unicode ? "│" : "|", Role.DIM);
        }
        drawLine(top + 1 + rows, unicode ? "└─┘" : "+-+", below, Role.DIM);
    }

    private void drawLine(int row, String characters, String text, Role role) {
        String line = characters.substring(1, 2).repeat(Math.max(0, columns - 2));
        canvas.put(0, row, characters.charAt(0) + line + characters.charAt(2), Role.DIM);
        if (!text.isEmpty()) {
            canvas.put(2, row, " " + text + " ", columns - 3, role);
        }
    }

    /** Puts a text into a row inside, over its whole width. */
    void put(int row, String text, Role role) {
        canvas.blank(1, top + 1 + row, columns - 2, role);
        canvas.put(2, top + 1 + row, text, columns - 3, role);
    }
}
