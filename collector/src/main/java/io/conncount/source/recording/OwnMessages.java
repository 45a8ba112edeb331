package io.conncount.source.recording;

import io.conncount.wire.linux.NlMessages;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Our own messages in a recording, after those of the kernel ({@code docs/decisions/0004-recordings.md}): in the framing of
 * netlink and marked as requests, so that a reader that looks for sockets ignores them.
 *
 * <pre>
 * struct nlmsghdr    16 bytes; nlmsg_type is one that no family of netlink has, nlmsg_flags is NLM_F_REQUEST
 * 16 number u64      what the content is about
 * 24 content         up to nlmsg_len; the next message begins at a multiple of four
 * </pre>
 */
final class OwnMessages {
    /** {@code PATH_MAX} of {@code linux/limits.h}, because paths are the longest that is kept. */
    static final int CONTENT_BYTES_MAX = 4096;

    private static final int TYPE_OFFSET = 4;
    private static final int NUMBER_OFFSET = NlMessages.HEADER_BYTES;
    private static final int CONTENT_OFFSET = NUMBER_OFFSET + Long.BYTES;

    /** No message is longer. */
    static final int BYTES_MAX = CONTENT_OFFSET + CONTENT_BYTES_MAX;

    private static final int BLOCK_BYTES = 64 * 1024;

    private OwnMessages() {}

    /** Takes messages. */
    @FunctionalInterface
    interface Sink {
        /** Takes one; the content is between the buffer's position and its limit, and valid only inside the call. */
        void accept(int type, long number, ByteBuffer content);
    }

    /** A message, ready to be written. */
    static ByteBuffer of(int type, long number, byte[] content) {
        int lengthBytes = CONTENT_OFFSET + content.length;
        return ByteBuffer.allocate(aligned(lengthBytes))
                .order(ByteOrder.nativeOrder())
                .putInt(lengthBytes)
                .putShort((short) type)
                .putShort((short) NlMessages.FLAG_REQUEST)
                .putLong(NUMBER_OFFSET, number)
                .put(CONTENT_OFFSET, content)
                .rewind();
    }

    /**
     * Shows the messages between two offsets, which are counted from the first message of the recording. Reading stops at
     * damage.
     *
     * @return the offset after the last message that was shown
     */
    static long read(Recording recording, long fromBytes, long endBytes, Sink sink) throws IOException {
        ByteBuffer block = ByteBuffer.allocate(BLOCK_BYTES);
        long atBytes = fromBytes;
        int taken = 1;
        while (taken > 0 && atBytes < endBytes) {
            block.order(recording.order());
            recording.read(block, recording.messagesAtBytes() + atBytes);
            block.flip().limit((int) Math.min(block.limit(), endBytes - atBytes));
            taken = take(block, sink);
            atBytes += taken;
        }
        return atBytes;
    }

    /** Shows the messages that end in the block; returns how many bytes they are. */
    private static int take(ByteBuffer block, Sink sink) {
        int at = 0;
        while (block.limit() - at >= CONTENT_OFFSET) {
            int lengthBytes = block.getInt(at);
            boolean whole = lengthBytes >= CONTENT_OFFSET
                    && lengthBytes <= BYTES_MAX
                    && aligned(lengthBytes) <= block.limit() - at;
            if (!whole) {
                break;
            }
            int type = Short.toUnsignedInt(block.getShort(at + TYPE_OFFSET));
            ByteBuffer content = block.duplicate().order(block.order());
            content.position(at + CONTENT_OFFSET).limit(at + lengthBytes);
            sink.accept(type, block.getLong(at + NUMBER_OFFSET), content);
            at += aligned(lengthBytes);
        }
        return at;
    }

    private static int aligned(int bytes) {
        return bytes + 3 & ~3;
    }
}
