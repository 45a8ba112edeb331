package io.conncount.view;

import io.conncount.names.SocketNames;
import java.util.List;

/**
 * JSON by lines: an object a row as in {@link JsonFormat}, then one with the members of the document that are not rows. An
 * answer whose last line is missing was cut off.
 */
public final class NdjsonFormat<R> implements RowWriter<R> {
    private final JsonObjects<R> objects;

    /** A writer of these columns; names are those of the host that the rows are from. */
    public NdjsonFormat(List<? extends Column<R>> columns, SocketNames hostNames) {
        objects = new JsonObjects<>(columns, hostNames);
    }

    @Override
    public void header(TextBuffer out) {}

    @Override
    public void row(R row, TextBuffer out) {
        objects.write(row, out);
        out.put('\n');
    }

    @Override
    public void close(Document document, TextBuffer out) {
        out.put('{').put(document.head()).put(',').put(document.rest()).put("}\n");
    }
}
