package io.conncount.group;

import io.conncount.count.GroupKey;
import io.conncount.names.SocketNames;
import io.conncount.socket.SocketView;

/** The interface a socket is bound to ({@code SO_BINDTODEVICE}, or the scope of a link-local address). */
record InterfaceKey(SocketNames names) implements NamedKey {
    private static final long UNBOUND = 0;

    @Override
    public String name() {
        return "interface";
    }

    @Override
    public GroupKey withNames(SocketNames others) {
        return new InterfaceKey(others);
    }

    @Override
    public void write(SocketView socket, long[] lanes, int at) {
        lanes[at] = Integer.toUnsignedLong(socket.interfaceIndex());
    }

    @Override
    public boolean isValue(long[] lanes, int at) {
        return Lanes.isUnsignedInt(lanes[at]);
    }

    @Override
    public String value(long[] lanes, int at) {
        if ((int) lanes[at] == SocketView.INTERFACE_UNKNOWN) {
            return "(not-told)";
        }
        return lanes[at] == UNBOUND ? "(none)" : names.interfaceText((int) lanes[at]);
    }

    @Override
    public String condition(long[] lanes, int at) {
        return Quoted.condition("dev", value(lanes, at));
    }
}
