package io.conncount.source.recording;

import io.conncount.source.DumpRequest;
import io.conncount.source.DumpResult;
import io.conncount.source.HostSource;
import io.conncount.source.LinuxSockDiag;
import io.conncount.sys.KernelException;
import io.conncount.sys.MessageChannel;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;

/** The kernel's answer to one question as {@code ss -D} writes it: its messages, with nothing before or between them. */
public final class AnswerFile {
    private AnswerFile() {}

    /**
     * Asks, and writes what the kernel answers.
     *
     * @throws KernelException if the kernel refused
     * @throws IOException if writing failed
     */
    public static DumpResult write(HostSource.Recordable host, DumpRequest request, OutputStream out)
            throws IOException {
        try {
            LinuxSockDiag source =
                    new LinuxSockDiag(() -> new Copying(host.sockDiag().open(), out));
            return source.dump(request, socket -> {});
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private record Copying(MessageChannel original, OutputStream out) implements MessageChannel {
        @Override
        public void send(ByteBuffer request) throws KernelException {
            original.send(request);
        }

        @Override
        public int receive(ByteBuffer buffer) throws KernelException {
            int count = original.receive(buffer);
            byte[] bytes = new byte[Math.min(count, buffer.capacity())];
            buffer.get(0, bytes);
            try {
                out.write(bytes);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return count;
        }

        @Override
        public void close() {
            original.close();
        }
    }
}
