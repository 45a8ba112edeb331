package io.conncount.wire.linux;

import io.conncount.wire.DecodeException;
import io.conncount.wire.StructBuffer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * A cursor over the netlink messages of one datagram. Each begins with a header ({@code linux/netlink.h}, numbers in
 * the host's byte order) and is padded to four bytes:
 *
 * <pre>
 * struct nlmsghdr    0 nlmsg_len u32   4 nlmsg_type u16   6 nlmsg_flags u16   8 nlmsg_seq u32   12 nlmsg_pid u32
 * struct nlmsgerr    0 error s32       4 the header of the message that failed
 * </pre>
 *
 * <p>The cursor is reused: {@link #wrap} a datagram, then call {@link #next} until it answers false.
 */
public final class NlMessages {
    /** {@code sizeof(struct nlmsghdr)}. */
    public static final int HEADER_BYTES = 16;

    static final int LEN_OFFSET = 0;
    static final int TYPE_OFFSET = LEN_OFFSET + 4;
    static final int FLAGS_OFFSET = TYPE_OFFSET + 2;
    static final int SEQ_OFFSET = FLAGS_OFFSET + 2;
    static final int PID_OFFSET = SEQ_OFFSET + 4;
    static final int ERROR_BYTES = 4 + HEADER_BYTES;

    /** {@code NLMSG_ERROR}: the request failed, or with error 0 is acknowledged. */
    public static final int TYPE_ERROR = 2;
    /** {@code NLMSG_DONE}: the dump has ended. */
    public static final int TYPE_DONE = 3;
    /** {@code NLMSG_OVERRUN}: the kernel lost data. */
    public static final int TYPE_OVERRUN = 4;
    /** {@code NLMSG_MIN_TYPE}: smaller types are control messages of netlink itself. */
    public static final int TYPE_FIRST_PAYLOAD = 0x10;
    /** {@code NLM_F_DUMP_INTR}: the dump is inconsistent, because something changed during it. */
    public static final int FLAG_DUMP_INTERRUPTED = 0x10;

    /** {@code NLM_F_REQUEST}: the message asks; those that answer do not have it. */
    public static final int FLAG_REQUEST = 0x01;

    /** {@code NLM_F_ACK}: the kernel says in an {@link #TYPE_ERROR} message how it went, even if well. */
    static final int FLAG_ACK = 0x04;

    static final int FLAG_DUMP = 0x300;

    private static final String STRUCT = "nlmsghdr";

    private final StructBuffer structs;
    private int endBytes;
    private int atBytes;
    private int nextBytes;
    private int lengthBytes;

    /** A cursor over the datagrams that are loaded into this buffer. */
    public NlMessages(StructBuffer structs) {
        this.structs = structs;
    }

    /** Loads the datagram of this length, and starts over. */
    public void wrap(int datagramBytes) throws DecodeException {
        if (datagramBytes > structs.capacityBytes()) {
            throw new DecodeException(
                    "datagram",
                    0,
                    "its " + datagramBytes + " bytes were cut to " + structs.capacityBytes() + " on receipt");
        }
        structs.load(datagramBytes);
        endBytes = datagramBytes;
        nextBytes = 0;
    }

    /**
     * Moves to the next message, by a header at the least.
     *
     * @return false at the end of the datagram
     */
    public boolean next() throws DecodeException {
        atBytes = nextBytes;
        int left = endBytes - atBytes;
        if (left <= 0) {
            return false;
        }
        if (left < HEADER_BYTES) {
            throw new DecodeException(STRUCT, atBytes, left + " bytes are left, a header takes " + HEADER_BYTES);
        }
        lengthBytes = structs.int32(atBytes + LEN_OFFSET);
        if (lengthBytes < HEADER_BYTES || lengthBytes > left) {
            throw new DecodeException(
                    STRUCT,
                    atBytes,
                    "nlmsg_len is " + Integer.toUnsignedString(lengthBytes) + ", must be from " + HEADER_BYTES + " to "
                            + left);
        }
        nextBytes = atBytes + aligned(lengthBytes);
        return true;
    }

    /**
     * True if the next message does not end in here, so that in a file, which is read in blocks that cut it anywhere, more
     * of it must be read first. Answers true at the end too.
     */
    public boolean nextIsCut() {
        int left = endBytes - nextBytes;
        return left < HEADER_BYTES || Integer.compareUnsigned(structs.int32(nextBytes + LEN_OFFSET), left) > 0;
    }

    /** Where the next message starts. */
    public int nextOffsetBytes() {
        return nextBytes;
    }

    /** {@code nlmsg_type}. */
    public int type() {
        return structs.uint16(atBytes + TYPE_OFFSET);
    }

    /** {@code nlmsg_flags}. */
    public int flags() {
        return structs.uint16(atBytes + FLAGS_OFFSET);
    }

    /** {@code nlmsg_seq}: that of the request which is answered. */
    public int sequence() {
        return structs.int32(atBytes + SEQ_OFFSET);
    }

    /** Where the message's header starts in the datagram. */
    public int offsetBytes() {
        return atBytes;
    }

    /** Where the message's payload starts in the datagram. */
    public int payloadOffsetBytes() {
        return atBytes + HEADER_BYTES;
    }

    /** The length of the payload, without padding. */
    public int payloadBytes() {
        return lengthBytes - HEADER_BYTES;
    }

    /**
     * The errno in a message of {@link #TYPE_ERROR} or {@link #TYPE_DONE}, positive as in {@code errno.h}; 0 if all
     * went well. Old kernels end a dump without a number.
     */
    public int errno() throws DecodeException {
        int atLeast = type() == TYPE_ERROR ? ERROR_BYTES : 0;
        if (payloadBytes() < atLeast) {
            throw new DecodeException("nlmsgerr", payloadOffsetBytes(), payloadBytes() + " bytes, takes " + atLeast);
        }
        return payloadBytes() < Integer.BYTES ? 0 : -structs.int32(payloadOffsetBytes());
    }

    /** A {@link #request} for a dump. */
    static ByteBuffer dumpRequest(int type, int lengthBytes, int sequence) {
        return request(type, FLAG_DUMP, lengthBytes, sequence);
    }

    /**
     * A request, from position 0 to its limit, in a direct buffer: its header is written, and its position behind that; the
     * rest is zero.
     *
     * @param flags those beside {@link #FLAG_REQUEST}
     */
    static ByteBuffer request(int type, int flags, int lengthBytes, int sequence) {
        return ByteBuffer.allocateDirect(lengthBytes)
                .order(ByteOrder.nativeOrder())
                .putInt(lengthBytes)
                .putShort((short) type)
                .putShort((short) (FLAG_REQUEST | flags))
                .putInt(sequence)
                .putInt(0);
    }

    /** {@code NLMSG_ALIGN} and {@code NLA_ALIGN}: the next multiple of four. */
    static int aligned(int bytes) {
        return bytes + 3 & ~3;
    }
}
