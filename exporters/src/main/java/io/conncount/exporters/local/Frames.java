package io.conncount.exporters.local;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;

/**
 * Messages on a stream of bytes:
 *
 * <pre>
 * 0  4  length of what follows, big-endian
 * 4  n  JSON, UTF-8
 * </pre>
 *
 * <p>{@code docs/local-socket.md} says what they mean.
 */
final class Frames {
    private static final int HEADER_BYTES = Integer.BYTES;

    private Frames() {}

    /**
     * One message.
     *
     * @throws MalformedException if it says that it is longer than {@code bytesMax}, or that it is empty
     * @throws EOFException if it ends before its time
     */
    static byte[] read(ReadableByteChannel channel, int bytesMax) throws IOException {
        int length = fill(channel, ByteBuffer.allocate(HEADER_BYTES)).getInt(0);
        if (length <= 0 || length > bytesMax) {
            throw new MalformedException(
                    "a message of " + Integer.toUnsignedString(length) + " bytes: 1 to " + bytesMax + " are taken");
        }
        return fill(channel, ByteBuffer.allocate(length)).array();
    }

    /** Writes one, and tells how many bytes that was. */
    static int write(WritableByteChannel channel, byte[] json) throws IOException {
        ByteBuffer frame = ByteBuffer.allocate(HEADER_BYTES + json.length);
        frame.putInt(json.length).put(json).flip();
        while (frame.hasRemaining()) {
            channel.write(frame);
        }
        return frame.limit();
    }

    private static ByteBuffer fill(ReadableByteChannel channel, ByteBuffer buffer) throws IOException {
        while (buffer.hasRemaining()) {
            if (channel.read(buffer) < 0) {
                throw new EOFException("the connection was closed in the middle of a message");
            }
        }
        return buffer;
    }
}
