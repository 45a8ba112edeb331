package io.conncount.group;

import io.conncount.count.GroupKey;
import io.conncount.socket.SocketView;

/**
 * Who opened the connection: {@code inbound} if its local port has a listener, else {@code outbound}; {@code (none)} where
 * there is no IP.
 */
record DirectionKey(Listeners listeners) implements ListenerKey {
    private static final String[] VALUES = {"inbound", "outbound", "listener", "(none)"};

    @Override
    public String name() {
        return "direction";
    }

    @Override
    public GroupKey withListeners(Listeners found) {
        return new DirectionKey(found);
    }

    @Override
    public void write(SocketView socket, long[] lanes, int at) {
        if (!socket.protocol().overIp()) {
            lanes[at] = 3;
        } else if (socket.remotePort() == 0) {
            lanes[at] = 2;
        } else {
            lanes[at] = listeners.hasPort(socket.localPort()) ? 0 : 1;
        }
    }

    @Override
    public boolean isValue(long[] lanes, int at) {
        return Lanes.isBelow(lanes[at], VALUES.length);
    }

    @Override
    public String value(long[] lanes, int at) {
        return VALUES[(int) lanes[at]];
    }
}
