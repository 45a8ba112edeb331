package io.conncount.wire.linux;

import io.conncount.wire.DecodeException;
import io.conncount.wire.StructBuffer;

/**
 * Where the netlink attributes of one message are ({@code linux/rtnetlink.h}, numbers in the host's byte order); reused for
 * one message after the other:
 *
 * <pre>
 * struct rtattr
 *    0 rta_len u16, with this header    2 rta_type u16    4 value, padded to four bytes
 * </pre>
 */
final class Attributes {
    /** {@code sizeof(struct rtattr)}. */
    static final int HEADER_BYTES = 4;

    static final int LEN_OFFSET = 0;
    static final int TYPE_OFFSET = LEN_OFFSET + 2;

    private static final String STRUCT = "rtattr";

    /** What the header of a message looks like that a wrong nlmsg_len has swallowed. Some tables have an attribute of this type. */
    private static final int SWALLOWED = 0;

    private final StructBuffer structs;
    private final int lastType;
    private final int[] valueAt;
    private final int[] valueBytes;
    /** Those that came, a bit each. The places of those that did not mean nothing. */
    private int present;

    /** @param lastType those of higher types are stepped over; at most 31 */
    Attributes(StructBuffer structs, int lastType) {
        this.structs = structs;
        this.lastType = lastType;
        valueAt = new int[lastType + 1];
        valueBytes = new int[lastType + 1];
    }

    /** Finds the attributes between these places. Of those of a type that comes twice the first counts. */
    void read(int from, int end) throws DecodeException {
        present = 0;
        int attribute = from;
        while (end - attribute >= HEADER_BYTES) {
            int lengthBytes = structs.uint16(attribute + LEN_OFFSET);
            if (lengthBytes < HEADER_BYTES || lengthBytes > end - attribute) {
                throw new DecodeException(
                        STRUCT,
                        attribute,
                        "rta_len is " + lengthBytes + ", must be from " + HEADER_BYTES + " to " + (end - attribute));
            }
            int type = structs.uint16(attribute + TYPE_OFFSET);
            if (type <= lastType && !has(type)) {
                present |= 1 << type;
                valueAt[type] = attribute + HEADER_BYTES;
                valueBytes[type] = lengthBytes - HEADER_BYTES;
            } else if (type == SWALLOWED) {
                throw new DecodeException(STRUCT, attribute, "rta_type is 0, a second time");
            }
            attribute += NlMessages.aligned(lengthBytes);
        }
    }

    /** True if an attribute of this type came. */
    boolean has(int type) {
        return (present & 1 << type) != 0;
    }

    /** Where the value of an attribute that came starts in the datagram. */
    int valueAt(int type) {
        return valueAt[type];
    }

    /** How long it is, without padding. */
    int valueBytes(int type) {
        return valueBytes[type];
    }

    /** Checks that an attribute, if present, has at least this many bytes. */
    void require(int type, String name, int takesBytes) throws DecodeException {
        if (has(type) && valueBytes[type] < takesBytes) {
            throw fault(type, name + " has " + valueBytes[type] + " bytes, takes " + takesBytes);
        }
    }

    /** What to throw if something is wrong with an attribute that came. */
    DecodeException fault(int type, String reason) {
        return new DecodeException(STRUCT, valueAt[type] - HEADER_BYTES, reason);
    }

    /**
     * Copies a C string, as much as fits.
     *
     * @return its length in bytes; -1 if the attribute did not come
     */
    int text(int type, byte[] into) {
        if (!has(type)) {
            return -1;
        }
        int length = stringBytes(type);
        for (int i = 0; i < Math.min(length, into.length); i++) {
            into[i] = (byte) structs.uint8(valueAt[type] + i);
        }
        return length;
    }

    /** 1 if a C string is just this one, 0 if not, -1 if the attribute did not come. */
    int matchText(int type, byte[] other) {
        if (!has(type)) {
            return -1;
        }
        if (stringBytes(type) != other.length) {
            return 0;
        }
        for (int i = 0; i < other.length; i++) {
            if ((byte) structs.uint8(valueAt[type] + i) != other[i]) {
                return 0;
            }
        }
        return 1;
    }

    /** The length of a C string; the bytes after its zero byte are padding. */
    private int stringBytes(int type) {
        int length = 0;
        while (length < valueBytes[type] && structs.uint8(valueAt[type] + length) != 0) {
            length++;
        }
        return length;
    }
}
