package io.conncount.names;

import io.conncount.sys.KernelFile;
import io.conncount.sys.NameText;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Paths of cgroups by id, which in cgroup v2 is the inode number of the group's directory. The tree is walked when a
 * path is needed that is not known, but rests in between: fifty times as long as the last walk took, at most five seconds.
 */
final class CgroupPaths {
    private static final Path MOUNTS = Path.of("/proc/self/mountinfo");
    /** The whole hierarchy's root. In a container, what is mounted may begin further down. */
    private static final long ROOT_ID = 1;

    private static final int CGROUPS_MAX = 100_000;
    private static final int REST_FACTOR = 50;
    private static final long REST_NANOS_MAX = 5_000_000_000L;

    private static final CgroupPaths OF_HOST = new CgroupPaths();

    private final Map<Long, String> paths = new HashMap<>();
    private String mount = "";
    private long walkedNanos = System.nanoTime();
    private long restNanos;

    private CgroupPaths() {}

    /** Those of this host, relative to where its cgroup v2 hierarchy is mounted. */
    static CgroupPaths ofHost() {
        return OF_HOST;
    }

    /** True if this host has a cgroup v2 hierarchy that can be seen here. */
    synchronized boolean mounted() {
        if (paths.isEmpty()) {
            walk();
        }
        return !mount.isEmpty();
    }

    /** The path, beginning with a slash; empty where the group is gone or its hierarchy is not to be seen. */
    synchronized Optional<String> path(long id) {
        if (!paths.containsKey(id) && System.nanoTime() - walkedNanos >= restNanos) {
            walk();
        }
        return Optional.ofNullable(paths.get(id));
    }

    /** The id of the group with this path, which begins at the hierarchy's root, or is one of the file system. */
    synchronized Optional<Long> id(String path) {
        Optional<Long> id = known(path);
        if (id.isEmpty() || !exists(id.get())) {
            walk();
            id = known(path);
        }
        return id;
    }

    /** The ids of the group with this path and of those below it; the tree is walked anew. */
    synchronized Optional<List<Long>> idsIn(String path) {
        walk();
        return known(path).map(id -> KnownNames.idsIn(paths, paths.get(id)));
    }

    /** The paths of all groups by their ids; the tree is walked anew. */
    synchronized Map<Long, String> all() {
        walk();
        return Map.copyOf(paths);
    }

    /** True if the group is still there; its path may be another's by now. */
    private boolean exists(long id) {
        if (mount.isEmpty()) {
            return true;
        }
        try {
            Path directory = NameText.path(NameText.bytes(mount + paths.get(id)));
            return Files.getAttribute(directory, "unix:ino").equals(id);
        } catch (IOException e) {
            return false;
        }
    }

    private Optional<Long> known(String path) {
        String plain = withoutSlashBehind(path);
        boolean inFileSystem = !mount.isEmpty() && (plain.equals(mount) || plain.startsWith(mount + "/"));
        String below = inFileSystem ? "/" + withoutSlashBefore(plain.substring(mount.length())) : plain;
        for (Map.Entry<Long, String> group : paths.entrySet()) {
            if (group.getValue().equals(plain) || group.getValue().equals(below)) {
                return Optional.of(group.getKey());
            }
        }
        return Optional.empty();
    }

    private static String withoutSlashBehind(String path) {
        return path.length() > 1 && path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    }

    private static String withoutSlashBefore(String path) {
        return path.startsWith("/") ? path.substring(1) : path;
    }

    private void walk() {
        long begunNanos = System.nanoTime();
        paths.clear();
        Optional<byte[]> root = mountPoint();
        if (root.isPresent()) {
            mount = NameText.of(root.get(), root.get().length);
            walk(root.get());
        } else {
            paths.put(ROOT_ID, "/");
        }
        walkedNanos = System.nanoTime();
        restNanos = Math.min(REST_NANOS_MAX, REST_FACTOR * (walkedNanos - begunNanos));
    }

    /** From lines such as {@code 30 23 0:26 / /sys/fs/cgroup rw,nosuid - cgroup2 cgroup2 rw}. */
    private static Optional<byte[]> mountPoint() {
        try {
            for (String line : KernelFile.text(MOUNTS).split("\n")) {
                if (line.contains(" - cgroup2 ")) {
                    return Optional.of(KernelFile.path(line.split(" ")[4]));
                }
            }
            return Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private void walk(byte[] root) {
        try {
            Files.walkFileTree(NameText.path(root), new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes)
                        throws IOException {
                    byte[] path = NameText.bytes(directory);
                    byte[] below = Arrays.copyOfRange(path, Math.min(root.length, path.length), path.length);
                    paths.put(
                            (Long) Files.getAttribute(directory, "unix:ino"),
                            below.length == 0 ? "/" : NameText.of(below, below.length));
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
