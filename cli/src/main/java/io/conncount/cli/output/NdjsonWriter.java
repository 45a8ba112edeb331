package io.conncount.cli.output;

import io.conncount.snapshot.Row;
import java.io.IOException;
import java.io.Writer;

/**
 * JSON by lines: each group as in {@link JsonWriter}, then a line with the members of the document that are not groups.
 * An answer whose last line is missing was cut off.
 */
final class NdjsonWriter implements SnapshotWriter {
    @Override
    public void write(Answer answer, Writer out) throws IOException {
        for (Row row : answer.ranking().rows()) {
            JsonWriter.writeGroup(answer, row, out);
            out.append('\n');
        }
        out.append('{');
        JsonWriter.writeHead(answer.snapshot(), out);
        JsonWriter.writeRest(answer, out);
        out.append("}\n");
    }
}
