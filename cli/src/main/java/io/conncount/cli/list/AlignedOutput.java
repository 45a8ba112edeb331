package io.conncount.cli.list;

import io.conncount.view.TextBuffer;
import java.io.IOException;
import java.io.OutputStream;

/**
 * Makes columns as wide as the cells of the first page, and those after it that are wider push the rest of their row: the width of the
 * widest would be known only with the last row, and so many are not kept. Cells end in a mark; text behind the last one is not a cell.
 */
public final class AlignedOutput extends OutputStream {
    /** Ends a cell that is aligned to the left. No text has control characters. */
    static final char LEFT = '\u0001';

    /** Ends a cell that is aligned to the right. */
    static final char RIGHT = '\u0002';

    private static final int PAGE_BYTES = 64 * 1024;
    private static final int CELLS_MAX = 16;

    private final OutputStream out;
    private final int columnsMax;
    private final int[] widths = new int[CELLS_MAX];
    private final TextBuffer aligned = new TextBuffer(2 * PAGE_BYTES);
    private final TextBuffer page = new TextBuffer(2 * PAGE_BYTES);
    private int columns;
    private boolean measured;

    /** @param columnsMax rows that are narrower are spread over so many, as on a terminal; 0 to leave them so */
    public AlignedOutput(OutputStream out, int columnsMax) {
        this.out = out;
        this.columnsMax = columnsMax;
    }

    @Override
    public void write(int octet) throws IOException {
        write(new byte[] {(byte) octet}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
        page.put(bytes, from, length);
        if (page.length() >= PAGE_BYTES) {
            writeRows();
        }
    }

    /** Writes what there is, and measures it if it is the first. */
    @Override
    public void flush() throws IOException {
        writeRows();
        out.flush();
    }

    @Override
    public void close() throws IOException {
        flush();
        out.close();
    }

    private void writeRows() throws IOException {
        byte[] rows = page.bytes();
        int length = page.length();
        if (!measured && length > 0) {
            spread(measure(rows, length));
            measured = true;
        }
        aligned.clear();
        int start = 0;
        for (int i = 0; i < length; i++) {
            if (rows[i] == '\n') {
                align(rows, start, i + 1);
                start = i + 1;
            }
        }
        out.write(aligned.bytes(), 0, aligned.length());
        page.clear();
        page.put(rows, start, length - start);
    }

    private void align(byte[] rows, int from, int to) {
        int start = from;
        int column = 0;
        for (int i = from; i < to; i++) {
            if (isMark(rows[i])) {
                int cell = aligned.length();
                aligned.put(rows, start, i - start);
                int width = widths[column++] + aligned.continuationBytes(cell);
                if (rows[i] == LEFT) {
                    aligned.padTo(cell, width);
                } else {
                    aligned.alignRight(cell, width);
                }
                start = i + 1;
            }
        }
        aligned.put(rows, start, to - start);
    }

    /** Returns how wide the text behind the cells is. */
    private int measure(byte[] rows, int length) {
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
        return rest;
    }

    private void spread(int rest) {
        int total = rest;
        for (int width : widths) {
            total += width;
        }
        for (int i = 0; i < columns && total < columnsMax; i++) {
            widths[i] += (columnsMax - total) / (columns + 1);
        }
    }

    private static boolean isMark(byte octet) {
        return octet == LEFT || octet == RIGHT;
    }
}
