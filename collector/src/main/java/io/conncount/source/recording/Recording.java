package io.conncount.source.recording;

import io.conncount.socket.Detail;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * A file of netlink messages, open to be read: one of ours, with a header, or one that {@code ss -D} wrote, which begins
 * with the first message. Sources keep it open as long as the process runs; several threads may read at once.
 */
final class Recording implements AutoCloseable {
    private static final int NLMSGHDR_BYTES = 16;
    private static final int MESSAGE_BYTES_MAX = 64 * 1024;
    private static final int TYPE_MAX = 0xff;
    private static final int FLAGS_MAX = 0x7ff;

    /** More than ten million sockets with all details. */
    private static final long STREAM_BYTES_MAX = 16L << 30;

    private final Path file;
    private final FileChannel channel;
    private final Optional<RecordingHeader> header;
    private final long messagesAtBytes;
    private final ByteOrder order;
    private final Instant modified;

    private Recording(
            Path file,
            FileChannel channel,
            Optional<RecordingHeader> header,
            long messagesAtBytes,
            ByteOrder order,
            Instant modified) {
        this.file = file;
        this.channel = channel;
        this.header = header;
        this.messagesAtBytes = messagesAtBytes;
        this.order = order;
        this.modified = modified;
    }

    /** Opens a file and looks at its beginning. */
    static Recording open(Path file) throws RecordingException {
        try {
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            // Opening a pipe would wait for a writer.
            if (!attributes.isRegularFile()) {
                throw new RecordingException(file, "is not a regular file; copy the recording to one first");
            }
            if (attributes.size() == 0) {
                throw new RecordingException(file, "is empty");
            }
            FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
            try {
                return of(file, channel, attributes.lastModifiedTime().toInstant());
            } catch (IOException e) {
                channel.close();
                throw e;
            }
        } catch (RecordingException e) {
            throw e;
        } catch (IOException e) {
            throw RecordingException.of(file, e);
        }
    }

    /**
     * Copies a stream to a file without a name, which is gone with the process, and opens that: questions may need to read it twice.
     *
     * @param name what messages call the stream
     */
    static Recording open(InputStream stream, String name) throws RecordingException {
        Path called = Path.of(name);
        try {
            Path file = Files.createTempFile("conncount", ".rec");
            FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
            Files.delete(file);
            // Buffered, because a FileInputStream alone would be asked where in the file it is.
            long bytes =
                    channel.transferFrom(Channels.newChannel(new BufferedInputStream(stream)), 0, STREAM_BYTES_MAX + 1);
            if (bytes > STREAM_BYTES_MAX) {
                throw new RecordingException(called, "has more than " + STREAM_BYTES_MAX + " bytes, the limit");
            }
            if (bytes == 0) {
                throw new RecordingException(called, "is empty");
            }
            return of(called, channel, Instant.now());
        } catch (RecordingException e) {
            throw e;
        } catch (IOException e) {
            throw RecordingException.of(called, e);
        }
    }

    private static Recording of(Path file, FileChannel channel, Instant modified) throws IOException {
        ByteBuffer beginning = ByteBuffer.allocate(RecordingHeader.BYTES_MAX);
        readFully(channel, beginning, 0);
        beginning.flip();
        String text = StandardCharsets.ISO_8859_1.decode(beginning.duplicate()).toString();
        if (!text.startsWith(RecordingHeader.SIGNATURE_PREFIX)) {
            ByteOrder order = orderOf(beginning)
                    .orElseThrow(() -> new RecordingException(
                            file,
                            "is not a recording: it starts neither with " + RecordingHeader.SIGNATURE
                                    + " nor with a netlink message"));
            return new Recording(file, channel, Optional.empty(), 0, order, modified);
        }
        int end = text.indexOf(RecordingHeader.END);
        if (end < 0) {
            throw new RecordingException(file, "its header has no end");
        }
        try {
            byte[] bytes = text.substring(0, end).getBytes(StandardCharsets.ISO_8859_1);
            RecordingHeader header = RecordingHeader.parse(new String(bytes, StandardCharsets.UTF_8));
            int messagesAtBytes = end + RecordingHeader.END.length();
            return new Recording(file, channel, Optional.of(header), messagesAtBytes, header.order(), modified);
        } catch (IllegalArgumentException e) {
            throw new RecordingException(file, e.getMessage());
        }
    }

    /** The byte order in which the file begins with the header of a message that sock_diag could have written. */
    private static Optional<ByteOrder> orderOf(ByteBuffer beginning) {
        ByteOrder other =
                ByteOrder.nativeOrder() == ByteOrder.BIG_ENDIAN ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN;
        for (ByteOrder order : new ByteOrder[] {ByteOrder.nativeOrder(), other}) {
            ByteBuffer message = beginning.duplicate().order(order);
            if (message.remaining() >= NLMSGHDR_BYTES
                    && message.getInt(0) >= NLMSGHDR_BYTES
                    && message.getInt(0) <= MESSAGE_BYTES_MAX
                    && Short.toUnsignedInt(message.getShort(4)) <= TYPE_MAX
                    && Short.toUnsignedInt(message.getShort(6)) <= FLAGS_MAX) {
                return Optional.of(order);
            }
        }
        return Optional.empty();
    }

    /** Its name, as it was given. */
    Path file() {
        return file;
    }

    Optional<RecordingHeader> header() {
        return header;
    }

    /** Where the first message starts. */
    long messagesAtBytes() {
        return messagesAtBytes;
    }

    ByteOrder order() {
        return order;
    }

    /** When it was recorded, according to the file. */
    Instant time() {
        return header.flatMap(RecordingHeader::time).orElse(modified);
    }

    /** The details requested for each socket; empty without a header. */
    Optional<Set<Detail>> details() {
        return header.map(RecordingHeader::details);
    }

    /**
     * Fills a buffer with what the file holds from here on.
     *
     * @return how many bytes these are; fewer than the buffer has room for at the end of the file only
     */
    int read(ByteBuffer buffer, long atBytes) throws IOException {
        buffer.clear();
        readFully(channel, buffer, atBytes);
        return buffer.position();
    }

    private static void readFully(FileChannel channel, ByteBuffer buffer, long atBytes) throws IOException {
        int got = 0;
        while (buffer.hasRemaining() && got >= 0) {
            got = channel.read(buffer, atBytes + buffer.position());
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    @Override
    public String toString() {
        return file.toString();
    }
}
