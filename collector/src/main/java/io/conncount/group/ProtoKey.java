package io.conncount.group;

import io.conncount.expression.Expression;
import io.conncount.filter.Condition;
import io.conncount.socket.AddressFamily;
import io.conncount.socket.Protocol;
import io.conncount.socket.SocketView;
import io.conncount.socket.TcpState;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The kind of socket: {@code tcp}, {@code unix} and so on. */
record ProtoKey() implements StateFamilyKey {
    private static final Protocol[] PROTOCOLS = Protocol.values();

    @Override
    public String name() {
        return "proto";
    }

    @Override
    public long lane(Protocol protocol, AddressFamily family, TcpState state) {
        return protocol.ordinal();
    }

    @Override
    public void write(SocketView socket, long[] lanes, int at) {
        lanes[at] = socket.protocol().ordinal();
    }

    @Override
    public Optional<List<Expression>> expressions() {
        return Optional.of(List.of(new Expression.Constant(Protocol.TCP.ordinal())));
    }

    @Override
    public boolean isValue(long[] lanes, int at) {
        return Lanes.isBelow(lanes[at], PROTOCOLS.length);
    }

    @Override
    public String value(long[] lanes, int at) {
        return PROTOCOLS[(int) lanes[at]].label();
    }

    @Override
    public Optional<Condition> condition(long[] lanes, int at) {
        return Optional.of(new Condition.ProtocolIn(Set.of(PROTOCOLS[(int) lanes[at]])));
    }
}
