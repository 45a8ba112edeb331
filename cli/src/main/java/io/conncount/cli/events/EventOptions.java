package io.conncount.cli.events;

import io.conncount.cli.events.EventRun.EventTime;
import io.conncount.cli.output.Format;
import io.conncount.names.HostNames;
import io.conncount.query.Selection;
import io.conncount.socket.SocketView;
import io.conncount.view.Column;
import io.conncount.view.RowWriter;
import io.conncount.view.SocketColumn;
import io.conncount.view.SocketColumns;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What the command line of {@code events} says, checked.
 *
 * @param columns those that were chosen; empty for the usual ones
 * @param format empty for text
 * @param header true to say above the rows what the columns are
 * @param rowsMax after how many sockets to stop; empty to go on
 */
public record EventOptions(
        Selection selection,
        List<SocketColumn> columns,
        Optional<Format> format,
        boolean header,
        Optional<Integer> rowsMax) {
    private static final List<String> USUAL = List.of(
            "netid",
            "local_address",
            "local_port",
            "remote_address",
            "remote_port",
            "bytes_acked",
            "bytes_received",
            "total_retrans",
            "min_rtt_ms");

    /** Copies what it is given. */
    public EventOptions {
        columns = List.copyOf(columns);
    }

    /** A writer of rows that start with the time. JSON has one line per row, because there is no end to close a document at. */
    RowWriter<SocketView> writer(EventTime time) {
        List<Column<SocketView>> shown = new ArrayList<>(List.of(time));
        shown.addAll(columns.isEmpty() ? SocketColumns.of(USUAL) : columns);
        return (isJson() ? Format.NDJSON : format.orElse(Format.PLAIN)).rows(shown, new HostNames());
    }

    /** True if rows are objects. */
    boolean isJson() {
        return format.equals(Optional.of(Format.JSON)) || format.equals(Optional.of(Format.NDJSON));
    }
}
