package io.conncount.testing;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Netlink control messages by hand, byte for byte, for what a kernel cannot be made to say in a test. */
public final class Messages {
    public static final int NOOP = 1;
    public static final int ERROR = 2;
    public static final int DONE = 3;
    public static final int OVERRUN = 4;
    public static final int HEADER_BYTES = 16;
    public static final int FLAGS_OFFSET = 6;
    public static final int DUMP_INTERRUPTED = 0x10;

    private Messages() {}

    /** A header and nothing else. */
    public static byte[] header(int lengthBytes, int type, int sequence) {
        return message(HEADER_BYTES, lengthBytes, type, sequence);
    }

    /** {@code NLMSG_DONE} with the number that new kernels put into it, 0 or a negative errno. */
    public static byte[] done(int sequence, int number) {
        byte[] message = message(HEADER_BYTES + 4, HEADER_BYTES + 4, DONE, sequence);
        host(message).putInt(HEADER_BYTES, number);
        return message;
    }

    /** {@code NLMSG_ERROR} with errno, or an acknowledgement with 0, and the header of the request it is about. */
    public static byte[] error(int sequence, int errno) {
        int lengthBytes = HEADER_BYTES + 4 + HEADER_BYTES;
        byte[] message = message(lengthBytes, lengthBytes, ERROR, sequence);
        host(message).putInt(HEADER_BYTES, -errno);
        return message;
    }

    private static byte[] message(int bytes, int lengthBytes, int type, int sequence) {
        byte[] message = new byte[bytes];
        host(message)
                .putInt(lengthBytes)
                .putShort((short) type)
                .putShort((short) 0)
                .putInt(sequence);
        return message;
    }

    private static ByteBuffer host(byte[] message) {
        return ByteBuffer.wrap(message).order(ByteOrder.nativeOrder());
    }
}
