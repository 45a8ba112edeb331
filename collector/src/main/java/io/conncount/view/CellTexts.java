package io.conncount.view;

import io.conncount.names.SocketNames;
import java.util.ArrayList;
import java.util.List;

/** The cells of rows as texts, for whoever lays them out on a screen. */
public final class CellTexts<R> {
    private final List<? extends Column<R>> columns;
    private final CellWriter cells;
    private final TextBuffer text = new TextBuffer(64);

    /** Cells of these columns; names are those of the host that the rows are from. */
    public CellTexts(List<? extends Column<R>> columns, SocketNames hostNames) {
        this.columns = columns;
        cells = new CellWriter(Escaper.TEXT, hostNames);
    }

    /** What each column holds of a row; a hyphen if that is not known. */
    public List<String> of(R row) {
        List<String> texts = new ArrayList<>(columns.size());
        for (Column<R> column : columns) {
            text.clear();
            cells.into(text);
            if (column.known(row)) {
                column.write(row, cells);
                texts.add(text.toString());
            } else {
                texts.add("-");
            }
        }
        return texts;
    }
}
