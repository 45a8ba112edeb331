package io.conncount.view;

import static io.conncount.view.TextBuffer.ascii;

import io.conncount.names.SocketNames;
import java.util.List;

/** Rows as JSON objects; what is not known is left out. */
final class JsonObjects<R> {
    private final Column<R>[] columns;
    private final byte[][] members;
    private final CellWriter cells;

    JsonObjects(List<? extends Column<R>> shown, SocketNames hostNames) {
        columns = CellWriter.columnsFor(Escaper.JSON, shown);
        cells = new CellWriter(Escaper.JSON, hostNames);
        members = new byte[columns.length][];
        for (int i = 0; i < members.length; i++) {
            members[i] = ascii(Escaper.json(columns[i].name()) + ':');
        }
    }

    void write(R row, TextBuffer out) {
        cells.into(out);
        char before = '{';
        for (int i = 0; i < columns.length; i++) {
            if (columns[i].known(row)) {
                out.put(before).put(members[i]);
                before = ',';
                writeValue(columns[i], row, out);
            }
        }
        out.put('}');
    }

    private void writeValue(Column<R> column, R row, TextBuffer out) {
        if (column.numeric()) {
            column.write(row, cells);
        } else {
            out.put('"');
            column.write(row, cells);
            out.put('"');
        }
    }
}
