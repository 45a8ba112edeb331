package io.conncount.tui.view;

import io.conncount.sampler.Series.Sample;
import io.conncount.tui.model.Counted;
import io.conncount.tui.model.Layout;
import io.conncount.tui.model.Model;
import io.conncount.tui.model.Question;
import io.conncount.tui.model.Tab;
import io.conncount.tui.model.Table;
import io.conncount.tui.model.Table.TableRow;
import io.conncount.tui.view.Grid.Column;
import io.conncount.tui.view.Theme.Role;
import io.conncount.view.SocketColumn;
import io.conncount.view.TableFormat;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A view that is a table, with bars where they have room, and what is said below it. */
final class TableView {
    /** The columns that identify a socket. */
    private static final Set<String> TELLING =
            Set.of("state", "local_address", "local_port", "remote_address", "remote_port");

    private static final int BAR_COLUMNS_MIN = 5;
    private static final int BAR_COLUMNS_MAX = 20;

    /** From here on a row is near its limit. */
    private static final double NEAR = 0.8;

    private TableView() {}

    static void draw(Model model, Layout layout, Canvas canvas) {
        Optional<Table> table = model.table().last().map(Sample::value);
        ListView.title(model, layout, canvas, title(model, table), model.table());
        if (table.isEmpty()) {
            return;
        }
        List<TableRow> rows = ListView.seen(table.get().rows(), model, layout);
        Grid grid = new Grid(columns(model, table.get(), rows, canvas), canvas.columns());
        boolean stale = FooterView.isStale(model.table());
        ListView.drawRows(model, layout, canvas, grid, rows.size(), 0, stale);
        drawBars(table.get(), rows, grid, canvas, layout.listTop(model.tab()) + 2);
        for (int i = 0; i < layout.notes().size(); i++) {
            int row = layout.bodyTop() + layout.bodyRows() - layout.notes().size() + i;
            canvas.put(0, row, canvas.shown(layout.notes().get(i)), Role.DIM);
        }
    }

    private static String title(Model model, Optional<Table> table) {
        Question asked = model.question();
        int rows = table.map(shown -> shown.rows().size()).orElse(0);
        boolean none = table.isPresent() && rows == 0;
        String where = ListView.where(model);
        String by = " by " + String.join(",", asked.keyNames());
        return switch (model.tab()) {
            case LISTENERS -> none ? "no listeners" + where : "listeners" + where + ", the fullest queues first";
            case PORTS ->
                none
                        ? "no connections with a local port from the kernel" + where
                        : "local ports by destination" + where + ", the fewest left first";
            case MEMORY -> "memory" + by + where + ", the most first";
            case CAPACITY -> "limits, the nearest first";
            case STATS -> asked.number().label() + by + where;
            case SOCKET -> (none ? "the socket is gone:" : "the socket") + where;
            default ->
                (rows == Counted.ROWS_MAX ? "the first " + rows + " sockets" : "sockets")
                        + where
                        + asked.rowSort().map(column -> ", sorted by " + column).orElse("");
        };
    }

    private static List<Column> columns(Model model, Table table, List<TableRow> rows, Canvas canvas) {
        List<? extends io.conncount.view.Column<?>> shown = table.columns();
        List<Column> columns = new ArrayList<>();
        boolean numbers = false;
        for (int i = 0; i < shown.size(); i++) {
            io.conncount.view.Column<?> column = shown.get(i);
            // What a row is stays on a narrow screen: a socket's state and ends, or what is up to the first number.
            boolean stays = model.tab() == Tab.SOCKETS ? TELLING.contains(column.name()) : !numbers;
            numbers |= column.alignedRight();
            int rank = stays ? 0 : i + 1;
            if (EndpointColumn.beginsAt(shown, i)) {
                Column joined =
                        EndpointColumn.of(column.name(), cells(rows, i, canvas), cells(rows, i + 1, canvas), rank);
                columns.add(sorted(sorted(joined, column, model, canvas), shown.get(i + 1), model, canvas));
                i++;
            } else if (!column.title().isEmpty()) {
                Column plain =
                        new Column(column.title(), cells(rows, i, canvas), column.alignedRight(), rank, Role.TEXT);
                columns.add(sorted(plain, column, model, canvas));
            }
        }
        return columns;
    }

    private static List<String> cells(List<TableRow> rows, int column, Canvas canvas) {
        return rows.stream().map(row -> canvas.shown(row.cells().get(column))).toList();
    }

    /** With an arrow if rows are sorted by it. */
    private static Column sorted(Column drawn, io.conncount.view.Column<?> shown, Model model, Canvas canvas) {
        Question asked = model.question();
        boolean sorted = model.tab() == Tab.SOCKETS && asked.rowSort().equals(Optional.of(shown.name()));
        return sorted && shown instanceof SocketColumn column
                ? drawn.sorted(column.largestFirst() != asked.rowReverse(), canvas.unicode())
                : drawn;
    }

    private static void drawBars(Table table, List<TableRow> rows, Grid grid, Canvas canvas, int top) {
        int column = grid.width() + Grid.GAP;
        int room = Math.min(BAR_COLUMNS_MAX, canvas.columns() - column);
        for (int i = 0; i < rows.size() && room >= BAR_COLUMNS_MIN; i++) {
            double share = rows.get(i).bar();
            if (share >= 0) {
                Role role = !table.limits() || share < NEAR ? Role.CURVE : share < 1 ? Role.WARNING : Role.ALERT;
                canvas.put(column, top + i, TableFormat.bar(share, room, canvas.unicode()), role);
            }
        }
    }
}
