package io.conncount.group;

import io.conncount.expression.Expression;
import io.conncount.expression.Predicate;
import io.conncount.expression.Prefix;
import io.conncount.expression.SocketField;
import io.conncount.filter.Condition;
import io.conncount.filter.Conditions;
import io.conncount.filter.EndCondition;
import io.conncount.filter.Placeholder;
import io.conncount.socket.AddressFamily;
import io.conncount.socket.AddressText;
import io.conncount.socket.Side;
import io.conncount.socket.SocketView;
import java.util.List;
import java.util.Optional;

/**
 * The network of one end's address. An IPv4 address carried by an IPv6 socket ({@code ::ffff:a.b.c.d}) belongs to its
 * IPv4 network: else every client of a dual-stack server would be in one. Other families have no networks.
 *
 * @param name as the user gave it
 * @param ipv4Bits prefix length for IPv4, 0 to 32
 * @param ipv6Bits prefix length for IPv6, 0 to 128
 */
record NetKey(Side side, String name, int ipv4Bits, int ipv6Bits) implements GroupKey {
    /** The value for all families without networks. */
    private static final AddressFamily NO_NETWORK = AddressFamily.UNIX;

    private static final int IPV4_BITS_DEFAULT = 24;
    private static final int IPV6_BITS_DEFAULT = 64;
    private static final int IPV4_BITS_MAX = 32;
    private static final int IPV6_BITS_MAX = 128;

    static String name(Side side) {
        return side.label() + "-net";
    }

    static NetKey of(Side side) {
        return new NetKey(side, name(side), IPV4_BITS_DEFAULT, IPV6_BITS_DEFAULT);
    }

    /** Reads {@code NAME/N}, where N is IPv4's prefix length, or IPv6's if it is above 32, or {@code NAME/N/M} for both. */
    static NetKey parse(Side side, String word) {
        String[] parts = word.split("/", -1);
        int first = bits(word, parts[1], IPV6_BITS_MAX);
        if (parts.length == 2) {
            return first <= IPV4_BITS_MAX
                    ? new NetKey(side, word, first, IPV6_BITS_DEFAULT)
                    : new NetKey(side, word, IPV4_BITS_DEFAULT, first);
        }
        if (parts.length > 3) {
            throw new IllegalArgumentException(word + ": give at most two prefix lengths, for IPv4 and IPv6");
        }
        return new NetKey(side, word, bits(word, parts[1], IPV4_BITS_MAX), bits(word, parts[2], IPV6_BITS_MAX));
    }

    private static int bits(String word, String digits, int max) {
        if (!digits.matches("\\d{1,3}") || Integer.parseInt(digits) > max) {
            throw new IllegalArgumentException(word + ": '" + digits + "' is not a prefix length from 0 to " + max
                    + ", such as " + name(Side.REMOTE) + "/24 or " + name(Side.REMOTE) + "/24/48");
        }
        return Integer.parseInt(digits);
    }

    @Override
    public int lanes() {
        return AddressLanes.COUNT;
    }

    @Override
    public void write(SocketView socket, long[] lanes, int at) {
        long high = side.addressHigh(socket);
        long low = side.addressLow(socket);
        AddressFamily family = socket.family();
        if (family != AddressFamily.IPV4 && family != AddressFamily.IPV6) {
            AddressLanes.write(lanes, at, NO_NETWORK, 0, 0);
        } else if (family == AddressFamily.IPV4 || AddressText.isIpv4Mapped(high, low)) {
            AddressLanes.write(lanes, at, AddressFamily.IPV4, 0, low & ipv4Mask());
        } else {
            AddressLanes.write(lanes, at, AddressFamily.IPV6, high & highMask(), low & lowMask());
        }
    }

    @Override
    public Optional<List<Expression>> expressions() {
        SocketField low = SocketField.addressLow(side);
        Expression family = new Expression.Choice(
                Predicate.any(
                        Predicate.equal(SocketField.FAMILY, AddressFamily.IPV4.ordinal()),
                        Prefix.ofIpv4Mapped(side, 0, 0)),
                new Expression.Constant(AddressFamily.IPV4.ordinal()),
                new Expression.Constant(AddressFamily.IPV6.ordinal()));
        Predicate ipv4 = Predicate.equal(family, AddressFamily.IPV4.ordinal());
        return Optional.of(List.of(
                family,
                new Expression.Choice(
                        ipv4, new Expression.Constant(0), Expression.of(SocketField.addressHigh(side), highMask())),
                new Expression.Choice(ipv4, Expression.of(low, ipv4Mask()), Expression.of(low, lowMask()))));
    }

    private long ipv4Mask() {
        return Prefix.mask(ipv4Bits) >>> Integer.SIZE;
    }

    private long highMask() {
        return Prefix.mask(Math.min(ipv6Bits, Long.SIZE));
    }

    private long lowMask() {
        return Prefix.mask(Math.max(0, ipv6Bits - Long.SIZE));
    }

    @Override
    public boolean isValue(long[] lanes, int at) {
        return AddressLanes.areAddress(lanes, at);
    }

    @Override
    public String value(long[] lanes, int at) {
        return switch (AddressLanes.family(lanes, at)) {
            case IPV4 -> AddressLanes.text(lanes, at) + "/" + ipv4Bits;
            case IPV6 -> AddressLanes.text(lanes, at) + "/" + ipv6Bits;
            default -> Placeholder.NONE;
        };
    }

    @Override
    public Optional<Condition> condition(long[] lanes, int at) {
        return Optional.of(
                switch (AddressLanes.family(lanes, at)) {
                    case IPV4 -> new EndCondition.AddressIn(side, AddressFamily.IPV4, 0, lanes[at + 2], ipv4Bits);
                    case IPV6 ->
                        Conditions.all(List.of(
                                new EndCondition.AddressIn(
                                        side, AddressFamily.IPV6, lanes[at + 1], lanes[at + 2], ipv6Bits),
                                Conditions.not(new EndCondition.AddressIn(side, AddressFamily.IPV4, 0, 0, 0))));
                    default -> Conditions.not(Conditions.overIp());
                });
    }
}
