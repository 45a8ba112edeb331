package io.conncount.owner;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Paths of cgroups by id, which in cgroup v2 is the inode number of the group's directory. The tree is walked when a
 * path is asked for that is not known, but not more often than every five seconds.
 */
public final class CgroupPaths {
    private static final Path MOUNTS = Path.of("/proc/self/mountinfo");
    /** The hierarchy's root has this id wherever it is mounted, and where it is not. */
    private static final long ROOT_ID = 1;

    private static final int CGROUPS_MAX = 100_000;
    private static final long WALK_AGAIN_AFTER_NANOS = 5_000_000_000L;

    private static final CgroupPaths OF_HOST = new CgroupPaths(true);

    private final Map<Long, String> paths = new HashMap<>();
    private long walkedNanos = System.nanoTime() - WALK_AGAIN_AFTER_NANOS;

    private static final CgroupPaths NONE = new CgroupPaths(false);

    private final boolean walks;

    private CgroupPaths(boolean walks) {
        this.walks = walks;
    }

    /** No paths: every cgroup shows as its id. */
    public static CgroupPaths none() {
        return NONE;
    }

    /** Those of this host, relative to where its cgroup v2 hierarchy is mounted. */
    public static CgroupPaths ofHost() {
        return OF_HOST;
    }

    /** The path, beginning with a slash; or the id, where the group is gone or its hierarchy is not to be seen. */
    public synchronized String of(long id) {
        if (walks && !paths.containsKey(id) && System.nanoTime() - walkedNanos >= WALK_AGAIN_AFTER_NANOS) {
            paths.clear();
            paths.put(ROOT_ID, "/");
            mountPoint().ifPresent(this::walk);
            walkedNanos = System.nanoTime();
        }
        String path = paths.get(id);
        return path == null ? "(id:" + Long.toUnsignedString(id) + ")" : path;
    }

    /** The id of the group with this path, which begins at the hierarchy's root, or is one of the file system. */
    Optional<Long> id(String path) {
        if (path.equals("/")) {
            return Optional.of(ROOT_ID);
        }
        Optional<Path> root = mountPoint();
        if (root.isEmpty()) {
            return Optional.empty();
        }
        try {
            Path below = Path.of(root.get().toString(), path).normalize();
            Path group = Files.isDirectory(below) ? below : Path.of(path).normalize();
            return group.startsWith(root.get()) && Files.isDirectory(group)
                    ? Optional.of((Long) Files.getAttribute(group, "unix:ino"))
                    : Optional.empty();
        } catch (IOException | InvalidPathException e) {
            return Optional.empty();
        }
    }

    /** Lines such as {@code 30 23 0:26 / /sys/fs/cgroup rw,nosuid - cgroup2 cgroup2 rw}. */
    private static Optional<Path> mountPoint() {
        try (Stream<String> lines = Files.lines(MOUNTS, StandardCharsets.ISO_8859_1)) {
            return lines.filter(line -> line.contains(" - cgroup2 "))
                    .map(line -> Path.of(line.split(" ")[4]))
                    .findFirst();
        } catch (IOException | java.io.UncheckedIOException e) {
            return Optional.empty();
        }
    }

    private void walk(Path root) {
        try {
            Files.walkFileTree(root, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes)
                        throws IOException {
                    paths.put((Long) Files.getAttribute(directory, "unix:ino"), "/" + root.relativize(directory));
                    return paths.size() < CGROUPS_MAX ? FileVisitResult.CONTINUE : FileVisitResult.TERMINATE;
                }

                @Override
                public FileVisitResult visitFileFailed(Path file, IOException e) {
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException e) {
            // A group that ended during the walk: its sockets show its id.
            return;
        }
    }
}
