package io.conncount.group;

import io.conncount.expression.Expression;
import io.conncount.filter.Condition;
import io.conncount.socket.SocketType;
import io.conncount.socket.SocketView;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** How the socket hands over its data: {@code stream}, {@code dgram}, {@code seqpacket} or {@code raw}. */
record TypeKey() implements GroupKey {
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
    public Optional<List<Expression>> expressions() {
        return Optional.of(List.of(new Expression.Constant(SocketType.STREAM.ordinal())));
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
    public Optional<Condition> condition(long[] lanes, int at) {
        return Optional.of(new Condition.TypeIn(Set.of(TYPES[(int) lanes[at]])));
    }
}
