package io.conncount.view;

import io.conncount.names.SocketNames;
import java.util.List;

/** A JSON document on one line, with an object a row; what is not known is left out. */
public final class JsonFormat<R> implements RowWriter<R> {
    private final JsonObjects<R> objects;

    /** A writer of these columns; names are those of the host that the rows are from. */
    public JsonFormat(List<? extends Column<R>> columns, SocketNames hostNames) {
        objects = new JsonObjects<>(columns, hostNames);
    }

    @Override
    public void header(TextBuffer out) {}

    /** With a comma before it, even the first: {@link BlockOutput}, which knows which comes first, drops that one. */
    @Override
    public void row(R row, TextBuffer out) {
        objects.write(row, out.put(','));
    }

    @Override
    public void open(Document document, TextBuffer out) {
        out.put('{').put(document.head()).put(",\"").put(document.rows()).put("\":[");
    }

    @Override
    public void close(Document document, TextBuffer out) {
        out.put("],").put(document.rest()).put("}\n");
    }
}
