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

/** The family the socket was opened with. */
record FamilyKey() implements StateFamilyKey {
    private static final AddressFamily[] FAMILIES = AddressFamily.values();

    @Override
    public String name() {
        return "family";
    }

    @Override
    public long lane(Protocol protocol, AddressFamily family, TcpState state) {
        return family.ordinal();
    }

    @Override
    public void write(SocketView socket, long[] lanes, int at) {
        lanes[at] = socket.family().ordinal();
    }

    @Override
    public Optional<List<Expression>> expressions() {
        return Optional.of(List.of(Expression.of(SocketField.FAMILY)));
    }

    @Override
    public boolean isValue(long[] lanes, int at) {
        return Lanes.isBelow(lanes[at], FAMILIES.length);
    }

    @Override
    public String value(long[] lanes, int at) {
        return FAMILIES[(int) lanes[at]].label();
    }

    @Override
    public Optional<Condition> condition(long[] lanes, int at) {
        return Optional.of(new Condition.FamilyIn(Set.of(FAMILIES[(int) lanes[at]])));
    }
}
