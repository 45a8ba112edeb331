package io.conncount.view;

import io.conncount.names.SocketNames;
import java.util.List;

/** Columns for awk: a blank is never part of a value, and what is not known is a hyphen. */
public final class PlainFormat<R> implements RowWriter<R> {
    private final Column<R>[] columns;
    private final int[] widths;
    private final CellWriter cells;

    /** A writer of these columns; names are those of the host that the rows are from. */
    public PlainFormat(List<? extends Column<R>> shown, SocketNames hostNames) {
        columns = CellWriter.columnsFor(Escaper.COLUMN, shown);
        cells = new CellWriter(Escaper.COLUMN, hostNames);
        widths = new int[columns.length];
        for (int i = 0; i < widths.length; i++) {
            widths[i] = columns[i].widthMin();
        }
    }

    @Override
    public void header(TextBuffer out) {
        for (int i = 0; i < columns.length; i++) {
            int from = out.length();
            out.put(columns[i].title());
            end(i, from, out);
        }
    }

    @Override
    public void row(R row, TextBuffer out) {
        cells.into(out);
        for (int i = 0; i < columns.length; i++) {
            int from = out.length();
            if (columns[i].known(row)) {
                columns[i].write(row, cells);
            } else {
                out.put('-');
            }
            end(i, from, out);
        }
    }

    private void end(int column, int from, TextBuffer out) {
        if (columns[column].alignedRight()) {
            out.alignRight(from, widths[column]);
        } else if (column < columns.length - 1) {
            out.padTo(from, widths[column] + out.continuationBytes(from));
        }
        out.put(column < columns.length - 1 ? ' ' : '\n');
    }
}
