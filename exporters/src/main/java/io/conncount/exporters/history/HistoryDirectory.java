package io.conncount.exporters.history;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;

/** The directory of a history, which one daemon has to itself: the kernel takes it back when the daemon ends, however it ends. */
final class HistoryDirectory implements AutoCloseable {
    private static final String LOCK = "history.lock";
    private static final String DAMAGED = "history.damaged.db";
    private static final String LOG = "-wal";

    private final Path directory;
    private final FileChannel lock;

    private HistoryDirectory(Path directory, FileChannel lock) {
        this.directory = directory;
        this.lock = lock;
    }

    /**
     * Makes the directory, if need be, and takes it.
     *
     * @throws HistoryException if that cannot be; the message says why
     */
    static HistoryDirectory take(Path directory) throws HistoryException {
        try {
            make(directory);
            FileChannel lock =
                    FileChannel.open(directory.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (isHeld(lock)) {
                return new HistoryDirectory(directory, lock);
            }
            lock.close();
        } catch (IOException e) {
            throw new HistoryException(
                    "cannot record a history in " + directory + ": " + reason(e)
                            + "; choose a directory in which this user may write",
                    e);
        }
        throw new HistoryException(
                "another daemon records its history in " + directory + "; stop it, or choose another directory");
    }

    private static boolean isHeld(FileChannel lock) throws IOException {
        try {
            FileLock held = lock.tryLock();
            return held != null;
        } catch (OverlappingFileLockException e) {
            return false;
        }
    }

    private static void make(Path directory) throws IOException {
        try {
            Files.createDirectory(
                    directory, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-x---")));
        } catch (FileAlreadyExistsException e) {
            // The normal case; if it is not a directory, the next step fails.
            return;
        }
    }

    private static String reason(IOException e) {
        if (e instanceof FileSystemException failed) {
            return failed.getFile() + ": "
                    + (failed.getReason() == null ? failed.getClass().getSimpleName() : failed.getReason());
        }
        return e.getMessage();
    }

    Path file() {
        return directory.resolve(Schema.FILE);
    }

    /** Gives a damaged history another name, in the place of an earlier one; what can be read of it can still be asked. */
    Path setAside() {
        Path aside = directory.resolve(DAMAGED);
        move(file(), aside);
        move(directory.resolve(Schema.FILE + LOG), directory.resolve(DAMAGED + LOG));
        return aside;
    }

    private static void move(Path from, Path to) {
        try {
            Files.deleteIfExists(to);
            if (Files.exists(from)) {
                Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
            }
        } catch (IOException e) {
            // The next attempt to write fails for the same reason, and says so.
            return;
        }
    }

    @Override
    public void close() {
        try {
            lock.close();
        } catch (IOException e) {
            // The lock ends with the process.
            return;
        }
    }
}
