package io.conncount.group;

import io.conncount.count.GroupKey;
import io.conncount.names.SocketNames;
import io.conncount.socket.SocketView;

/** The cgroup (v2) of the socket's owner, by its path. */
record CgroupKey(SocketNames names) implements NamedKey {
    private static final long UNOWNED = -1;
    private static final long NOT_TOLD = 0;

    @Override
    public String name() {
        return "cgroup";
    }

    @Override
    public GroupKey withNames(SocketNames others) {
        return new CgroupKey(others);
    }

    @Override
    public void write(SocketView socket, long[] lanes, int at) {
        lanes[at] = socket.owned() ? socket.cgroupId() : UNOWNED;
    }

    @Override
    public boolean isValue(long[] lanes, int at) {
        return true;
    }

    @Override
    public String value(long[] lanes, int at) {
        if (lanes[at] == UNOWNED) {
            return Unowned.TEXT;
        }
        return lanes[at] == NOT_TOLD ? "(not-told)" : names.cgroupText(lanes[at]);
    }

    @Override
    public String condition(long[] lanes, int at) {
        return Quoted.condition("cgroup", value(lanes, at));
    }
}
