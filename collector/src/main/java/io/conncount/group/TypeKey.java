package io.conncount.group;

import io.conncount.count.GroupKey;
import io.conncount.socket.SocketType;
import io.conncount.socket.SocketView;

/** How the socket hands over its data: {@code stream}, {@code dgram}, {@code seqpacket} or {@code raw}. */
final class TypeKey implements GroupKey {
    private static final SocketType[] TYPES = SocketType.values();

    @Override
    public String name() {
        return "type";
    }

    @Override
    public void write(SocketView socket, long[] lanes, int at) {
        lanes[at] = socket.type().ordinal();
    }

    @Override
    public boolean isValue(long[] lanes, int at) {
        return Lanes.isBelow(lanes[at], TYPES.length);
    }

    @Override
    public String value(long[] lanes, int at) {
        return TYPES[(int) lanes[at]].label();
    }

    @Override
    public String condition(long[] lanes, int at) {
        return "type = " + value(lanes, at);
    }
}
