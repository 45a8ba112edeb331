package io.conncount.testing;

import io.conncount.socket.AddressFamily;
import io.conncount.socket.Protocol;
import io.conncount.socket.SocketNumber;
import io.conncount.socket.SocketText;
import io.conncount.socket.SocketType;
import io.conncount.socket.SocketView;
import io.conncount.socket.TcpState;

/** A socket that may be kept: made by hand, or copied from a view inside its callback. */
public record TestSocket(
        AddressFamily family,
        TcpState state,
        int localPort,
        int remotePort,
        long localAddressHigh,
        long localAddressLow,
        long remoteAddressHigh,
        long remoteAddressLow,
        int interfaceIndex,
        boolean owned,
        int uid,
        long cgroupId,
        long mark,
        int timer)
        implements SocketView {
    private static final long LOOPBACK = 0x7f00_0001L;

    /** A full IPv4 socket on loopback, owned by root, in cgroup 1. */
    public static TestSocket ipv4(TcpState state, int localPort, int remotePort) {
        return new TestSocket(
                AddressFamily.IPV4, state, localPort, remotePort, 0, LOOPBACK, 0, LOOPBACK, 0, true, 0, 1, 0, 0);
    }

    /** A full IPv6 socket between {@code ::1} and {@code ::1}. */
    public static TestSocket ipv6(TcpState state, int localPort, int remotePort) {
        return new TestSocket(AddressFamily.IPV6, state, localPort, remotePort, 0, 1, 0, 1, 0, true, 0, 1, 0, 0);
    }

    /** What a view shows now. */
    public static TestSocket copyOf(SocketView view) {
        return new TestSocket(
                view.family(),
                view.state(),
                view.localPort(),
                view.remotePort(),
                view.localAddressHigh(),
                view.localAddressLow(),
                view.remoteAddressHigh(),
                view.remoteAddressLow(),
                view.interfaceIndex(),
                view.owned(),
                view.uid(),
                view.cgroupId(),
                view.mark(),
                view.timer());
    }

    /** The same socket with these addresses. */
    public TestSocket addresses(long localHigh, long localLow, long remoteHigh, long remoteLow) {
        return new TestSocket(
                family,
                state,
                localPort,
                remotePort,
                localHigh,
                localLow,
                remoteHigh,
                remoteLow,
                interfaceIndex,
                owned,
                uid,
                cgroupId,
                mark,
                timer);
    }

    /** The same socket as this user's, in this cgroup, with this mark. */
    public TestSocket owner(int uid, long cgroupId, long mark) {
        return with(interfaceIndex, true, uid, cgroupId, mark, timer);
    }

    /** The same socket bound to this interface. */
    public TestSocket boundTo(int index) {
        return with(index, owned, uid, cgroupId, mark, timer);
    }

    /** The same socket while this timer runs. */
    public TestSocket timing(int number) {
        return with(interfaceIndex, owned, uid, cgroupId, mark, number);
    }

    /** The mini-socket that is left of it once its owner is gone. */
    public TestSocket mini() {
        return with(interfaceIndex, false, 0, 0, MARK_UNKNOWN, timer);
    }

    private TestSocket with(int index, boolean owned, int uid, long cgroupId, long mark, int timer) {
        return new TestSocket(
                family,
                state,
                localPort,
                remotePort,
                localAddressHigh,
                localAddressLow,
                remoteAddressHigh,
                remoteAddressLow,
                index,
                owned,
                uid,
                cgroupId,
                mark,
                timer);
    }

    @Override
    public Protocol protocol() {
        return Protocol.TCP;
    }

    @Override
    public SocketType type() {
        return SocketType.STREAM;
    }

    @Override
    public long number(SocketNumber which) {
        return which == SocketNumber.UID && owned ? Integer.toUnsignedLong(uid) : UNKNOWN;
    }

    @Override
    public int text(SocketText which, byte[] into) {
        return -1;
    }
}
