package io.conncount.cli.list;

import io.conncount.socket.AddressFamily;
import io.conncount.socket.Detail;
import io.conncount.socket.Protocol;
import io.conncount.socket.Side;
import io.conncount.socket.SocketNumber;
import io.conncount.socket.SocketView;
import io.conncount.socket.TcpState;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The columns there are: a few of their own kind, and one for every {@link SocketNumber}. */
public final class Columns {
    private static final List<Column> ALL = all();

    /** What a row has in machine formats unless somebody says otherwise. */
    private static final List<String> USUAL = List.of(
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
            "v6only");

    private static final List<String> UNIX = List.of("inode", "peer_inode");
    private static final List<String> TIMERS = List.of("timer", "timer_ms", "retransmits");
    private static final List<String> DETAILS = List.of("uid", "user", "inode", "cookie", "mark", "cgroup", "shutdown");

    private Columns() {}

    /** The names of all columns, in the order in which help shows them. */
    public static List<String> names() {
        return ALL.stream().map(Column::name).toList();
    }

    /** What the column of this name holds. */
    public static String help(String name) {
        return byName(name).orElseThrow().help();
    }

    /** The name of the column that a user's word stands for: with hyphens, and without the unit behind it, if need be. */
    public static Optional<String> byWord(String word) {
        String name = word.replace('-', '_');
        for (String ending : new String[] {"", "_ms", "_bps"}) {
            if (byName(name + ending).isPresent()) {
                return Optional.of(name + ending);
            }
        }
        return Optional.empty();
    }

    static Optional<Column> byName(String name) {
        return ALL.stream().filter(column -> column.name().equals(name)).findFirst();
    }

    /**
     * The columns that stand for ss's, with what its options add.
     *
     * @param unix true if UNIX sockets may be among the rows, whose ends are told by inode numbers
     */
    static List<Column> of(SsOptions options, boolean unix) {
        List<Column> columns = new ArrayList<>();
        add(USUAL, columns);
        if (unix) {
            add(UNIX, columns);
        }
        if (options.timers()) {
            add(TIMERS, columns);
        }
        if (options.details()) {
            add(DETAILS, columns);
        } else if (options.cgroup()) {
            add(List.of("cgroup"), columns);
        }
        if (options.info()) {
            add(List.of("congestion"), columns);
        }
        for (SocketNumber number : SocketNumber.values()) {
            boolean ofIp = number.detail().isPresent() && number.detail().get() != Detail.UNIX_NAMES;
            if (ofIp && options.asksFor(number.detail().get())) {
                add(List.of(number.label()), columns);
            }
        }
        return columns;
    }

    private static void add(List<String> names, List<Column> columns) {
        for (String name : names) {
            Column column = byName(name).orElseThrow();
            if (!columns.contains(column)) {
                columns.add(column);
            }
        }
    }

    private static List<Column> all() {
        List<Column> columns = new ArrayList<>();
        columns.add(new Column("netid", "table, by its name in ss: tcp, udp, u_str") {
            @Override
            void put(SocketView socket, Cells cells) {
                cells.out().put(Netid.of(socket));
            }

            @Override
            long orderLow(SocketView socket) {
                return socket.protocol().ordinal();
            }
        });
        columns.add(LabelColumn.of("proto", "protocol", Protocol.values(), Protocol::label, SocketView::protocol));
        columns.add(LabelColumn.of(
                "family", "address family", AddressFamily.values(), AddressFamily::label, SocketView::family));
        columns.add(LabelColumn.of(
                "state",
                "state of the connection",
                TcpState.values(),
                TcpState::label,
                TcpState::screenName,
                SocketView::state));
        for (Side side : Side.values()) {
            columns.add(EndColumn.address(side));
            columns.add(EndColumn.port(side));
        }
        columns.add(NamedColumn.interfaceName());
        columns.add(NamedColumn.user());
        columns.add(NamedColumn.cgroup());
        columns.add(NamedColumn.timer());
        columns.add(NamedColumn.congestion());
        for (SocketNumber number : SocketNumber.values()) {
            columns.add(Column.of(number));
        }
        return List.copyOf(columns);
    }
}
