package io.conncount.cli.dialect;

import io.conncount.socket.Protocol;
import io.conncount.socket.SocketType;
import io.conncount.socket.TcpState;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The tables of ss, in the order in which it shows them, with the states that each shows by default ({@code misc/ss.c}). */
enum SsTable {
    NETLINK(Protocol.NETLINK, States.CLOSED, "netlink"),
    PACKET_RAW(Protocol.PACKET, SocketType.RAW, States.CLOSED, "packet_raw", "p_raw", "packet"),
    PACKET_DGRAM(Protocol.PACKET, SocketType.DGRAM, States.CLOSED, "packet_dgram", "p_dgr", "packet"),
    UNIX_STREAM(Protocol.UNIX, SocketType.STREAM, States.CONNECTED, "unix_stream", "u_str", "unix"),
    UNIX_DGRAM(Protocol.UNIX, SocketType.DGRAM, States.CLOSED, "unix_dgram", "u_dgr", "unix"),
    UNIX_SEQPACKET(Protocol.UNIX, SocketType.SEQPACKET, States.CONNECTED, "unix_seqpacket", "u_seq", "unix"),
    RAW(Protocol.RAW, States.ESTABLISHED, "raw", "inet"),
    UDP(Protocol.UDP, States.ESTABLISHED, "udp", "inet"),
    TCP(Protocol.TCP, States.CONNECTED, "tcp", "inet"),
    /** Linux has had none since 6.16; before, they show as they do here: not at all. */
    DCCP(States.CONNECTED, "dccp", "inet"),
    SCTP(Protocol.SCTP, States.CONNECTED, "sctp", "inet"),
    VSOCK_STREAM(Protocol.VSOCK, SocketType.STREAM, States.CONNECTED, "vsock_stream", "v_str", "vsock"),
    VSOCK_DGRAM(Protocol.VSOCK, SocketType.DGRAM, States.CONNECTED, "vsock_dgram", "v_dgr", "vsock"),
    TIPC(States.CONNECTED, "tipc"),
    XDP(States.CLOSED, "xdp"),
    MPTCP(Protocol.MPTCP, States.CONNECTED, "mptcp", "inet");

    /** Sets of states by the names that ss has for them. */
    static final class States {
        static final Set<TcpState> ESTABLISHED = Collections.unmodifiableSet(EnumSet.of(TcpState.ESTABLISHED));
        static final Set<TcpState> CLOSED = Collections.unmodifiableSet(EnumSet.of(TcpState.CLOSE));
        static final Set<TcpState> CONNECTED = Collections.unmodifiableSet(EnumSet.complementOf(
                EnumSet.of(TcpState.LISTEN, TcpState.CLOSE, TcpState.TIME_WAIT, TcpState.SYN_RECV)));

        private States() {}
    }

    private final Optional<Protocol> protocol;
    private final Optional<SocketType> type;
    private final Set<TcpState> states;
    private final List<String> names;

    SsTable(Protocol protocol, Set<TcpState> states, String... names) {
        this(Optional.of(protocol), Optional.empty(), states, names);
    }

    SsTable(Protocol protocol, SocketType type, Set<TcpState> states, String... names) {
        this(Optional.of(protocol), Optional.of(type), states, names);
    }

    SsTable(Set<TcpState> states, String... names) {
        this(Optional.empty(), Optional.empty(), states, names);
    }

    SsTable(Optional<Protocol> protocol, Optional<SocketType> type, Set<TcpState> states, String... names) {
        this.protocol = protocol;
        this.type = type;
        this.states = states;
        this.names = List.of(names);
    }

    /** What its sockets are to us; empty if we do not know such sockets. */
    Optional<Protocol> protocol() {
        return protocol;
    }

    /** The one type of its sockets; empty if they are of any. */
    Optional<SocketType> type() {
        return type;
    }

    /** The states that it shows if none are asked for. */
    Set<TcpState> states() {
        return states;
    }

    /** Those of a name in {@code -A}; none if it is unknown. */
    static Set<SsTable> named(String name) {
        Set<SsTable> tables = EnumSet.noneOf(SsTable.class);
        if (name.equals("all")) {
            // ss leaves TIPC out.
            return EnumSet.complementOf(EnumSet.of(TIPC));
        }
        Arrays.stream(values()).filter(table -> table.names.contains(name)).forEach(tables::add);
        return tables;
    }
}
