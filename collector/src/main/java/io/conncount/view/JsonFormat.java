package io.conncount.view;

import static io.conncount.view.TextBuffer.ascii;

import io.conncount.names.SocketNames;
import java.util.List;

/**
 * JSON, with an object a row; what is not known is left out. Either one document on one line, or by lines: a row each, then one
 * with the members of the document that are not rows, so that an answer whose last line is missing was cut off.
 */
public final class JsonFormat<R> implements RowWriter<R> {
    private final Column<R>[] columns;
    private final byte[][] members;
    private final CellWriter cells;
    private final boolean byLines;

    /** @param hostNames those of the host that the rows are from */
    private JsonFormat(List<? extends Column<R>> shown, SocketNames hostNames, boolean byLines) {
        this.byLines = byLines;
        columns = CellWriter.columnsFor(Escaper.JSON, shown);
        cells = new CellWriter(Escaper.JSON, hostNames);
        members = new byte[columns.length][];
        for (int i = 0; i < members.length; i++) {
            members[i] = ascii(Escaper.json(columns[i].name()) + ':');
        }
    }

    /** One document; names are those of the host that the rows are from. */
    public static <R> JsonFormat<R> document(List<? extends Column<R>> columns, SocketNames hostNames) {
        return new JsonFormat<>(columns, hostNames, false);
    }

    /** JSON by lines; names are those of the host that the rows are from. */
    public static <R> JsonFormat<R> lines(List<? extends Column<R>> columns, SocketNames hostNames) {
        return new JsonFormat<>(columns, hostNames, true);
    }

    @Override
    public void header(TextBuffer out) {}

    /** In a document with a comma before it, even the first: {@link BlockOutput}, which knows which comes first, drops that one. */
    @Override
    public void row(R row, TextBuffer out) {
        if (!byLines) {
            out.put(',');
        }
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
        if (byLines) {
            out.put('\n');
        }
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

    @Override
    public void open(Document document, TextBuffer out) {
        if (!byLines) {
            out.put('{').put(document.head()).put(",\"").put(document.rows()).put("\":[");
        }
    }

    @Override
    public void close(Document document, TextBuffer out) {
        out.put(byLines ? "{" + document.head() + "," : "],")
                .put(document.rest())
                .put("}\n");
    }
}
