package io.conncount.group;

import io.conncount.expression.Expression;
import io.conncount.expression.Predicate;
import io.conncount.expression.SocketField;
import io.conncount.filter.Condition;
import io.conncount.filter.Conditions;
import io.conncount.filter.Placeholder;
import io.conncount.names.SocketNames;
import io.conncount.socket.SocketView;
import io.conncount.socket.TcpState;
import java.util.List;
import java.util.Optional;

/**
 * The address and port of the listener that a connection came to: the listener at its very address, else the one at
 * the unspecified address of the same family; {@code (none)} if neither exists, as for outbound connections.
 */
record ServiceKey(Listeners listeners) implements GroupKey {
    private static final int PORT = AddressLanes.COUNT;
    private static final long NO_SERVICE = -1;

    @Override
    public String name() {
        return "service";
    }

    @Override
    public boolean needsListeners() {
        return true;
    }

    @Override
    public GroupKey bind(SocketNames names, Listeners found) {
        return new ServiceKey(found);
    }

    @Override
    public int lanes() {
        return AddressLanes.COUNT + 1;
    }

    @Override
    public void write(SocketView socket, long[] lanes, int at) {
        AddressLanes.write(lanes, at, socket.family(), socket.localAddressHigh(), socket.localAddressLow());
        lanes[at + PORT] = Integer.toUnsignedLong(socket.localPort());
        if (listeners.hasEndpoint(socket, lanes, at)) {
            return;
        }
        AddressLanes.write(lanes, at, socket.family(), 0, 0);
        if (!listeners.hasEndpoint(socket, lanes, at)) {
            for (int i = 0; i < lanes(); i++) {
                lanes[at + i] = NO_SERVICE;
            }
        }
    }

    @Override
    public Optional<List<Expression>> expressions() {
        return listeners
                .searchEndpoints()
                .map(found -> List.of(
                        ofService(found, Expression.of(SocketField.FAMILY)),
                        ofService(found, address(found, SocketField.LOCAL_ADDRESS_HIGH)),
                        ofService(found, address(found, SocketField.LOCAL_ADDRESS_LOW)),
                        ofService(found, Expression.of(SocketField.LOCAL_PORT))));
    }

    private static Expression ofService(Expression found, Expression lane) {
        return new Expression.Choice(
                Predicate.equal(found, EndpointSearch.NONE), new Expression.Constant(NO_SERVICE), lane);
    }

    private static Expression address(Expression found, SocketField half) {
        return new Expression.Choice(
                Predicate.equal(found, EndpointSearch.EXACT), Expression.of(half), new Expression.Constant(0));
    }

    @Override
    public boolean isValue(long[] lanes, int at) {
        return lanes[at] == NO_SERVICE || (AddressLanes.areAddress(lanes, at) && Lanes.isUnsignedInt(lanes[at + PORT]));
    }

    @Override
    public String value(long[] lanes, int at) {
        return lanes[at] == NO_SERVICE
                ? Placeholder.NONE
                : AddressLanes.textWithPort(lanes, at, (int) lanes[at + PORT]);
    }

    @Override
    public Optional<Condition> condition(long[] lanes, int at) {
        if (lanes[at] == NO_SERVICE) {
            return listeners.isEmpty()
                    ? Optional.of(new Condition.StateIn(TcpState.ALL))
                    : Listeners.unlessTooLong(Conditions.not(listeners.ofAnyService()));
        }
        return Listeners.unlessTooLong(listeners.ofService(lanes, at));
    }
}
