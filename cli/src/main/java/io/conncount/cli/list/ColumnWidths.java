package io.conncount.cli.list;

import io.conncount.view.TextBuffer;

/**
 * How wide the cells of the first page of an answer are. As long as that is not known, cells end in marks, which {@link AlignedOutput}
 * replaces by blanks; then each thread that writes rows fills their cells up itself.
 */
public final class ColumnWidths {
    /** Ends a cell that is aligned to the left. No text has control characters. */
    private static final char LEFT = '\u0001';

    /** Ends a cell that is aligned to the right. */
    private static final char RIGHT = '\u0002';

    private static final int CELLS_MAX = 16;

    private final int[] widths = new int[CELLS_MAX];
    private int columns;
    private volatile boolean known;

    /** Cells of rows that one thread writes. */
    SsCells cells() {
        return new Cells();
    }

    /** True once a page was measured. */
    boolean known() {
        return known;
    }

    static boolean isMark(byte octet) {
        return octet == LEFT || octet == RIGHT;
    }

    /** Fills up a cell that ended in a mark. */
    void align(TextBuffer out, int from, byte mark, int column) {
        int width = widths[column] + out.continuationBytes(from);
        if (mark == LEFT) {
            out.padTo(from, width);
        } else {
            out.alignRight(from, width);
        }
    }

    /**
     * Measures the cells of a page.
     *
     * @param columnsMax rows that are narrower are spread over so many, as on a terminal; 0 to leave them so
     */
    void measure(byte[] rows, int length, int columnsMax) {
        int column = 0;
        int width = 0;
        int rest = 0;
        for (int i = 0; i < length; i++) {
            byte octet = rows[i];
            if (isMark(octet)) {
                widths[column] = Math.max(widths[column], width);
                column++;
                width = 0;
            } else if (octet == '\n') {
                columns = Math.max(columns, column);
                rest = column == 0 ? rest : Math.max(rest, width);
                column = 0;
                width = 0;
            } else if ((octet & 0xc0) != 0x80) {
                width++;
            }
        }
        spread(rest, columnsMax);
        known = true;
    }

    private void spread(int rest, int columnsMax) {
        int total = rest;
        for (int width : widths) {
            total += width;
        }
        for (int i = 0; i < columns && total < columnsMax; i++) {
            widths[i] += (columnsMax - total) / (columns + 1);
        }
    }

    /** Marks, or blanks if the widths were known when the row began. */
    private final class Cells implements SsCells {
        private boolean filled;
        private int column;
        private int lastEnd;

        @Override
        public void beginRow() {
            filled = known;
            column = 0;
        }

        @Override
        public void left(TextBuffer out, int from, int width) {
            end(out, from, LEFT);
        }

        @Override
        public void right(TextBuffer out, int from, int width) {
            end(out, from, RIGHT);
        }

        private void end(TextBuffer out, int from, char mark) {
            if (filled) {
                // Blanks between two cells are of the second, as they are where there are marks.
                align(out, column == 0 ? from : lastEnd, (byte) mark, column++);
                lastEnd = out.length();
            } else {
                out.put(mark);
            }
        }
    }
}
