package io.conncount.group;

import io.conncount.expression.Expression;
import io.conncount.expression.SocketField;
import io.conncount.filter.Condition;
import io.conncount.filter.OwnerCondition;
import io.conncount.filter.Placeholder;
import io.conncount.names.SocketNames;
import io.conncount.socket.SocketView;
import java.util.List;
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
    public Optional<List<Expression>> expressions() {
        return Optional.of(List.of(Expression.ofOwned(Expression.of(SocketField.CGROUP_ID), UNOWNED)));
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
            return Optional.of(new OwnerCondition.Unowned());
        }
        return Optional.of(
                lanes[at] == NOT_TOLD
                        ? new OwnerCondition.CgroupUnknown()
                        : new OwnerCondition.CgroupIs(lanes[at], value(lanes, at)));
    }
}
