package io.conncount.group;

import io.conncount.count.GroupKey;
import io.conncount.names.SocketNames;
import io.conncount.socket.SocketView;

/** The user who owns the socket, by name where the host knows one, else by number. */
record UserKey(SocketNames names) implements NamedKey {
    private static final long UNOWNED = 1L << Integer.SIZE;

    @Override
    public String name() {
        return "user";
    }

    @Override
    public GroupKey withNames(SocketNames others) {
        return new UserKey(others);
    }

    @Override
    public void write(SocketView socket, long[] lanes, int at) {
        lanes[at] = socket.owned() ? Integer.toUnsignedLong(socket.uid()) : UNOWNED;
    }

    @Override
    public boolean isValue(long[] lanes, int at) {
        return Lanes.isBelow(lanes[at], UNOWNED + 1);
    }

    @Override
    public String value(long[] lanes, int at) {
        return lanes[at] == UNOWNED ? Unowned.TEXT : names.userText(lanes[at]);
    }

    @Override
    public String condition(long[] lanes, int at) {
        return Quoted.condition("user", value(lanes, at));
    }
}
