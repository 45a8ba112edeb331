package io.conncount.testing;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/** Messages about IP sockets as a kernel of the other byte order would have written them: every number turned round. */
public final class SwappedOrder {
    private static final int INET_DIAG_BYTES = 72;
    private static final int MARK = 15;
    private static final int CGROUP_ID = 21;
    private static final int[] HEADER_HALVES = {4, 6};
    private static final int[] HEADER_WORDS = {0, 8, 12};
    private static final int[] SOCKET_WORDS = {40, 44, 48, 52, 56, 60, 64, 68};

    private SwappedOrder() {}

    /** The other byte order. */
    public static ByteOrder order() {
        return ByteOrder.nativeOrder() == ByteOrder.BIG_ENDIAN ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN;
    }

    /** These messages, each field turned round that is not in network order. */
    public static byte[] of(byte[] messages) {
        byte[] swapped = messages.clone();
        List<Integer> boundaries = Datagrams.boundaries(messages);
        ByteBuffer from = Datagrams.buffer(messages);
        ByteBuffer to = ByteBuffer.wrap(swapped).order(order());
        for (int i = 0; i + 1 < boundaries.size(); i++) {
            int at = boundaries.get(i);
            halves(from, to, at, HEADER_HALVES);
            words(from, to, at, HEADER_WORDS);
            int body = at + Messages.HEADER_BYTES;
            if (from.getShort(at + 4) == Messages.DONE) {
                words(from, to, body, new int[] {0});
            } else {
                words(from, to, body, SOCKET_WORDS);
                attributes(from, to, body + INET_DIAG_BYTES, at + from.getInt(at));
            }
        }
        return swapped;
    }

    private static void attributes(ByteBuffer from, ByteBuffer to, int first, int end) {
        for (int at = first; at < end; at += from.getShort(at) + 3 & ~3) {
            halves(from, to, at, new int[] {0, 2});
            if (from.getShort(at + 2) == MARK) {
                words(from, to, at + 4, new int[] {0});
            } else if (from.getShort(at + 2) == CGROUP_ID) {
                to.putLong(at + 4, from.getLong(at + 4));
            }
        }
    }

    private static void halves(ByteBuffer from, ByteBuffer to, int at, int[] offsets) {
        for (int offset : offsets) {
            to.putShort(at + offset, from.getShort(at + offset));
        }
    }

    private static void words(ByteBuffer from, ByteBuffer to, int at, int[] offsets) {
        for (int offset : offsets) {
            to.putInt(at + offset, from.getInt(at + offset));
        }
    }
}
