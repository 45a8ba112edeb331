package io.conncount.expression;

import io.conncount.socket.AddressText;
import io.conncount.socket.Side;

/** The first bits of an address. */
public final class Prefix {
    private Prefix() {}

    /** The upper bits of a long, 0 to 64 of them. */
    public static long mask(int bits) {
        return bits == 0 ? 0 : -1L << (Long.SIZE - bits);
    }

    /** A field has these bits where the mask has ones. */
    public static Predicate of(SocketField field, long mask, long value) {
        return mask == 0 ? Predicate.ALWAYS : Predicate.equal(Expression.of(field, mask), value & mask);
    }

    /**
     * An IPv6 socket carries an IPv4 address that begins with these bits.
     *
     * @param bits of the IPv4 address, 0 to 32
     */
    public static Predicate ofIpv4Mapped(Side side, long address, int bits) {
        return Predicate.all(
                Predicate.equal(SocketField.addressHigh(side), 0),
                of(SocketField.addressLow(side), mask(Integer.SIZE + bits), AddressText.ipv4Mapped(address)));
    }
}
