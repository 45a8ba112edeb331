package io.conncount.group;

import io.conncount.filter.Condition;
import io.conncount.filter.Placeholder;
import io.conncount.names.SocketNames;
import io.conncount.socket.SocketView;
import java.util.Optional;

/** The cgroup (v2) of the socket's owner, by its path. */
record CgroupKey(SocketNames names) implements GroupKey {
    private static final long UNOWNED = -1;
    private static final long NOT_TOLD = 0;

    @Override
    public String name() {
        return "cgroup";
    }

    @Override
    public GroupKey bind(SocketNames others, Listeners listeners) {
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
            return Placeholder.UNOWNED;
        }
        return lanes[at] == NOT_TOLD ? Placeholder.NOT_REPORTED : names.cgroupText(lanes[at]);
    }

    @Override
    public Optional<Condition> condition(long[] lanes, int at) {
        if (lanes[at] == UNOWNED) {
            return Optional.of(new Condition.Unowned());
        }
        return Optional.of(
                lanes[at] == NOT_TOLD
                        ? new Condition.CgroupUnknown()
                        : new Condition.CgroupIs(lanes[at], value(lanes, at)));
    }
}
