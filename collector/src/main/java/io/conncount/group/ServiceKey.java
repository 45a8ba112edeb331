package io.conncount.group;

import io.conncount.count.GroupKey;
import io.conncount.socket.AddressFamily;
import io.conncount.socket.Side;
import io.conncount.socket.SocketView;

/**
 * The address and port of the listener that a connection came to: the listener at its very address, else the one at
 * the unspecified address of the same family; {@code (none)} where there is neither, as for outbound connections.
 */
record ServiceKey(Listeners listeners) implements ListenerKey {
    private static final int PORT = AddressLanes.COUNT;
    private static final long NO_SERVICE = -1;

    @Override
    public String name() {
        return "service";
    }

    @Override
    public GroupKey withListeners(Listeners found) {
        return new ServiceKey(found);
    }

    @Override
    public int lanes() {
        return AddressLanes.COUNT + 1;
    }

    @Override
    public void write(SocketView socket, long[] lanes, int at) {
        AddressLanes.write(lanes, at, socket.family(), socket.localAddressHigh(), socket.localAddressLow());
        lanes[at + PORT] = Integer.toUnsignedLong(socket.localPort());
        if (listeners.hasEndpoint(lanes, at)) {
            return;
        }
        AddressLanes.write(lanes, at, socket.family(), 0, 0);
        if (!listeners.hasEndpoint(lanes, at)) {
            for (int i = 0; i < lanes(); i++) {
                lanes[at + i] = NO_SERVICE;
            }
        }
    }

    @Override
    public boolean isValue(long[] lanes, int at) {
        return lanes[at] == NO_SERVICE || (AddressLanes.areAddress(lanes, at) && Lanes.isUnsignedInt(lanes[at + PORT]));
    }

    @Override
    public String value(long[] lanes, int at) {
        return lanes[at] == NO_SERVICE ? "(none)" : AddressLanes.textWithPort(lanes, at, (int) lanes[at + PORT]);
    }

    @Override
    public String condition(long[] lanes, int at) {
        if (lanes[at] == NO_SERVICE) {
            String services = listeners.condition();
            return services.isEmpty() ? "" : "not (" + services + ")";
        }
        AddressFamily family = AddressLanes.family(lanes, at);
        int port = (int) lanes[at + PORT];
        boolean everywhere = lanes[at + 1] == 0 && lanes[at + 2] == 0;
        String inFamily = "family = " + family.label() + " and ";
        return everywhere
                ? inFamily + "sport = :" + port + listeners.withoutThoseOnOneAddress(family, port)
                : inFamily + AddressLanes.condition(Side.LOCAL, lanes, at, AddressLanes.textWithPort(lanes, at, port));
    }
}
