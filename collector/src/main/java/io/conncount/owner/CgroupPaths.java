package io.conncount.owner;

import io.conncount.sys.NameText;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Arrays;
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
            walk();
        }
        String path = paths.get(id);
        return path == null ? "(id:" + Long.toUnsignedString(id) + ")" : path;
    }

    /** The id of the group with this path, which begins at the hierarchy's root, or is one of the file system. */
    synchronized Optional<Long> id(String path) {
        String plain = path.length() > 1 && path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
        Optional<Long> id = known(plain);
        if (id.isEmpty()) {
            walk();
            id = known(plain);
        }
        return id;
    }

    private Optional<Long> known(String path) {
        String root = mountPoint().map(Path::toString).orElse("");
        String below = path.startsWith(root + "/") ? path.substring(root.length()) : path.equals(root) ? "/" : path;
        return paths.entrySet().stream()
                .filter(group ->
                        group.getValue().equals(path) || group.getValue().equals(below))
                .map(Map.Entry::getKey)
                .findFirst();
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

    private void walk() {
        paths.clear();
        paths.put(ROOT_ID, "/");
        mountPoint().ifPresent(this::walk);
        walkedNanos = System.nanoTime();
    }

    private void walk(Path root) {
        int rootLength = bytes(root).length;
        try {
            Files.walkFileTree(root, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes)
                        throws IOException {
                    byte[] path = bytes(directory);
                    byte[] below = Arrays.copyOfRange(path, Math.min(rootLength, path.length), path.length);
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

    /**
     * A path as the file system has it, without a slash at its end. As text it would have been read by the locale, in
     * which two names may be one.
     */
    private static byte[] bytes(Path path) {
        String escaped = path.toUri().getRawPath();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(escaped.length());
        int end = escaped.endsWith("/") ? escaped.length() - 1 : escaped.length();
        for (int at = 0; at < end; at++) {
            if (escaped.charAt(at) == '%') {
                bytes.write(Integer.parseInt(escaped, at + 1, at + 3, 16));
                at += 2;
            } else {
                bytes.write(escaped.charAt(at));
            }
        }
        return bytes.toByteArray();
    }
}
