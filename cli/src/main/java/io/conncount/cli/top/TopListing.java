package io.conncount.cli.top;

import io.conncount.cli.list.ListOptions;
import io.conncount.cli.list.ListOptions.SocketOrder;
import io.conncount.cli.list.ListRun;
import io.conncount.cli.list.SsOptions;
import io.conncount.cli.list.SsPart;
import io.conncount.cli.output.Format;
import io.conncount.source.Host;
import io.conncount.sys.KernelException;
import io.conncount.tui.model.Counted;
import io.conncount.tui.model.Lead;
import io.conncount.tui.model.Question;
import io.conncount.tui.model.Tab;
import io.conncount.tui.model.Table;
import io.conncount.tui.model.Table.TableRow;
import io.conncount.view.Column;
import io.conncount.view.Columns;
import io.conncount.view.SocketColumn;
import io.conncount.view.SocketColumns;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What {@code conncount list} answers, as tables of the dashboard: sockets, and all that is known of one. */
final class TopListing {
    private static final int ONE_THREAD = 1;
    private static final double NO_BAR = -1;

    /** What a cell holds if its value is not known. */
    private static final String UNKNOWN = "-";

    private static final SsOptions NO_SS = SsOptions.of();

    /** As {@code list -oemi --tos} has it. Without processes: to look for these may take longer than to read all sockets. */
    private static final SsOptions ALL_OF_SS =
            SsOptions.of(SsPart.TIMERS, SsPart.DETAILS, SsPart.MEMORY, SsPart.INFO, SsPart.TRAFFIC_CLASS);

    /** A value of a socket. */
    private record Known(SocketColumn column, String value) {
        static final List<Column<Known>> COLUMNS = List.of(
                Columns.name("name", "the column of a listing", known -> known.column.name()),
                Columns.name("value", "its value", known -> known.value),
                Columns.name("meaning", "what it holds", known -> known.column.help()));

        TableRow row() {
            return new TableRow(column.name(), List.of(column.name(), value, column.help()), NO_BAR, Optional.empty());
        }
    }

    private TopListing() {}

    /** The first sockets that a filter leaves. */
    static Table sockets(Question asked, Host host) throws KernelException {
        ListRun.Page page = ListRun.page(options(Tab.SOCKETS, asked, Counted.ROWS_MAX, Optional.empty()), host);
        List<TableRow> rows = new ArrayList<>();
        for (ListRun.PageRow row : page.rows()) {
            Optional<Lead> lead = row.condition().map(condition -> Lead.to(Tab.SOCKET, condition));
            rows.add(new TableRow(lead.isPresent() ? lead : row.cells(), row.cells(), NO_BAR, lead));
        }
        return new Table(page.columns(), rows, false, List.of(), page.fault(), page.source());
    }

    /** All that is known of the first socket that a filter leaves; no row if there is none. */
    static Table socket(Question asked, Host host) throws KernelException {
        ListRun.Page page = ListRun.page(options(Tab.SOCKET, asked, 1, Optional.empty()), host);
        List<TableRow> rows = new ArrayList<>();
        for (int i = 0; i < page.columns().size() && !page.rows().isEmpty(); i++) {
            String value = page.rows().get(0).cells().get(i);
            if (!value.equals(UNKNOWN)) {
                rows.add(new Known(page.columns().get(i), value).row());
            }
        }
        return new Table(Known.COLUMNS, rows, false, List.of(), page.fault(), page.source());
    }

    /** A listing for the screen, or in a format. */
    static ListOptions options(Tab tab, Question asked, long rowsMax, Optional<Format> format) {
        boolean one = tab == Tab.SOCKET;
        return new ListOptions(
                asked.sockets(),
                one ? ALL_OF_SS : NO_SS,
                one ? List.of() : SocketColumns.of(asked.columns()),
                format,
                asked.rowSort().map(name -> SocketOrder.by(SocketColumns.of(name), asked.rowReverse())),
                rowsMax,
                format.isPresent(),
                false,
                false,
                ONE_THREAD);
    }
}
