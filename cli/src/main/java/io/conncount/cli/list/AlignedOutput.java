package io.conncount.cli.list;

import io.conncount.view.TextBuffer;
import java.io.IOException;
import java.io.OutputStream;

/**
 * Makes columns as wide as the cells of the first page, and those after it that are wider push the rest of their row: the width of the
 * widest would be known only with the last row, and so many are not kept. Text behind the last cell is not a cell.
 */
public final class AlignedOutput extends OutputStream {
    private static final int PAGE_BYTES = 64 * 1024;

    private final OutputStream out;
    private final ColumnWidths widths;
    private final int columnsMax;
    private final TextBuffer aligned = new TextBuffer(2 * PAGE_BYTES);
    private final TextBuffer page = new TextBuffer(2 * PAGE_BYTES);

    /**
     * Aligns what is written to a stream.
     *
     * @param widths what rows are written with, too
     * @param columnsMax rows that are narrower are spread over so many, as on a terminal; 0 to leave them so
     */
    public AlignedOutput(OutputStream out, ColumnWidths widths, int columnsMax) {
        this.out = out;
        this.widths = widths;
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
        if (!widths.known() && length > 0) {
            widths.measure(rows, length, columnsMax);
        }
        if (!hasMarks(rows, length)) {
            out.write(rows, 0, length);
            page.clear();
            return;
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

    private static boolean hasMarks(byte[] rows, int length) {
        for (int i = 0; i < length; i++) {
            if (ColumnWidths.isMark(rows[i])) {
                return true;
            }
        }
        return false;
    }

    private void align(byte[] rows, int from, int to) {
        int start = from;
        int column = 0;
        for (int i = from; i < to; i++) {
            if (ColumnWidths.isMark(rows[i])) {
                int cell = aligned.length();
                aligned.put(rows, start, i - start);
                widths.align(aligned, cell, rows[i], column++);
                start = i + 1;
            }
        }
        aligned.put(rows, start, to - start);
    }
}
