package io.conncount.group;

import io.conncount.expression.Expression;
import io.conncount.expression.SocketField;
import io.conncount.filter.Condition;
import io.conncount.filter.Placeholder;
import io.conncount.names.SocketNames;
import io.conncount.socket.SocketView;
import java.util.List;
import java.util.Optional;

/** The interface a socket is bound to ({@code SO_BINDTODEVICE}, or the scope of a link-local address). */
record InterfaceKey(SocketNames names) implements GroupKey {
    private static final long UNBOUND = 0;

    @Override
    public String name() {
        return "interface";
    }

    @Override
    public GroupKey bind(SocketNames others, Listeners listeners) {
        return new InterfaceKey(others);
    }

    @Override
    public void write(SocketView socket, long[] lanes, int at) {
        lanes[at] = Integer.toUnsignedLong(socket.interfaceIndex());
    }

    @Override
    public Optional<List<Expression>> expressions() {
        return Optional.of(List.of(Expression.of(SocketField.INTERFACE_INDEX)));
    }

    @Override
    public boolean isValue(long[] lanes, int at) {
        return Lanes.isUnsignedInt(lanes[at]);
    }

    @Override
    public String value(long[] lanes, int at) {
        if ((int) lanes[at] == SocketView.INTERFACE_UNKNOWN) {
            return Placeholder.NOT_REPORTED;
        }
        return lanes[at] == UNBOUND ? Placeholder.NONE : names.interfaceText((int) lanes[at]);
    }

    @Override
    public Optional<Condition> condition(long[] lanes, int at) {
        return Optional.of(new Condition.InterfaceIs((int) lanes[at], value(lanes, at)));
    }
}
