package io.conncount.group;

import io.conncount.count.GroupKey;
import io.conncount.socket.PortBox;
import io.conncount.socket.Side;
import io.conncount.socket.SocketView;

/** The port of one end, or what stands in its place where there is no IP; 0 where there is none. */
record PortKey(Side side) implements GroupKey {
    @Override
    public String name() {
        return side.label() + "-port";
    }

    @Override
    public void write(SocketView socket, long[] lanes, int at) {
        lanes[at] = Integer.toUnsignedLong(side.port(socket));
    }

    @Override
    public boolean isValue(long[] lanes, int at) {
        return Lanes.isUnsignedInt(lanes[at]);
    }

    @Override
    public String value(long[] lanes, int at) {
        return Long.toString(lanes[at]);
    }

    @Override
    public boolean numeric() {
        return true;
    }

    @Override
    public String condition(long[] lanes, int at) {
        if (lanes[at] <= PortBox.PORT_MAX) {
            return side.portField() + " = :" + lanes[at];
        }
        String field = side.hostField();
        return "(" + field + " = netlink:*:" + lanes[at] + " or " + field + " = vsock:*:" + lanes[at] + ")";
    }
}
