package io.conncount.cli.dialect;

import io.conncount.socket.AddressFamily;
import io.conncount.socket.TcpState;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** The families of ss, with their tables, and the states that each shows by default ({@code misc/ss.c}). */
enum SsFamily {
    INET(Optional.of(AddressFamily.IPV4), SsTable.States.CONNECTED, "inet"),
    INET6(Optional.of(AddressFamily.IPV6), SsTable.States.CONNECTED, "inet"),
    LINK(Optional.empty(), SsTable.States.CLOSED, "packet"),
    UNIX(Optional.empty(), SsTable.States.CONNECTED, "unix"),
    NETLINK(Optional.empty(), SsTable.States.CLOSED, "netlink"),
    TIPC(Optional.empty(), SsTable.States.CONNECTED, "tipc"),
    VSOCK(Optional.empty(), SsTable.States.CONNECTED, "vsock"),
    XDP(Optional.empty(), SsTable.States.CLOSED, "xdp");

    private final Optional<AddressFamily> ip;
    private final Set<TcpState> states;
    private final String tables;

    SsFamily(Optional<AddressFamily> ip, Set<TcpState> states, String tables) {
        this.ip = ip;
        this.states = states;
        this.tables = tables;
    }

    /** The same to us, if it is one of the families that tables share. */
    Optional<AddressFamily> ip() {
        return ip;
    }

    Set<TcpState> states() {
        return states;
    }

    /** The tables that have sockets of it. */
    Set<SsTable> tables() {
        return SsTable.named(tables);
    }

    /** The family with this name in {@code -f}. */
    static Optional<SsFamily> named(String name) {
        return Arrays.stream(values())
                .filter(family -> family.name().equalsIgnoreCase(name) && name.equals(name.toLowerCase(Locale.ROOT)))
                .findFirst();
    }
}
