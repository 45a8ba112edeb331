package io.conncount.view;

import io.conncount.names.SocketNames;
import java.util.List;

/** CSV (RFC 4180, lines end in LF) with a header; what is not known is empty. */
public final class CsvFormat<R> implements RowWriter<R> {
    private final Column<R>[] columns;
    private final CellWriter cells;

    /** A writer of these columns; names are those of the host that the rows are from. */
    public CsvFormat(List<? extends Column<R>> shown, SocketNames hostNames) {
        columns = CellWriter.columnsFor(Escaper.CSV, shown);
        cells = new CellWriter(Escaper.CSV, hostNames);
    }

    @Override
    public void header(TextBuffer out) {
        for (int i = 0; i < columns.length; i++) {
            Escaper.CSV.put(out, columns[i].name());
            out.put(i < columns.length - 1 ? ',' : '\n');
        }
    }

    @Override
    public void row(R row, TextBuffer out) {
        cells.into(out);
        for (int i = 0; i < columns.length; i++) {
            if (columns[i].known(row)) {
                columns[i].write(row, cells);
            }
            out.put(i < columns.length - 1 ? ',' : '\n');
        }
    }
}
