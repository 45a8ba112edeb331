package io.conncount.source;

import io.conncount.socket.IpFamily;
import io.conncount.socket.PortBox;
import io.conncount.socket.Protocol;
import io.conncount.socket.TcpState;
import java.util.EnumSet;
import java.util.Set;

/**
 * What is asked of a source, all of it decided where the sockets are.
 *
 * @param socketsMax end after the datagram in which this many sockets have been shown
 */
public record DumpRequest(
        Protocol protocol, Set<IpFamily> families, Set<TcpState> states, PortBox ports, long socketsMax) {
    /** Every socket of a protocol in these families and states. */
    public static DumpRequest of(Protocol protocol, Set<IpFamily> families, Set<TcpState> states) {
        return new DumpRequest(protocol, families, states, PortBox.ALL, Long.MAX_VALUE);
    }

    /** True if sockets of both families are asked for. */
    public boolean bothFamilies() {
        return families.size() == IpFamily.values().length;
    }

    /** The same, only for sockets in this box. */
    public DumpRequest within(PortBox box) {
        return new DumpRequest(protocol, families, states, box, socketsMax);
    }

    /** The same, ended early, and without listeners: those come first, and would be most of what is seen. */
    public DumpRequest sample(long sockets) {
        Set<TcpState> connected = EnumSet.copyOf(states);
        connected.remove(TcpState.LISTEN);
        return new DumpRequest(protocol, families, connected, ports, sockets);
    }
}
