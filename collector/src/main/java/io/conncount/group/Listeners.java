package io.conncount.group;

import io.conncount.count.GroupTable;
import io.conncount.socket.PortBox;
import io.conncount.socket.Side;
import io.conncount.socket.SocketSink;
import io.conncount.socket.SocketView;
import java.util.BitSet;
import java.util.List;

/**
 * The host's listening sockets, to tell inbound connections from outbound ones and to name the service they came to.
 * Filled by a dump before the count, then read by every counting thread.
 */
public final class Listeners implements SocketSink {
    /** No listener at all. */
    public static final Listeners NONE = new Listeners();

    /** A host has at most as many listeners as ports, times its addresses; beyond this, services go unnamed. */
    private static final int LISTENERS_MAX = 1_000_000;

    private final BitSet ports = new BitSet(PortBox.PORT_MAX + 1);
    private final GroupTable endpoints =
            new GroupTable(List.of(new AddressKey(Side.LOCAL), new PortKey(Side.LOCAL)), LISTENERS_MAX);

    @Override
    public void accept(SocketView listener) {
        ports.set(listener.localPort());
        endpoints.add(listener);
    }

    /** True if some listener has this port, whatever its address. */
    boolean hasPort(int port) {
        return ports.get(port);
    }

    /** True if there is a listener at this address and port: four lanes, those of {@link AddressLanes} and the port. */
    boolean hasEndpoint(long[] lanes, int at) {
        return endpoints.find(lanes, at) != GroupTable.NO_GROUP;
    }
}
