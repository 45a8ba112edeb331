package io.conncount.testing;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Netlink messages, one behind the other, as the bytes they are. Works on sound ones only. */
public final class Datagrams {
    /** No more than the kernel puts into one datagram of a dump. */
    public static final int DATAGRAM_BYTES_MAX = 32 * 1024;

    private static final int SEQUENCE_OFFSET = 8;

    private Datagrams() {}

    /** Where each message starts, and then where the last one ends. */
    public static List<Integer> boundaries(byte[] messages) {
        ByteBuffer buffer = buffer(messages);
        List<Integer> boundaries = new ArrayList<>();
        int at = 0;
        while (at < messages.length) {
            boundaries.add(at);
            at += buffer.getInt(at) + 3 & ~3;
        }
        boundaries.add(messages.length);
        return boundaries;
    }

    /** Cuts between messages, into datagrams of at most so many bytes, or of one message. */
    public static List<byte[]> cut(byte[] messages, int bytesMax) {
        List<byte[]> datagrams = new ArrayList<>();
        List<Integer> boundaries = boundaries(messages);
        int from = 0;
        for (int i = 1; i < boundaries.size(); i++) {
            boolean last = i + 1 == boundaries.size();
            if (last || boundaries.get(i + 1) - from > bytesMax) {
                datagrams.add(Arrays.copyOfRange(messages, from, boundaries.get(i)));
                from = boundaries.get(i);
            }
        }
        return datagrams;
    }

    /** The same messages as answers to the request with this sequence number. */
    public static byte[] answering(int sequence, byte[] messages) {
        byte[] stamped = messages.clone();
        ByteBuffer buffer = buffer(stamped);
        List<Integer> boundaries = boundaries(messages);
        for (int at : boundaries.subList(0, boundaries.size() - 1)) {
            buffer.putInt(at + SEQUENCE_OFFSET, sequence);
        }
        return stamped;
    }

    /** A request as it would be with sequence number 0, to compare it with others. */
    public static ByteBuffer withoutSequence(ByteBuffer request) {
        ByteBuffer copy = ByteBuffer.allocate(request.limit()).order(ByteOrder.nativeOrder());
        copy.put(request.duplicate().rewind()).rewind();
        return copy.putInt(SEQUENCE_OFFSET, 0);
    }

    /** {@code nlmsg_seq} of a request. */
    public static int sequence(ByteBuffer request) {
        return request.duplicate().order(ByteOrder.nativeOrder()).getInt(SEQUENCE_OFFSET);
    }

    /** The pieces as one. */
    public static byte[] join(List<byte[]> pieces) {
        ByteBuffer all =
                ByteBuffer.allocate(pieces.stream().mapToInt(p -> p.length).sum());
        pieces.forEach(all::put);
        return all.array();
    }

    /** These bytes, in the host's order. */
    public static ByteBuffer buffer(byte[] bytes) {
        return ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder());
    }
}
