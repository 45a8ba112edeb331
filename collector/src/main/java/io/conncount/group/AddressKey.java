package io.conncount.group;

import io.conncount.expression.Expression;
import io.conncount.expression.SocketField;
import io.conncount.filter.Condition;
import io.conncount.socket.Side;
import io.conncount.socket.SocketView;
import java.util.List;
import java.util.Optional;

/** The address of one end. */
record AddressKey(Side side) implements GroupKey {
    @Override
    public String name() {
        return side.label() + "-address";
    }

    @Override
    public int lanes() {
        return AddressLanes.COUNT;
    }

    @Override
    public void write(SocketView socket, long[] lanes, int at) {
        AddressLanes.write(lanes, at, socket.family(), side.addressHigh(socket), side.addressLow(socket));
    }

    @Override
    public Optional<List<Expression>> expressions() {
        return Optional.of(List.of(
                Expression.of(SocketField.FAMILY),
                Expression.of(SocketField.addressHigh(side)),
                Expression.of(SocketField.addressLow(side))));
    }

    @Override
    public boolean isValue(long[] lanes, int at) {
        return AddressLanes.areAddress(lanes, at);
    }

    @Override
    public String value(long[] lanes, int at) {
        return AddressLanes.text(lanes, at);
    }

    @Override
    public Optional<Condition> condition(long[] lanes, int at) {
        return Optional.of(AddressLanes.condition(side, lanes, at));
    }
}
