package io.conncount.cli.list;

import static io.conncount.view.TextBuffer.ascii;

import io.conncount.names.SocketNames;
import io.conncount.socket.SocketView;
import io.conncount.view.Escaper;
import io.conncount.view.TextBuffer;
import java.util.List;
import java.util.Locale;

/** Rows of chosen columns for awk: no blank is part of a value, and what the kernel did not say is a hyphen. */
final class ColumnRows implements RowWriter {
    private final Column[] columns;
    private final int[] widths;
    private final Cells cells;

    ColumnRows(List<Column> columns, SocketNames hostNames) {
        cells = new Cells(Escaper.COLUMN, hostNames);
        this.columns = columns.toArray(new Column[0]);
        widths = new int[this.columns.length];
        for (int i = 0; i < widths.length; i++) {
            widths[i] = this.columns[i].widthMin();
        }
    }

    @Override
    public void header(TextBuffer out) {
        for (int i = 0; i < columns.length; i++) {
            int from = out.length();
            out.put(ascii(columns[i].name().toUpperCase(Locale.ROOT)));
            end(i, from, out);
        }
    }

    @Override
    public void row(SocketView socket, TextBuffer out) {
        cells.into(out);
        for (int i = 0; i < columns.length; i++) {
            int from = out.length();
            if (columns[i].told(socket)) {
                columns[i].put(socket, cells);
            } else {
                out.put('-');
            }
            end(i, from, out);
        }
    }

    private void end(int column, int from, TextBuffer out) {
        if (columns[column].numeric()) {
            out.alignRight(from, widths[column]);
        } else if (column < columns.length - 1) {
            out.padTo(from, widths[column] + out.continuationBytes(from));
        }
        out.put(column < columns.length - 1 ? ' ' : '\n');
    }
}
