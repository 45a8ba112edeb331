package io.conncount.source.recording;

import io.conncount.sys.MessageChannel;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/**
 * Writes a recording to a file that only its owner can read, next to the final one, whose name it takes when it is
 * complete. If it is closed before that, or ended by a signal, no file is left.
 */
final class RecordingWriter implements AutoCloseable {
    /** More than the kernel puts into one datagram. */
    private static final int SCRATCH_BYTES = 64 * 1024;

    private final Path target;
    private final boolean replace;
    private final Path temporary;
    private final FileChannel channel;
    private final Optional<Scrubber> scrubber;
    private final ByteBuffer scratch = ByteBuffer.allocateDirect(SCRATCH_BYTES);
    private long messageBytes;

    /**
     * Begins a recording.
     *
     * @param replace true to replace an existing file
     * @param scrubber what makes addresses unreadable; empty to keep them
     */
    RecordingWriter(Path target, boolean replace, Optional<Scrubber> scrubber) throws IOException {
        this.target = target;
        this.replace = replace;
        this.scrubber = scrubber;
        checkTarget();
        temporary = Files.createTempFile(target.toAbsolutePath().getParent(), ".conncount", ".new");
        temporary.toFile().deleteOnExit();
        channel = FileChannel.open(temporary, StandardOpenOption.WRITE);
        channel.position(RecordingHeader.BYTES);
    }

    private void checkTarget() throws IOException {
        if (!Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        if (!replace) {
            throw new RecordingException(target, "exists; --force replaces it");
        }
        if (!Files.isRegularFile(target, LinkOption.NOFOLLOW_LINKS)) {
            throw new RecordingException(target, "is not a regular file, so it is not replaced");
        }
    }

    /** A channel that passes everything on, and keeps a copy here. What cannot be written is an UncheckedIOException. */
    MessageChannel copying(MessageChannel original) {
        return new CopyingChannel(original, this::write, this::write);
    }

    private void write(ByteBuffer messages, int lengthBytes) {
        ByteBuffer copy = messages.duplicate();
        copy.clear().limit(lengthBytes);
        if (scrubber.isPresent()) {
            scratch.clear();
            scratch.put(copy).flip();
            copy = scratch;
            scrubber.get().scrub(copy);
        }
        try {
            append(copy);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Writes everything that is ready. */
    void append(ByteBuffer messages) throws IOException {
        int lengthBytes = messages.remaining();
        writeFully(messages);
        messageBytes += lengthBytes;
    }

    private void writeFully(ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    /** How long the messages are so far. */
    long messageBytes() {
        return messageBytes;
    }

    /** Writes the header, and gives the file its name. */
    void finish(RecordingHeader header) throws IOException {
        channel.position(0);
        writeFully(ByteBuffer.wrap(header.bytes()));
        // Some file systems say only now that the disk is full.
        channel.force(false);
        channel.close();
        checkTarget();
        Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
    }

    @Override
    public void close() throws IOException {
        channel.close();
        Files.deleteIfExists(temporary);
    }
}
