package io.conncount.source;

import io.conncount.sys.Errno;
import io.conncount.sys.KernelException;
import io.conncount.sys.SysctlValue;
import io.conncount.sys.Sysctls;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

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

    private CapturedSysctls(Path directory, String set) {
        this.directory = directory;
        this.set = set;
    }

    /**
     * The recording {@code DIRECTORY} or {@code DIRECTORY:SET}, where the set left out is {@code main}.
     *
     * @throws IOException if there is no such directory, or nothing of that set in it
     */
    public static CapturedSysctls open(String from) throws IOException {
        Path directory = Path.of(from);
        String set = SET_DEFAULT;
        int colon = from.lastIndexOf(':');
        if (!Files.isDirectory(directory) && colon >= 0) {
            directory = Path.of(from.substring(0, colon));
            set = from.substring(colon + 1);
        }
        if (!Files.isDirectory(directory)) {
            throw new NoSuchFileException(directory.toString(), null, "there is no such directory");
        }
        if (!set.matches(SET_NAME)) {
            throw new NoSuchFileException(from, null, "a set's name has letters, digits, dots and hyphens only");
        }
        try (var files = Files.newDirectoryStream(directory, set + "__*.bin")) {
            if (!files.iterator().hasNext()) {
                throw new NoSuchFileException(directory.toString(), null, "there is no file " + set + "__*.bin in it");
            }
        }
        return new CapturedSysctls(directory, set);
    }

    @Override
    public SysctlValue read(String name) throws KernelException {
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
    private record Value(ByteBuffer bytes) implements SysctlValue {
        @Override
        public void close() {
            // The mapping goes with the buffer.
        }
    }
}
