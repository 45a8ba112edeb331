package io.conncount.group;

import io.conncount.expression.Expression;
import io.conncount.expression.SocketField;
import io.conncount.filter.Condition;
import io.conncount.socket.AddressFamily;
import io.conncount.socket.Protocol;
import io.conncount.socket.SocketView;
import io.conncount.socket.TcpState;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The state of the connection: node_exporter's names in machine formats, ss's on screen. */
record StateKey() implements StateFamilyKey {
    private static final TcpState[] STATES = TcpState.values();

    @Override
    public String name() {
        return "state";
    }

    @Override
    public long lane(Protocol protocol, AddressFamily family, TcpState state) {
        return state.ordinal();
    }

    @Override
    public void write(SocketView socket, long[] lanes, int at) {
        lanes[at] = socket.state().ordinal();
    }

    @Override
    public Optional<List<Expression>> expressions() {
        return Optional.of(List.of(Expression.of(SocketField.STATE)));
    }

    @Override
    public boolean isValue(long[] lanes, int at) {
        return Lanes.isBelow(lanes[at], STATES.length);
    }

    @Override
    public String value(long[] lanes, int at) {
        return STATES[(int) lanes[at]].label();
    }

    @Override
    public String screenValue(long[] lanes, int at) {
        return STATES[(int) lanes[at]].screenName();
    }

    @Override
    public Optional<Condition> condition(long[] lanes, int at) {
        return Optional.of(new Condition.StateIn(Set.of(STATES[(int) lanes[at]])));
    }
}
