package io.conncount.tui.model;

import io.conncount.view.Column;
import java.util.List;
import java.util.Optional;

/**
 * An answer of a view that is a table.
 *
 * @param columns of the rows; one without a title stands for the bars
 * @param limits true if bars show how near rows are to a limit
 * @param notes what is said below the rows, a sentence each
 * @param fault why rows may be missing; empty if none are
 * @param source where it is from
 */
public record Table(
        List<? extends Column<?>> columns,
        List<TableRow> rows,
        boolean limits,
        List<String> notes,
        Optional<String> fault,
        String source) {
    /** Copies what it is given. */
    public Table {
        columns = List.copyOf(columns);
        rows = List.copyOf(rows);
        notes = List.copyOf(notes);
    }

    /**
     * A row.
     *
     * @param identity equal for the same row of the next answer
     * @param cells one for each of the columns
     * @param bar what its bar shows, 0 to 1; negative without one
     * @param lead where Enter leads; empty if there are no sockets behind it
     */
    public record TableRow(Object identity, List<String> cells, double bar, Optional<Lead> lead) {
        /** Copies what it is given. */
        public TableRow {
            cells = List.copyOf(cells);
        }
    }
}
