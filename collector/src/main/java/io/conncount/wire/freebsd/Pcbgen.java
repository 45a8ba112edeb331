package io.conncount.wire.freebsd;

import io.conncount.wire.DecodeException;
import java.nio.ByteBuffer;

/**
 * What stands at the head of a pcblist and, written anew, at its tail: how many sockets the kernel has, whoever may see
 * them, and a generation that every socket made or freed moves on ({@code netinet/in_pcb.h}, {@code sys/unpcb.h}; numbers
 * in the host's byte order). UNIX sockets have one count and one generation for all three lists.
 *
 * <pre>
 * struct xinpgen
 *    0 xig_len u64, 64     8 xig_count u32    12 spare    16 xig_gen u64    24 xig_sogen u64    32 spare, 32 bytes    64
 * struct xunpgen
 *    0 xug_len u64, 32     8 xug_count u32    12 padding  16 xug_gen u64    24 xug_sogen u64                          32
 * </pre>
 */
enum Pcbgen {
    XINPGEN("xinpgen", "xig_len", 64),
    XUNPGEN("xunpgen", "xug_len", 32);

    static final int LEN_OFFSET = 0;
    static final int COUNT_OFFSET = LEN_OFFSET + Long.BYTES;
    static final int GEN_OFFSET = COUNT_OFFSET + 2 * Integer.BYTES;

    private final String struct;
    private final String lengthField;
    private final int bytes;

    Pcbgen(String struct, String lengthField, int bytes) {
        this.struct = struct;
        this.lengthField = lengthField;
        this.bytes = bytes;
    }

    /** {@code sizeof} of the struct. */
    int bytes() {
        return bytes;
    }

    /** Checks that there is one at this place. */
    void check(ByteBuffer list, int at, String kernel) throws DecodeException {
        int left = list.limit() - at;
        if (left < bytes) {
            throw refused(at, "only " + left + " bytes are left, takes " + bytes + ": the list was cut off", kernel);
        }
        long said = list.getLong(at + LEN_OFFSET);
        if (said != bytes) {
            throw refused(at, lengthField + " is " + Long.toUnsignedString(said) + ", not " + bytes, kernel);
        }
    }

    /** Checks that the one at this place is the last thing in the list. */
    void checkTail(ByteBuffer list, int at, String kernel) throws DecodeException {
        check(list, at, kernel);
        int behind = list.limit() - at - bytes;
        if (behind > 0) {
            throw refused(at, behind + " bytes follow the list's tail", kernel);
        }
    }

    long count(ByteBuffer list, int at) {
        return Integer.toUnsignedLong(list.getInt(at + COUNT_OFFSET));
    }

    long generation(ByteBuffer list, int at) {
        return list.getLong(at + GEN_OFFSET);
    }

    private DecodeException refused(int at, String reason, String kernel) {
        return new DecodeException(struct, at, reason + " (kernel " + kernel + ")");
    }
}
