package io.conncount.cli.list;

import io.conncount.socket.Detail;
import io.conncount.socket.Protocol;
import io.conncount.socket.SocketNumber;
import io.conncount.view.SocketColumn;
import io.conncount.view.SocketColumns;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** What ss's options add to a row. */
public record SsOptions(Set<SsPart> parts) {
    /** Copies the parts, into a set that is quick to ask: each row does so a dozen times. */
    public SsOptions {
        Set<SsPart> copy = EnumSet.noneOf(SsPart.class);
        copy.addAll(parts);
        parts = Collections.unmodifiableSet(copy);
    }

    /** These parts. */
    public static SsOptions of(SsPart... parts) {
        return new SsOptions(Set.of(parts));
    }

    /** The tables whose order is that of ss; none to leave it. */
    List<Protocol> tables() {
        return has(SsPart.ORDER) ? ORDER : List.of();
    }

    /** True if this is one of the parts. */
    public boolean has(SsPart part) {
        return parts.contains(part);
    }

    /** {@code main} of {@code misc/ss.c}. */
    private static final List<Protocol> ORDER = List.of(
            Protocol.NETLINK,
            Protocol.PACKET,
            Protocol.UNIX,
            Protocol.RAW,
            Protocol.UDP,
            Protocol.TCP,
            Protocol.MPTCP,
            Protocol.SCTP,
            Protocol.VSOCK);

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

    private static final Set<Detail> OF_IP = EnumSet.complementOf(
            EnumSet.of(Detail.UNIX_NAMES, Detail.EXTENDED, Detail.NAMESPACE, Detail.HOLDERS, Detail.JAIL));
    private static final List<String> UNIX = List.of("inode", "peer_inode");
    private static final List<String> PROCESSES = List.of("process", "pid", "users");
    private static final List<String> TIMERS = List.of("timer", "timer_ms", "retransmits");
    private static final List<String> DETAILS = List.of("uid", "user", "inode", "cookie", "mark", "cgroup", "shutdown");

    /** True if this is among what is shown. */
    boolean asksFor(Detail detail) {
        return switch (detail) {
            case TCP_INFO, CONGESTION -> has(SsPart.INFO);
            case MEMORY -> has(SsPart.MEMORY);
            case TRAFFIC_CLASS -> has(SsPart.TRAFFIC_CLASS);
            case UNIX_NAMES -> true;
            case EXTENDED -> has(SsPart.DETAILS) || has(SsPart.FILTER);
            case NAMESPACE -> has(SsPart.NETNS);
            case HOLDERS -> has(SsPart.PROCESSES);
            case JAIL -> false;
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
        if (has(SsPart.NETNS)) {
            add(List.of("netns"), columns);
        }
        if (has(SsPart.PROCESSES)) {
            add(PROCESSES, columns);
        }
        if (unix) {
            add(UNIX, columns);
        }
        if (has(SsPart.TIMERS)) {
            add(TIMERS, columns);
        }
        if (has(SsPart.DETAILS)) {
            add(DETAILS, columns);
        } else if (has(SsPart.CGROUP)) {
            add(List.of("cgroup"), columns);
        }
        if (has(SsPart.SOCKET_OPTIONS)) {
            add(List.of("inet_options"), columns);
        }
        if (has(SsPart.INFO)) {
            add(List.of("congestion", "ulp"), columns);
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
