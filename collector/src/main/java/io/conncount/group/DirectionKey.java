package io.conncount.group;

import io.conncount.count.GroupKey;
import io.conncount.socket.SocketView;

/**
 * Who opened the connection: {@code inbound} if its local port has a listener, else {@code outbound}; {@code (none)} where
 * there is no IP.
 */
record DirectionKey(Listeners listeners) implements ListenerKey {
    private static final int INBOUND = 0;
    private static final int OUTBOUND = 1;
    private static final int LISTENER = 2;
    private static final int NONE = 3;
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
            lanes[at] = NONE;
        } else if (socket.remotePort() == 0) {
            lanes[at] = LISTENER;
        } else {
            lanes[at] = listeners.hasPort(socket.localPort()) ? INBOUND : OUTBOUND;
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

    @Override
    public String condition(long[] lanes, int at) {
        String overIp = "(family = ipv4 or family = ipv6)";
        String ports = listeners.portList();
        return switch ((int) lanes[at]) {
            case INBOUND -> ports.isEmpty() ? "" : overIp + " and not dport = :0 and sport in " + ports;
            case OUTBOUND -> overIp + " and not dport = :0" + (listeners.isEmpty() ? "" : " and not sport in " + ports);
            case LISTENER -> overIp + " and dport = :0";
            default -> "not " + overIp;
        };
    }
}
