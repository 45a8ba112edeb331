package io.conncount.group;

import io.conncount.expression.Expression;
import io.conncount.expression.Predicate;
import io.conncount.expression.SocketField;
import io.conncount.filter.Condition;
import io.conncount.filter.Conditions;
import io.conncount.filter.EndCondition;
import io.conncount.filter.Placeholder;
import io.conncount.names.SocketNames;
import io.conncount.socket.Side;
import io.conncount.socket.SocketView;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The direction of the connection: {@code inbound} if its local port has a listener, else {@code outbound}; {@code (none)} for
 * sockets that are not over IP.
 */
record DirectionKey(Listeners listeners) implements GroupKey {
    private static final int INBOUND = 0;
    private static final int OUTBOUND = 1;
    private static final int LISTENER = 2;
    private static final int NONE = 3;
    private static final String[] VALUES = {"inbound", "outbound", "listener", Placeholder.NONE};

    @Override
    public String name() {
        return "direction";
    }

    @Override
    public boolean needsListeners() {
        return true;
    }

    @Override
    public GroupKey bind(SocketNames names, Listeners found) {
        return new DirectionKey(found);
    }

    @Override
    public void write(SocketView socket, long[] lanes, int at) {
        if (!socket.protocol().overIp()) {
            lanes[at] = NONE;
        } else if (socket.remotePort() == 0) {
            lanes[at] = LISTENER;
        } else {
            lanes[at] = listeners.hasPort(socket) ? INBOUND : OUTBOUND;
        }
    }

    @Override
    public Optional<List<Expression>> expressions() {
        return listeners
                .searchPorts(new Expression.Constant(INBOUND), new Expression.Constant(OUTBOUND))
                .map(connection -> List.of(new Expression.Choice(
                        Predicate.equal(SocketField.REMOTE_PORT, 0), new Expression.Constant(LISTENER), connection)));
    }

    @Override
    public boolean isValue(long[] lanes, int at) {
        return Lanes.isBelow(lanes[at], VALUES.length);
    }

    @Override
    public String value(long[] lanes, int at) {
        return VALUES[(int) lanes[at]];
    }

    @Override
    public Optional<Condition> condition(long[] lanes, int at) {
        List<Condition> terms = new ArrayList<>(List.of(Conditions.overIp()));
        Condition unconnected = new EndCondition.PortIn(Side.REMOTE, 0, 0);
        switch ((int) lanes[at]) {
            case INBOUND -> {
                if (listeners.isEmpty()) {
                    return Optional.empty();
                }
                terms.addAll(List.of(Conditions.not(unconnected), listeners.onPorts()));
            }
            case OUTBOUND -> {
                terms.add(Conditions.not(unconnected));
                if (!listeners.isEmpty()) {
                    terms.add(Conditions.not(listeners.onPorts()));
                }
            }
            case LISTENER -> terms.add(unconnected);
            default -> terms.set(0, Conditions.not(Conditions.overIp()));
        }
        return Listeners.unlessTooLong(Conditions.all(terms));
    }
}
