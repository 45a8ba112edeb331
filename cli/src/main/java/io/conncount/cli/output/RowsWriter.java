package io.conncount.cli.output;

import io.conncount.names.SocketNames;
import io.conncount.view.BlockOutput;
import io.conncount.view.CellWriter;
import io.conncount.view.Column;
import io.conncount.view.DisplayWidth;
import io.conncount.view.RowWriter;
import io.conncount.view.TableFormat;
import io.conncount.view.TableFormat.Style;
import io.conncount.view.TextBuffer;
import io.conncount.view.Timestamps;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Writes the answers of a view in one of the formats. */
public final class RowsWriter {
    private static final int BLOCK_BYTES = 16 * 1024;

    private final Format format;
    private final boolean watching;
    private final SocketNames names;
    private boolean headerWritten;

    /**
     * A writer of all answers of one run.
     *
     * @param names those of the host that the rows are from
     */
    public RowsWriter(Format format, boolean watching, SocketNames names) {
        this.format = format;
        this.watching = watching;
        this.names = names;
    }

    /** Appends an answer; the header of CSV comes with the first one. */
    public <R> void write(RowsAnswer<R> answer, Style style, OutputStream stream) throws IOException {
        TextBuffer block = new TextBuffer(BLOCK_BYTES);
        BlockOutput out = new BlockOutput(stream, format == Format.JSON);
        if (format == Format.TABLE) {
            writeTable(answer, style, block);
        } else {
            writeRows(answer, block, out);
        }
        out.write(block, 0);
        out.end();
    }

    private <R> void writeTable(RowsAnswer<R> answer, Style style, TextBuffer block) {
        TableFormat<R> table = new TableFormat<>(answer.peopleColumns(), names, style);
        table.header(block);
        answer.rows().forEach(row -> table.row(row, block));
        table.close(answer.document(), block);
        for (String line : answer.footer()) {
            block.put(style.fits() ? DisplayWidth.prefix(line, style.columns()) : line)
                    .put('\n');
        }
    }

    private <R> void writeRows(RowsAnswer<R> answer, TextBuffer block, BlockOutput out) {
        List<Column<R>> columns = new ArrayList<>(answer.columns());
        if (format == Format.CSV && watching) {
            columns.add(0, time(answer.about().time()));
        }
        RowWriter<R> rows = format.rows(columns, names);
        rows.open(answer.document(), block);
        out.write(block, 0);
        if (format == Format.PLAIN || (format == Format.CSV && !headerWritten)) {
            rows.header(block);
            headerWritten = true;
        }
        out.write(block, 0);
        answer.rows().forEach(row -> rows.row(row, block));
        out.write(block, answer.rows().size());
        rows.close(answer.document(), block);
        if (format == Format.PLAIN && watching) {
            block.put('\n');
        }
    }

    private static <R> Column<R> time(Instant time) {
        byte[] text = TextBuffer.ascii(Timestamps.of(time));
        return new Column<>("time", "when the answer was taken") {
            @Override
            public void write(R row, CellWriter out) {
                out.text(text);
            }
        };
    }
}
