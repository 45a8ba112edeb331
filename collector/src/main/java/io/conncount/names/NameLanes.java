package io.conncount.names;

import io.conncount.sys.NameText;

/**
 * Names of fewer than 24 bytes as three longs, whose order is that of the bytes: the first byte is the highest, the last is 0. Linux's
 * names of commands have fewer than 16 bytes, FreeBSD's fewer than 20.
 */
public final class NameLanes {
    /** How many longs a name takes. */
    public static final int LANES = 3;

    private static final int BYTES = LANES * Long.BYTES;

    private NameLanes() {}

    /** Eight bytes of a name. */
    public static long lane(String name, int lane) {
        byte[] bytes = NameText.bytes(name);
        long value = 0;
        for (int i = lane * Long.BYTES; i < (lane + 1) * Long.BYTES; i++) {
            value = value << Byte.SIZE | (i < bytes.length && i < BYTES - 1 ? bytes[i] & 0xff : 0);
        }
        return value;
    }

    /** The name whose lanes begin here. */
    public static String of(long[] lanes, int at) {
        byte[] bytes = new byte[BYTES];
        int length = 0;
        for (int i = 0; i < BYTES; i++) {
            long lane = lanes[at + i / Long.BYTES];
            bytes[i] = (byte) (lane >>> (Long.SIZE - Byte.SIZE - i % Long.BYTES * Byte.SIZE));
            length = bytes[i] == 0 ? length : i + 1;
        }
        return NameText.of(bytes, length);
    }
}
