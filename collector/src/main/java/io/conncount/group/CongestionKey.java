package io.conncount.group;

import io.conncount.filter.Condition;
import io.conncount.filter.Conditions;
import io.conncount.names.SocketNames;
import io.conncount.socket.Detail;
import io.conncount.socket.SocketText;
import io.conncount.socket.SocketView;
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
    private static final String NOT_TOLD = "(not-reported)";

    /** For one thread. */
    private final byte[] name = new byte[LANES * Long.BYTES];

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
        Arrays.fill(lanes, at, at + LANES, 0);
        int bytes = Math.min(socket.text(SocketText.CONGESTION, name), name.length);
        for (int i = 0; i < bytes; i++) {
            lanes[at + i / Long.BYTES] |= (name[i] & 0xffL) << shift(i);
        }
    }

    private static int shift(int i) {
        return Long.SIZE - Byte.SIZE - i % Long.BYTES * Byte.SIZE;
    }

    @Override
    public boolean isValue(long[] lanes, int at) {
        return true;
    }

    @Override
    public String value(long[] lanes, int at) {
        byte[] bytes = new byte[LANES * Long.BYTES];
        int length = 0;
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) (lanes[at + i / Long.BYTES] >>> shift(i));
            length = bytes[i] == 0 ? length : i + 1;
        }
        return length == 0 ? NOT_TOLD : new String(bytes, 0, length, StandardCharsets.UTF_8);
    }

    @Override
    public Optional<Condition> condition(long[] lanes, int at) {
        String value = value(lanes, at);
        // An unreported name is neither this name nor another.
        return Optional.of(
                value.equals(NOT_TOLD)
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
