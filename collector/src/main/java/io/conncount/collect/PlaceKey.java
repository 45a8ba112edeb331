package io.conncount.collect;

import io.conncount.expression.Expression;
import io.conncount.expression.Predicate;
import io.conncount.expression.SocketField;
import io.conncount.filter.Condition;
import io.conncount.group.GroupKey;
import io.conncount.socket.AddressFamily;
import io.conncount.socket.AddressText;
import io.conncount.socket.SocketView;
import io.conncount.socket.TcpState;
import java.util.List;
import java.util.Optional;

/**
 * Where an outgoing connection takes its port from: source address, destination address and port, and whether it is in TIME_WAIT. An
 * IPv4 address that an IPv6 socket carries is IPv4, because such connections take ports from the same. It is not shown.
 */
record PlaceKey() implements GroupKey {
    // The lanes of the source come first, as those of the key local-address.
    static final int FAMILY = 0;
    static final int SOURCE_HIGH = 1;
    static final int SOURCE_LOW = 2;
    static final int DESTINATION_HIGH = 3;
    static final int DESTINATION_LOW = 4;
    static final int PORT = 5;
    /** 1 for connections in TIME_WAIT, else 0. */
    static final int TIME_WAIT = 6;

    static final int LANES = 7;

    private static final long UPPER_HALF = 0xffff_ffff_0000_0000L;
    private static final long LOWER_HALF = 0xffff_ffffL;

    @Override
    public String name() {
        return "place";
    }

    @Override
    public int lanes() {
        return LANES;
    }

    @Override
    public void write(SocketView socket, long[] lanes, int at) {
        boolean mapped = AddressText.isIpv4Mapped(socket.localAddressHigh(), socket.localAddressLow())
                && socket.family() == AddressFamily.IPV6;
        long half = mapped ? LOWER_HALF : -1;
        lanes[at + FAMILY] =
                mapped ? AddressFamily.IPV4.ordinal() : socket.family().ordinal();
        lanes[at + SOURCE_HIGH] = socket.localAddressHigh();
        lanes[at + SOURCE_LOW] = socket.localAddressLow() & half;
        lanes[at + DESTINATION_HIGH] = socket.remoteAddressHigh();
        lanes[at + DESTINATION_LOW] = socket.remoteAddressLow() & half;
        lanes[at + PORT] = socket.remotePort();
        lanes[at + TIME_WAIT] = socket.state() == TcpState.TIME_WAIT ? 1 : 0;
    }

    @Override
    public Optional<List<Expression>> expressions() {
        Expression low = Expression.of(SocketField.LOCAL_ADDRESS_LOW);
        Predicate mapped = Predicate.all(
                Predicate.equal(SocketField.FAMILY, AddressFamily.IPV6.ordinal()),
                Predicate.equal(SocketField.LOCAL_ADDRESS_HIGH, 0),
                Predicate.equal(new Expression.Masked(low, UPPER_HALF), AddressText.ipv4Mapped(0)));
        return Optional.of(List.of(
                new Expression.Choice(
                        mapped,
                        new Expression.Constant(AddressFamily.IPV4.ordinal()),
                        Expression.of(SocketField.FAMILY)),
                Expression.of(SocketField.LOCAL_ADDRESS_HIGH),
                unmapped(mapped, low),
                Expression.of(SocketField.REMOTE_ADDRESS_HIGH),
                unmapped(mapped, Expression.of(SocketField.REMOTE_ADDRESS_LOW)),
                Expression.of(SocketField.REMOTE_PORT),
                new Expression.Choice(
                        Predicate.equal(SocketField.STATE, TcpState.TIME_WAIT.ordinal()),
                        new Expression.Constant(1),
                        new Expression.Constant(0))));
    }

    private static Expression unmapped(Predicate mapped, Expression low) {
        return new Expression.Choice(mapped, new Expression.Masked(low, LOWER_HALF), low);
    }

    @Override
    public boolean isValue(long[] lanes, int at) {
        return false;
    }

    @Override
    public String value(long[] lanes, int at) {
        throw new UnsupportedOperationException("places are not shown as groups");
    }

    @Override
    public Optional<Condition> condition(long[] lanes, int at) {
        return Optional.empty();
    }
}
