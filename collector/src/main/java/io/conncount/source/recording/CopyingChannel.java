package io.conncount.source.recording;

import io.conncount.sys.KernelException;
import io.conncount.sys.MessageChannel;
import java.nio.ByteBuffer;

/** Passes everything on, and shows a copy of it. */
record CopyingChannel(MessageChannel original, Copies requests, Copies answers) implements MessageChannel {
    /** Takes copies. What cannot be written is an UncheckedIOException. */
    @FunctionalInterface
    interface Copies {
        /** Takes the first bytes of a buffer, whose position and limit mean nothing and stay. */
        void accept(ByteBuffer messages, int lengthBytes);
    }

    @Override
    public void send(ByteBuffer request) throws KernelException {
        requests.accept(request, request.limit());
        original.send(request);
    }

    @Override
    public int receive(ByteBuffer buffer) throws KernelException {
        int bytes = original.receive(buffer);
        // The reader of a datagram that was cut on receipt reports it; it is not worth keeping.
        if (bytes <= buffer.capacity()) {
            answers.accept(buffer, bytes);
        }
        return bytes;
    }

    @Override
    public void close() {
        original.close();
    }
}
