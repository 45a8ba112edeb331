package io.conncount.group;

import io.conncount.expression.Expression;
import io.conncount.expression.SocketField;
import io.conncount.filter.Condition;
import io.conncount.filter.Conditions;
import io.conncount.filter.EndCondition;
import io.conncount.socket.AddressFamily;
import io.conncount.socket.PortBox;
import io.conncount.socket.Side;
import io.conncount.socket.SocketView;
import java.util.List;
import java.util.Optional;

/** The port of one end, or its equivalent in other families; 0 if none. */
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
    public Optional<List<Expression>> expressions() {
        return Optional.of(List.of(Expression.of(SocketField.port(side))));
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
    public Optional<Condition> condition(long[] lanes, int at) {
        if (lanes[at] <= PortBox.PORT_MAX) {
            return Optional.of(new EndCondition.PortIn(side, (int) lanes[at], (int) lanes[at]));
        }
        return Optional.of(Conditions.any(List.of(
                new EndCondition.EndIs(side, AddressFamily.NETLINK, EndCondition.EndIs.ANY, lanes[at]),
                new EndCondition.EndIs(side, AddressFamily.VSOCK, EndCondition.EndIs.ANY, lanes[at]))));
    }
}
