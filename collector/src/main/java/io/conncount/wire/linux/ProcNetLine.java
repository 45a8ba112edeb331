package io.conncount.wire.linux;

import io.conncount.socket.AddressFamily;
import io.conncount.socket.Protocol;
import io.conncount.socket.SocketNumber;
import io.conncount.socket.SocketType;
import io.conncount.socket.SocketView;
import io.conncount.socket.TcpState;
import io.conncount.wire.DecodeException;

/**
 * One socket as a line of a file in {@code /proc/net} shows it (proc_net(5); {@code get_tcp4_sock} and its like in the
 * kernel's sources), parsed in place. Data that these files lack is unknown: cookie, mark, cgroup, everything that is
 * reported on request, and the interface of an IP socket.
 */
public abstract class ProcNetLine implements SocketView {
    /** The kernel's clock in these files ticks a hundred times a second, whatever its own does ({@code USER_HZ}). */
    static final int TICK_MS = 10;

    private final Protocol protocol;
    private final AddressFamily family;
    final LineCursor line;

    TcpState state;
    SocketType type;
    int localPort;
    int remotePort;
    long localHigh;
    long localLow;
    long remoteHigh;
    long remoteLow;
    int interfaceIndex;
    boolean owned;
    long uid;
    long inode;
    long receiveQueue;
    long sendQueue;
    int timer;
    long timerMs;
    long retransmits;

    ProcNetLine(Protocol protocol, AddressFamily family) {
        this.protocol = protocol;
        this.family = family;
        line = new LineCursor("line");
    }

    /** Shows the line between these places, without the newline at its end. */
    public final void wrap(byte[] text, int from, int end) throws DecodeException {
        line.begin(text, from, end);
        read();
    }

    /** True if lines end in a name that may hold a newline: then a line that is none may be the rest of a name. */
    public boolean endsInName() {
        return false;
    }

    /** Takes the fields one after the other. */
    abstract void read() throws DecodeException;

    @Override
    public final Protocol protocol() {
        return protocol;
    }

    @Override
    public final SocketType type() {
        return type;
    }

    @Override
    public final AddressFamily family() {
        return family;
    }

    @Override
    public final TcpState state() {
        return state;
    }

    @Override
    public final int localPort() {
        return localPort;
    }

    @Override
    public final int remotePort() {
        return remotePort;
    }

    @Override
    public final long localAddressHigh() {
        return localHigh;
    }

    @Override
    public final long localAddressLow() {
        return localLow;
    }

    @Override
    public final long remoteAddressHigh() {
        return remoteHigh;
    }

    @Override
    public final long remoteAddressLow() {
        return remoteLow;
    }

    @Override
    public final int interfaceIndex() {
        return interfaceIndex;
    }

    @Override
    public final boolean owned() {
        return owned;
    }

    @Override
    public final int timer() {
        return timer;
    }

    @Override
    public final long number(SocketNumber which) {
        return switch (which) {
            case RECVQ -> receiveQueue;
            case SENDQ -> sendQueue;
            case UID -> owned ? uid : UNKNOWN;
            case INODE -> inode == 0 ? UNKNOWN : inode;
            case TIMER_MS -> timer == 0 ? UNKNOWN : timerMs;
            case RETRANSMITS -> retransmits;
            default -> UNKNOWN;
        };
    }
}
