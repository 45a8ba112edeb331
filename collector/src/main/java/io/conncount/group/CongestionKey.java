package io.conncount.group;

import io.conncount.expression.Expression;
import io.conncount.expression.SocketField;
import io.conncount.filter.Condition;
import io.conncount.filter.Conditions;
import io.conncount.filter.Placeholder;
import io.conncount.names.SocketNames;
import io.conncount.socket.Detail;
import io.conncount.socket.SocketText;
import io.conncount.socket.SocketView;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The congestion control of a TCP connection. Its name has fewer than 16 bytes ({@code TCP_CA_NAME_MAX} of
 * {@code include/net/tcp.h}), which are the value; no bytes if the kernel reports no name.
 */
final class CongestionKey implements GroupKey {
    private static final int LANES = 2;

    /** For one thread. */
    private final ByteBuffer name = ByteBuffer.allocate(LANES * Long.BYTES);

    @Override
    public String name() {
        return "congestion";
    }

    @Override
    public int lanes() {
        return LANES;
    }

    @Override
    public Set<Detail> details() {
        return Set.of(Detail.CONGESTION);
    }

    @Override
    public GroupKey bind(SocketNames names, Listeners listeners) {
        return new CongestionKey();
    }

    @Override
    public void write(SocketView socket, long[] lanes, int at) {
        Arrays.fill(name.array(), (byte) 0);
        socket.text(SocketText.CONGESTION, name.array());
        for (int lane = 0; lane < LANES; lane++) {
            lanes[at + lane] = name.getLong(lane * Long.BYTES);
        }
    }

    @Override
    public Optional<List<Expression>> expressions() {
        return Optional.of(
                List.of(Expression.of(SocketField.CONGESTION_FIRST), Expression.of(SocketField.CONGESTION_LAST)));
    }

    @Override
    public boolean isValue(long[] lanes, int at) {
        return true;
    }

    @Override
    public String value(long[] lanes, int at) {
        ByteBuffer bytes = ByteBuffer.allocate(LANES * Long.BYTES);
        for (int lane = 0; lane < LANES; lane++) {
            bytes.putLong(lanes[at + lane]);
        }
        int length = LANES * Long.BYTES;
        while (length > 0 && bytes.get(length - 1) == 0) {
            length--;
        }
        return length == 0 ? Placeholder.NOT_REPORTED : new String(bytes.array(), 0, length, StandardCharsets.UTF_8);
    }

    @Override
    public Optional<Condition> condition(long[] lanes, int at) {
        String value = value(lanes, at);
        // An unreported name is neither this name nor another.
        return Optional.of(
                value.equals(Placeholder.NOT_REPORTED)
                        ? Conditions.all(List.of(Conditions.not(is(true, value)), Conditions.not(is(false, value))))
                        : is(true, value));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof CongestionKey;
    }

    @Override
    public int hashCode() {
        return CongestionKey.class.hashCode();
    }

    private static Condition is(boolean same, String value) {
        return new Condition.TextIs(SocketText.CONGESTION, same, value);
    }
}
