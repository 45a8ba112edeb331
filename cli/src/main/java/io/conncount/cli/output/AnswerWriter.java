package io.conncount.cli.output;

import io.conncount.view.BlockOutput;
import io.conncount.view.DisplayWidth;
import io.conncount.view.RowWriter;
import io.conncount.view.RowWriter.Document;
import io.conncount.view.TableFormat;
import io.conncount.view.TableFormat.Style;
import io.conncount.view.TextBuffer;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;

/** Writes answers in one of the formats. */
public final class AnswerWriter {
    private static final int BLOCK_BYTES = 64 * 1024;

    private final Format format;
    private final Style style;
    private final boolean cuts;
    private final TextBuffer block = new TextBuffer(BLOCK_BYTES);
    private boolean headerWritten;

    /** @param cuts true if what stands below a table is cut to the screen too, where each of its lines must take one */
    AnswerWriter(Format format, Style style, boolean cuts) {
        this.format = format;
        this.style = style;
        this.cuts = cuts;
    }

    /** Appends an answer; the header of CSV comes with the first one. */
    public <R> void write(RowAnswer<R> answer, OutputStream stream) throws IOException {
        BlockOutput out = new BlockOutput(stream, format == Format.JSON);
        if (format == Format.TABLE) {
            writeTable(answer);
        } else {
            writeRows(answer, out);
        }
        out.write(block, 0);
        out.end();
    }

    private <R> void writeTable(RowAnswer<R> answer) {
        TableFormat<R> table = new TableFormat<>(answer.columns(format), answer.names(), style);
        table.header(block);
        for (R row : answer.rows()) {
            table.row(row, block);
        }
        Optional<R> other = answer.other();
        if (other.isPresent()) {
            table.sum(answer.otherLabel(), other.get());
        }
        Optional<R> total = answer.total();
        if (total.isPresent()) {
            table.total(total.get());
        }
        table.close(answer.document(), block);
        for (String line : answer.footer()) {
            block.put(cuts ? DisplayWidth.prefix(line, style.columns()) : line).put('\n');
        }
    }

    private <R> void writeRows(RowAnswer<R> answer, BlockOutput out) {
        Document document = answer.document();
        RowWriter<R> rows = format.rows(answer.columns(format), answer.names());
        rows.open(document, block);
        out.write(block, 0);
        if ((format == Format.CSV && !headerWritten) || (format == Format.PLAIN && answer.headed())) {
            rows.header(block);
            headerWritten = true;
        }
        long inBlock = 0;
        for (R row : answer.rows()) {
            rows.row(row, block);
            inBlock++;
            if (block.length() > BLOCK_BYTES) {
                out.write(block, inBlock);
                inBlock = 0;
            }
        }
        if (format == Format.CSV || format == Format.PLAIN) {
            Optional<R> other = answer.other();
            if (other.isPresent()) {
                rows.row(other.get(), block);
            }
        }
        out.write(block, inBlock);
        rows.close(document, block);
        if (format == Format.PLAIN && answer.watching()) {
            block.put('\n');
        }
    }
}
