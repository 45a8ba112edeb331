package io.conncount.cli.output;

import io.conncount.names.KnownNames;
import io.conncount.snapshot.Ranking.Row;
import io.conncount.snapshot.Snapshot;
import io.conncount.snapshot.StepReport.MissingTable;
import io.conncount.view.BlockOutput;
import io.conncount.view.Column;
import io.conncount.view.DisplayWidth;
import io.conncount.view.Escaper;
import io.conncount.view.GroupColumns;
import io.conncount.view.GroupColumns.GroupRow;
import io.conncount.view.Numbers;
import io.conncount.view.RowWriter;
import io.conncount.view.TableFormat;
import io.conncount.view.TableFormat.Style;
import io.conncount.view.TextBuffer;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;

/** Writes answers as rows of groups in one of the formats. */
public final class AnswerWriter {
    private static final int BLOCK_BYTES = 64 * 1024;

    private final Format format;
    private final Style style;
    private final TextBuffer block = new TextBuffer(BLOCK_BYTES);
    private boolean headerWritten;

    AnswerWriter(Format format, Style style) {
        this.format = format;
        this.style = style;
    }

    /** Appends an answer; the header of CSV comes with the first one. */
    public void write(Answer answer, OutputStream stream) throws IOException {
        BlockOutput out = new BlockOutput(stream, format == Format.JSON);
        if (format == Format.TABLE) {
            writeTable(answer);
        } else {
            writeRows(answer, out);
        }
        out.write(block, 0);
        out.end();
    }

    private void writeTable(Answer answer) {
        List<Column<GroupRow>> columns = GroupColumns.keys(answer.snapshot());
        columns.addAll(List.of(GroupColumns.COUNT, GroupColumns.share()));
        if (answer.rates().isPresent()) {
            columns.addAll(List.of(GroupColumns.delta(), GroupColumns.perSecond()));
        }
        columns.add(GroupColumns.bar());
        TableFormat<GroupRow> table = new TableFormat<>(columns, KnownNames.NONE, style);
        table.header(block);
        for (Row row : answer.ranking().rows()) {
            table.row(answer.row(row), block);
        }
        if (answer.hasOther()) {
            String groups = Numbers.grouped(answer.ranking().otherGroups());
            table.sum("other (" + groups + " groups)", answer.other());
        }
        table.total(answer.total());
        table.close(new CountDocument(answer), block);
        String trust = trust(answer);
        block.put(style.fits() ? DisplayWidth.prefix(trust, style.columns()) : trust)
                .put('\n');
    }

    private void writeRows(Answer answer, BlockOutput out) {
        CountDocument document = new CountDocument(answer);
        RowWriter<GroupRow> rows = format.rows(columns(answer), KnownNames.NONE);
        rows.open(document, block);
        out.write(block, 0);
        if (!headerWritten && format == Format.CSV) {
            rows.header(block);
            headerWritten = true;
        }
        long inBlock = 0;
        for (Row row : answer.ranking().rows()) {
            rows.row(answer.row(row), block);
            inBlock++;
            if (block.length() > BLOCK_BYTES) {
                out.write(block, inBlock);
                inBlock = 0;
            }
        }
        if (answer.hasOther() && (format == Format.CSV || format == Format.PLAIN)) {
            rows.row(answer.other(), block);
        }
        out.write(block, inBlock);
        rows.close(document, block);
        if (format == Format.PLAIN && answer.watching()) {
            block.put('\n');
        }
    }

    /** In CSV they are the same for all answers of a run. */
    private List<Column<GroupRow>> columns(Answer answer) {
        boolean csv = format == Format.CSV;
        List<Column<GroupRow>> columns = GroupColumns.keys(answer.snapshot());
        columns.add(GroupColumns.COUNT);
        if (csv && answer.watching()) {
            columns.add(0, GroupColumns.time(answer.snapshot().time()));
        }
        if (csv ? answer.watching() : answer.rates().isPresent()) {
            columns.addAll(List.of(GroupColumns.delta(), GroupColumns.perSecond()));
        }
        return columns;
    }

    private static String trust(Answer answer) {
        Snapshot snapshot = answer.snapshot();
        StringBuilder text = new StringBuilder();
        if (snapshot.fault().isPresent()) {
            text.append("INCOMPLETE: ")
                    .append(Escaper.message(snapshot.fault().get()))
                    .append("; ");
        }
        for (MissingTable missing : snapshot.missing()) {
            text.append("without ").append(missing.table()).append("; ");
        }
        for (String caveat : snapshot.caveats()) {
            text.append(caveat).append("; ");
        }
        if (snapshot.errorBar() == Snapshot.ERROR_BAR_UNKNOWN) {
            text.append("error bar unknown");
        } else if (snapshot.errorBar() == 0) {
            text.append("nothing changed during the read");
        } else {
            text.append("off by at most ")
                    .append(Numbers.grouped(snapshot.errorBar()))
                    .append(" (changed during the read)");
        }
        return text.append("; ")
                .append(Numbers.milliseconds(snapshot.elapsed()))
                .append(" ms, ")
                .append(snapshot.source())
                .append(answer.sampledAgo())
                .toString();
    }
}
