package io.conncount.cli.kill;

import io.conncount.cli.list.ListOptions;
import io.conncount.cli.output.Format;
import io.conncount.names.SocketNames;
import io.conncount.query.Selection;
import io.conncount.socket.SocketView;
import io.conncount.view.Column;
import io.conncount.view.RowWriter;
import io.conncount.view.SocketColumns;
import io.conncount.view.TimeColumn;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What the command line of {@code kill} says, checked.
 *
 * @param list the listing of what is to be closed
 * @param yes true to close without a question
 * @param socketsMax if more than this many match, none is closed
 * @param perSecond how many to close per second at most
 */
public record KillOptions(ListOptions list, boolean yes, int socketsMax, int perSecond) {
    /** What an audit wants to know of a socket that is gone. */
    private static final List<String> AUDITED = List.of(
            "netid",
            "family",
            "state",
            "recvq",
            "sendq",
            "local_address",
            "local_port",
            "remote_address",
            "remote_port",
            "interface",
            "uid",
            "user",
            "inode",
            "cookie",
            "cgroup");

    Selection selection() {
        return list.selection();
    }

    /** Rows for people, as {@code list} shows them. */
    RowWriter<SocketView> rows(SocketNames names) {
        return list.writer(Optional.empty(), names);
    }

    /** Rows of closed sockets: with JSON an audit line each, which starts with the time. */
    RowWriter<SocketView> closedRows(TimeColumn<SocketView> time, SocketNames names) {
        if (list.format().isEmpty()) {
            return rows(names);
        }
        List<Column<SocketView>> columns = new ArrayList<>(List.of(time));
        columns.addAll(SocketColumns.of(AUDITED));
        return Format.NDJSON.rows(columns, names);
    }
}
