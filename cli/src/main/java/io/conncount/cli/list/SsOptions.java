package io.conncount.cli.list;

import io.conncount.socket.Detail;
import io.conncount.socket.SocketNumber;
import io.conncount.view.SocketColumn;
import io.conncount.view.SocketColumns;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * What ss's options add to a row.
 *
 * @param netid true to begin with the table the socket is in
 * @param state true for the state, which ss leaves out if only one was requested
 * @param queues false to leave the queues out ({@code -Q})
 * @param timers true for timers, and for TCP's options beside {@code info} ({@code -o})
 * @param details true for owner, inode and the like ({@code -e})
 * @param memory true for the buffers' memory ({@code -m})
 * @param info true for what TCP knows of the connection ({@code -i})
 * @param trafficClass true for type of service and the like ({@code --tos})
 * @param cgroup true for the cgroup ({@code --cgroup})
 * @param processes true for the processes that hold the socket ({@code -p})
 * @param netns true for the network namespace ({@code --netns all})
 * @param oneLine true to put all of it on one line ({@code -O})
 */
public record SsOptions(
        boolean netid,
        boolean state,
        boolean queues,
        boolean timers,
        boolean details,
        boolean memory,
        boolean info,
        boolean trafficClass,
        boolean cgroup,
        boolean processes,
        boolean netns,
        boolean oneLine) {
    /** The default columns of CSV and JSON. */
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

    private static final Set<Detail> OF_IP =
            EnumSet.complementOf(EnumSet.of(Detail.UNIX_NAMES, Detail.NAMESPACE, Detail.HOLDERS));
    private static final List<String> UNIX = List.of("inode", "peer_inode");
    private static final List<String> PROCESSES = List.of("process", "pid", "users");
    private static final List<String> TIMERS = List.of("timer", "timer_ms", "retransmits");
    private static final List<String> DETAILS = List.of("uid", "user", "inode", "cookie", "mark", "cgroup", "shutdown");

    /** True if this is among what is shown. */
    boolean asksFor(Detail detail) {
        return switch (detail) {
            case TCP_INFO, CONGESTION -> info;
            case MEMORY -> memory;
            case TRAFFIC_CLASS -> trafficClass;
            case UNIX_NAMES -> true;
            case NAMESPACE -> netns;
            case HOLDERS -> processes;
        };
    }

    /**
     * The columns of other formats that stand for these.
     *
     * @param unix true if UNIX sockets may be among the rows; their endpoints are inode numbers
     */
    List<SocketColumn> columns(boolean unix) {
        List<SocketColumn> columns = new ArrayList<>();
        add(USUAL, columns);
        if (netns) {
            add(List.of("netns"), columns);
        }
        if (processes) {
            add(PROCESSES, columns);
        }
        if (unix) {
            add(UNIX, columns);
        }
        if (timers()) {
            add(TIMERS, columns);
        }
        if (details()) {
            add(DETAILS, columns);
        } else if (cgroup()) {
            add(List.of("cgroup"), columns);
        }
        if (info()) {
            add(List.of("congestion"), columns);
        }
        for (SocketNumber number : SocketNumber.values()) {
            if (number.detail().filter(OF_IP::contains).isPresent()
                    && asksFor(number.detail().get())) {
                add(List.of(number.label()), columns);
            }
        }
        return columns;
    }

    private static void add(List<String> names, List<SocketColumn> columns) {
        for (String name : names) {
            SocketColumn column = SocketColumns.of(name);
            if (!columns.contains(column)) {
                columns.add(column);
            }
        }
    }
}
