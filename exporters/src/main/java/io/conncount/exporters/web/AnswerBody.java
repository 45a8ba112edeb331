package io.conncount.exporters.web;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** The body of an answer on its way to the client. Closing it ends the body and flushes; the connection stays open. */
abstract class AnswerBody extends OutputStream {
    private static final int CHUNK_BYTES = 8192;

    private final OutputStream out;
    private boolean closed;

    private AnswerBody(OutputStream out) {
        this.out = out;
    }

    /** A body of a length that was announced. */
    static OutputStream ofLength(OutputStream out, long length) {
        return new AnswerBody(out) {
            private long left = length;

            @Override
            void send(byte[] bytes, int from, int count) throws IOException {
                if (count > left) {
                    throw new IOException("the body is longer than the " + length + " bytes announced");
                }
                left -= count;
                out.write(bytes, from, count);
            }

            @Override
            void end() throws IOException {
                if (left > 0) {
                    throw new IOException("the body lacks " + left + " of the " + length + " bytes announced");
                }
            }
        };
    }

    /** A body of unknown length, in chunks. */
    static OutputStream inChunks(OutputStream out) {
        AnswerBody chunks = new AnswerBody(out) {
            @Override
            void send(byte[] bytes, int from, int count) throws IOException {
                if (count > 0) { // an empty chunk would end the body
                    out.write((Integer.toHexString(count) + "\r\n").getBytes(StandardCharsets.US_ASCII));
                    out.write(bytes, from, count);
                    out.write('\r');
                    out.write('\n');
                }
            }

            @Override
            void end() throws IOException {
                out.write("0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            }
        };
        return new BufferedOutputStream(chunks, CHUNK_BYTES);
    }

    /** A body of unknown length that ends with the connection. */
    static OutputStream toTheEnd(OutputStream out) {
        return new AnswerBody(out) {
            @Override
            void send(byte[] bytes, int from, int count) throws IOException {
                out.write(bytes, from, count);
            }

            @Override
            void end() {}
        };
    }

    /** A body that is not sent: the answer to HEAD. */
    static OutputStream none(OutputStream out) {
        return new AnswerBody(out) {
            @Override
            void send(byte[] bytes, int from, int count) {}

            @Override
            void end() {}
        };
    }

    abstract void send(byte[] bytes, int from, int count) throws IOException;

    abstract void end() throws IOException;

    @Override
    public void write(int octet) throws IOException {
        write(new byte[] {(byte) octet}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int from, int count) throws IOException {
        if (closed) {
            throw new IOException("the answer has ended");
        }
        send(bytes, from, count);
    }

    @Override
    public void flush() throws IOException {
        out.flush();
    }

    @Override
    public void close() throws IOException {
        if (!closed) {
            closed = true;
            end();
            out.flush();
        }
    }
}
