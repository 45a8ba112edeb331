package io.conncount.source.recording;

import io.conncount.sys.Errno;
import io.conncount.sys.KernelException;
import io.conncount.sys.Sysctls;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Optional;

/**
 * The values a FreeBSD kernel once gave: a directory of raw files named {@code SET__net.inet.tcp.pcblist.bin}, as
 * {@code sysctl -b} writes them. What does not change while a kernel runs may be in the set {@code const}. The hosts they
 * come from, amd64 and arm64, are little-endian.
 */
public final class CapturedSysctls implements Sysctls {
    private static final String SET_DEFAULT = "main";
    private static final String SET_OF_CONSTANTS = "const";
    private static final String SET_NAME = "[A-Za-z0-9_.-]{1,64}";

    private final Path directory;
    private final String set;

    private final Instant modified;

    private CapturedSysctls(Path directory, String set, Instant modified) {
        this.directory = directory;
        this.set = set;
        this.modified = modified;
    }

    /**
     * The recording that {@code DIRECTORY} or {@code DIRECTORY:SET} means, where the set left out is {@code main}; empty if
     * the directory does not exist.
     *
     * @throws RecordingException if the directory has nothing of that set
     */
    static Optional<CapturedSysctls> find(Path from) throws RecordingException {
        if (Files.isDirectory(from)) {
            return Optional.of(open(from, SET_DEFAULT));
        }
        String text = from.toString();
        int colon = text.lastIndexOf(':');
        if (colon < 0 || Files.exists(from) || !Files.isDirectory(Path.of(text.substring(0, colon)))) {
            return Optional.empty();
        }
        return Optional.of(open(Path.of(text.substring(0, colon)), text.substring(colon + 1)));
    }

    /**
     * The values of one set.
     *
     * @throws RecordingException if the directory has none
     */
    public static CapturedSysctls open(Path directory, String set) throws RecordingException {
        if (!set.matches(SET_NAME)) {
            throw new RecordingException(
                    directory, "the name of a set may have only letters, digits, dots, underscores and hyphens");
        }
        FileTime last = FileTime.from(Instant.EPOCH);
        boolean empty = true;
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, set + "__*.bin")) {
            for (Path file : files) {
                FileTime time = Files.getLastModifiedTime(file);
                last = last.compareTo(time) < 0 ? time : last;
                empty = false;
            }
        } catch (IOException e) {
            throw RecordingException.of(directory, e);
        }
        if (empty) {
            throw new RecordingException(
                    directory, "is a directory without FreeBSD sysctls: it has no file " + set + "__*.bin in it");
        }
        return new CapturedSysctls(directory, set, last.toInstant());
    }

    /** When they were recorded, according to the files. */
    Instant time() {
        return modified;
    }

    @Override
    public Sysctls.Value read(String name) throws KernelException {
        Path file = file(set, name);
        if (!Files.exists(file)) {
            file = file(SET_OF_CONSTANTS, name);
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            if (channel.size() == 0) {
                throw new KernelException(
                        "sysctl(" + name + "), refused when it was recorded in " + directory, Errno.ENOENT);
            }
            if (channel.size() > Integer.MAX_VALUE) {
                throw new KernelException("read(" + file + ") of " + channel.size() + " bytes", Errno.EFBIG);
            }
            ByteBuffer bytes = channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size());
            return new Value(bytes.order(ByteOrder.LITTLE_ENDIAN));
        } catch (NoSuchFileException e) {
            throw new KernelException("sysctl(" + name + ") in " + directory, Errno.ENOENT);
        } catch (KernelException e) {
            throw e;
        } catch (IOException e) {
            throw new KernelException("read(" + file + ")", Errno.EIO);
        }
    }

    private Path file(String ofSet, String name) {
        return directory.resolve(ofSet + "__" + name + ".bin");
    }

    /** A file that is looked at in place. */
    private record Value(ByteBuffer bytes) implements Sysctls.Value {
        @Override
        public void close() {
            // The mapping goes with the buffer.
        }
    }
}
