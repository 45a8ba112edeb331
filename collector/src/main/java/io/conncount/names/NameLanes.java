package io.conncount.names;

import io.conncount.sys.NameText;

/** Names of fewer than 16 bytes as two longs, whose order is that of the bytes: the first byte is the highest, the last is 0. */
public final class NameLanes {
    private static final int BYTES = 2 * Long.BYTES;

    private NameLanes() {}

    /** The first eight bytes. */
    public static long high(String name) {
        return bytes(name, 0);
    }

    /** The others. */
    public static long low(String name) {
        return bytes(name, Long.BYTES);
    }

    private static long bytes(String name, int from) {
        byte[] bytes = NameText.bytes(name);
        long lane = 0;
        for (int i = from; i < from + Long.BYTES; i++) {
            lane = lane << Byte.SIZE | (i < bytes.length && i < BYTES - 1 ? bytes[i] & 0xff : 0);
        }
        return lane;
    }

    /** The name. */
    public static String of(long high, long low) {
        byte[] bytes = new byte[BYTES];
        int length = 0;
        for (int i = 0; i < BYTES; i++) {
            long lane = i < Long.BYTES ? high : low;
            bytes[i] = (byte) (lane >>> (Long.SIZE - Byte.SIZE - i % Long.BYTES * Byte.SIZE));
            length = bytes[i] == 0 ? length : i + 1;
        }
        return NameText.of(bytes, length);
    }
}
