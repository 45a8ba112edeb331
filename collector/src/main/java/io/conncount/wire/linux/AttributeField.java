package io.conncount.wire.linux;

import io.conncount.socket.SocketNumber;

/**
 * Where a number lies in the value of an attribute.
 *
 * @param bytes its width: 1, 2, 4 or 8
 * @param shift how many lower bits of it belong to something else
 * @param bits how many bits it has
 * @param factor what a unit of it stands for, in the unit of the number
 * @param unknown which of its values mean that the kernel knows nothing
 */
record AttributeField(
        SocketNumber number, int attribute, int offset, int bytes, int shift, int bits, int factor, Unknown unknown) {
    /** A value that stands for no value. */
    enum Unknown {
        NONE,
        ZERO,
        ALL_ONES,
        ZERO_OR_ALL_ONES,
        /** {@code TCP_INFINITE_SSTHRESH} of {@code net/tcp.h}, and all above. */
        INFINITE
    }

    /** A whole number of one to eight bytes, every value of which means something. */
    static AttributeField of(SocketNumber number, int attribute, int offset, int bytes) {
        return new AttributeField(number, attribute, offset, bytes, 0, bytes * Byte.SIZE, 1, Unknown.NONE);
    }

    /** The same, in bytes a second: the number is in bits. */
    AttributeField bytesPerSecond() {
        return new AttributeField(number, attribute, offset, bytes, shift, bits, Byte.SIZE, unknown);
    }

    /** The same, only so many bits above those that belong to something else. */
    AttributeField bits(int from, int count) {
        return new AttributeField(number, attribute, offset, bytes, from, count, factor, unknown);
    }

    /** The same, with values that stand for none. */
    AttributeField unknown(Unknown values) {
        return new AttributeField(number, attribute, offset, bytes, shift, bits, factor, values);
    }

    /** True for a u32 every value of which means what it says. */
    boolean isPlain32() {
        return bits == Integer.SIZE && shift == 0 && factor == 1 && unknown == Unknown.NONE;
    }
}
