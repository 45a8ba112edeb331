package io.conncount.cli.list;

import static io.conncount.view.TextBuffer.ascii;

import io.conncount.names.SocketNames;
import io.conncount.socket.SocketView;
import io.conncount.view.Escaper;
import io.conncount.view.TextBuffer;
import java.util.List;

/** Rows of CSV (RFC 4180, lines end in LF); what the kernel did not say is empty. */
final class CsvRows implements RowWriter {
    private final Column[] columns;
    private final Cells cells;

    CsvRows(List<Column> columns, SocketNames hostNames) {
        cells = new Cells(Escaper.CSV, hostNames);
        this.columns = columns.toArray(new Column[0]);
    }

    @Override
    public void header(TextBuffer out) {
        for (int i = 0; i < columns.length; i++) {
            out.put(ascii(columns[i].name())).put(i < columns.length - 1 ? ',' : '\n');
        }
    }

    @Override
    public void row(SocketView socket, TextBuffer out) {
        cells.into(out);
        for (int i = 0; i < columns.length; i++) {
            if (columns[i].told(socket)) {
                columns[i].put(socket, cells);
            }
            out.put(i < columns.length - 1 ? ',' : '\n');
        }
    }
}
