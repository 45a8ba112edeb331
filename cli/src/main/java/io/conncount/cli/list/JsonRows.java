package io.conncount.cli.list;

import static io.conncount.view.TextBuffer.ascii;

import io.conncount.names.SocketNames;
import io.conncount.socket.SocketView;
import io.conncount.view.Escaper;
import io.conncount.view.TextBuffer;
import java.util.List;

/** Rows as JSON objects; what the kernel did not say is left out. */
final class JsonRows implements RowWriter {
    /** In a document, every object but the first has a comma before it: whoever puts the document together drops that one. */
    static final char SEPARATOR = ',';

    private final Column[] columns;
    private final byte[][] members;
    private final Cells cells;
    private final boolean lines;

    /**
     * A writer of objects.
     *
     * @param lines true to end each with a line, false to begin each with {@link #SEPARATOR}
     */
    JsonRows(List<Column> columns, boolean lines, SocketNames hostNames) {
        cells = new Cells(Escaper.JSON, hostNames);
        this.columns = columns.toArray(new Column[0]);
        this.lines = lines;
        members = new byte[this.columns.length][];
        for (int i = 0; i < members.length; i++) {
            members[i] = ascii('"' + this.columns[i].name() + "\":");
        }
    }

    @Override
    public void header(TextBuffer out) {}

    @Override
    public void row(SocketView socket, TextBuffer out) {
        cells.into(out);
        if (!lines) {
            out.put(SEPARATOR);
        }
        char before = '{';
        for (int i = 0; i < columns.length; i++) {
            if (columns[i].told(socket)) {
                out.put(before).put(members[i]);
                before = ',';
                putValue(columns[i], socket, out);
            }
        }
        out.put('}');
        if (lines) {
            out.put('\n');
        }
    }

    private void putValue(Column column, SocketView socket, TextBuffer out) {
        if (column.numeric()) {
            column.put(socket, cells);
        } else {
            out.put('"');
            column.put(socket, cells);
            out.put('"');
        }
    }
}
