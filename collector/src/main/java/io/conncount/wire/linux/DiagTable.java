package io.conncount.wire.linux;

import io.conncount.socket.AddressFamily;
import io.conncount.socket.Detail;
import io.conncount.socket.Protocol;
import io.conncount.socket.TcpState;
import io.conncount.wire.Words;
import java.nio.ByteBuffer;
import java.util.Set;

/** One of the kernel's tables of sockets: how it is asked, and how its answers are read. */
public interface DiagTable {
    /** True if sock_diag has a table of the protocol; the other files of {@code /proc/net} show. */
    static boolean exists(Protocol protocol) {
        return protocol != Protocol.PING;
    }

    /** The table of a protocol. A new one is a line here, with a class for its requests and one for its messages. */
    static DiagTable of(Protocol protocol) {
        return switch (protocol) {
            case TCP, MPTCP, UDP, UDPLITE, RAW, SCTP -> new InetDiagTable(protocol);
            case UNIX -> new UnixDiagTable();
            case PACKET -> new PacketDiagTable();
            case NETLINK -> new NetlinkDiagTable();
            case VSOCK -> new VsockDiagTable();
            case PING -> throw new IllegalArgumentException("sock_diag has no table of ping sockets");
        };
    }

    /** True if the kernel runs a filter program over this table. */
    boolean filters();

    /** True if the kernel shows sockets in the states asked for alone; false if it shows others too. */
    boolean choosesStates();

    /** The kernel's module that answers for this table, where it is not built in. */
    String module();

    /**
     * A request for the table's sockets of one family ({@code SOCK_DIAG_BY_FAMILY}), from position 0 to its limit.
     *
     * @param filter the program of {@link FilterBytecode}; empty to copy all sockets
     */
    ByteBuffer request(
            AddressFamily family, Set<TcpState> states, Set<Detail> details, ByteBuffer filter, int sequence);

    /** A view of the messages in these words. */
    DiagMessage message(Words words);
}
