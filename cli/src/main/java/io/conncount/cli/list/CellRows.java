package io.conncount.cli.list;

import io.conncount.names.SocketNames;
import io.conncount.socket.SocketView;
import io.conncount.view.Escaper;
import io.conncount.view.TextBuffer;
import java.util.ArrayList;
import java.util.List;

/** Rows as values, each ended by a NUL, which no escaped value has. What the kernel did not say is a hyphen. */
final class CellRows implements RowWriter {
    private static final char END = '\0';

    private final Column[] columns;
    private final Cells cells;

    CellRows(List<Column> columns, SocketNames hostNames) {
        cells = new Cells(Escaper.COLUMN, hostNames);
        this.columns = columns.toArray(new Column[0]);
    }

    @Override
    public void header(TextBuffer out) {}

    @Override
    public void row(SocketView socket, TextBuffer out) {
        cells.into(out);
        for (Column column : columns) {
            if (column.told(socket)) {
                column.put(socket, cells);
            } else {
                out.put('-');
            }
            out.put(END);
        }
    }

    /** The values of rows of so many columns. */
    static List<List<String>> read(String text, int columns) {
        List<List<String>> rows = new ArrayList<>();
        List<String> row = new ArrayList<>();
        int from = 0;
        for (int end = text.indexOf(END); end >= 0; end = text.indexOf(END, from)) {
            row.add(text.substring(from, end));
            from = end + 1;
            if (row.size() == columns) {
                rows.add(List.copyOf(row));
                row.clear();
            }
        }
        return rows;
    }
}
