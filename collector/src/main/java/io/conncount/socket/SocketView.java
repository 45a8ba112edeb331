package io.conncount.socket;

import java.util.Arrays;

/**
 * One socket as the kernel described it, valid only inside {@link SocketSink#accept}: it is a window on a reused buffer,
 * and shows another socket, or nothing that makes sense, once the callback has returned. Reading it allocates nothing.
 *
 * <p>Addresses come as two longs in network order: for IPv6 the first and the last eight bytes, for IPv4 zero and the
 * address as an unsigned 32-bit number. Other families use the same places for what names their ends:
 *
 * <pre>
 *            address (low)                    port (unsigned 32 bits)
 * UNIX       inode number                     0
 * PACKET     0                                local: the protocol, such as 0x0800 for IPv4
 * NETLINK    local: the netlink protocol      the port id, 0 being the kernel
 * VSOCK      the context id                   port
 * </pre>
 *
 * <p>What a table has none of, its view need not say: it is 0, or unknown.
 *
 * <p>The remote address of a UNIX socket, its peer's inode number, is reported only with {@link Detail#UNIX_NAMES}; 0 if it has
 * no peer. The local port of a RAW socket is its protocol, such as 1 for ICMP.
 */
public interface SocketView {
    /** What {@link #mark} answers when the kernel did not say. */
    long MARK_UNKNOWN = -1;

    /** The {@link #interfaceIndex} if the source does not report it. */
    int INTERFACE_UNKNOWN = -1;

    /** What {@link #number} answers when the kernel did not say, or the number means nothing in this state. */
    long UNKNOWN = Long.MIN_VALUE;

    /** The table the socket is in. */
    Protocol protocol();

    /** How it hands over its data. */
    SocketType type();

    /** The family the socket was opened with. */
    AddressFamily family();

    /** The connection's state. A request that waits for the handshake's last ACK is in {@link TcpState#SYN_RECV}. */
    TcpState state();

    /** The local port, 0 to 65535; in other families an unsigned 32-bit number. */
    default int localPort() {
        return 0;
    }

    /** The remote port, 0 to 65535; 0 without a peer. */
    default int remotePort() {
        return 0;
    }

    /** The first eight bytes of the local address; 0 for IPv4. */
    default long localAddressHigh() {
        return 0;
    }

    /** The last eight bytes of the local address. */
    default long localAddressLow() {
        return 0;
    }

    /** The first eight bytes of the remote address; 0 for IPv4. */
    default long remoteAddressHigh() {
        return 0;
    }

    /** The last eight bytes of the remote address. */
    default long remoteAddressLow() {
        return 0;
    }

    /** The index of the interface the socket is bound to; 0 if it is bound to none, {@link #INTERFACE_UNKNOWN} if unknown. */
    default int interfaceIndex() {
        return 0;
    }

    /**
     * False for mini-sockets (TIME_WAIT, orphaned FIN_WAIT2, requests in SYN_RECV): the kernel no longer records
     * their owner, or does not know it yet, so uid and cgroup are meaningless. Also false in tables without owners:
     * NETLINK and VSOCK.
     */
    default boolean owned() {
        return number(SocketNumber.UID) != UNKNOWN;
    }

    /** The user id of the socket's owner; 0, meaning nothing, where {@link #owned} is false. */
    default int uid() {
        return owned() ? (int) number(SocketNumber.UID) : 0;
    }

    /** The cgroup's id, which is the inode number of its directory in cgroup v2; 0 if the kernel did not say. */
    default long cgroupId() {
        return 0;
    }

    /** The firewall mark as an unsigned 32-bit number, or {@link #MARK_UNKNOWN}: the kernel reports it only to CAP_NET_ADMIN. */
    default long mark() {
        return MARK_UNKNOWN;
    }

    /** The running timer: 0 none, 1 retransmit, 2 keepalive, 3 time-wait, 4 zero-window probe; other values unchanged. */
    default int timer() {
        return 0;
    }

    /**
     * A number by its name, in {@link SocketNumber#unit}; or {@link #UNKNOWN}. What belongs to a
     * {@link SocketNumber#detail} is known only if that was requested.
     */
    long number(SocketNumber which);

    /**
     * The number by which the descriptors of processes lead to this socket: its {@link SocketNumber#INODE}, or on FreeBSD the kernel's
     * address of it; 0 or {@link #UNKNOWN} if no descriptor can, as in TIME_WAIT.
     */
    default long identity() {
        return number(SocketNumber.INODE);
    }

    /** Which processes hold which sockets, by {@link #identity}; known only with {@link Detail#HOLDERS}. */
    default Holders holders() {
        return Holders.NONE;
    }

    /** The first of this socket's {@link #holders}, or why there is none. */
    default int holder() {
        return holders().first(identity());
    }

    /**
     * Copies a text to the start of {@code into}, as much as fits.
     *
     * @return its length in bytes; -1 if it was not reported
     */
    default int text(SocketText which, byte[] into) {
        return -1;
    }

    /**
     * Compares a text with another.
     *
     * @return 1 if they are the same, 0 if they are not, -1 if it was not reported
     */
    default int matchText(SocketText which, byte[] other) {
        byte[] told = new byte[other.length];
        int lengthBytes = text(which, told);
        if (lengthBytes < 0) {
            return lengthBytes;
        }
        return lengthBytes == other.length && Arrays.equals(told, other) ? 1 : 0;
    }
}
