package io.conncount.source.recording;

import io.conncount.source.DumpRequest;
import io.conncount.source.DumpResult;
import io.conncount.source.HostSource;
import io.conncount.source.LinuxSockDiag;
import io.conncount.sys.KernelException;
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
            LinuxSockDiag source = new LinuxSockDiag(() -> new CopyingChannel(
                    host.sockDiag().open(),
                    (question, lengthBytes) -> {},
                    (answer, lengthBytes) -> write(answer, lengthBytes, out)));
            return source.dump(request, socket -> {});
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private static void write(ByteBuffer messages, int lengthBytes, OutputStream out) {
        byte[] bytes = new byte[lengthBytes];
        messages.get(0, bytes);
        try {
            out.write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
