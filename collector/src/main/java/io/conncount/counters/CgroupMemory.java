package io.conncount.counters;

import io.conncount.sys.KernelFile;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;

/**
 * The memory of a cgroup (version 2) that has a limit ({@code cgroup-v2.rst} of Linux). The buffers of its sockets are a part of it.
 *
 * @param path beginning with a slash
 * @param useBytes {@code memory.current}
 * @param maxBytes {@code memory.max}
 * @param socketBytes {@code sock} of {@code memory.stat}; {@link Measures#MISSING} if it is not known
 */
public record CgroupMemory(String path, long useBytes, long maxBytes, long socketBytes)
        implements Comparable<CgroupMemory> {
    private static final int GROUPS_MAX = 10_000;
    private static final File[] NOTHING = {};
    private static final List<Path> MOUNTS = List.of(Path.of("/sys/fs/cgroup"), Path.of("/sys/fs/cgroup/unified"));

    /** Those of this host that are nearest to their limit. */
    public static List<CgroupMemory> fullest(int groupsMax) {
        List<CgroupMemory> limited = new ArrayList<>();
        for (Path mount : MOUNTS) {
            if (mount.resolve("cgroup.controllers").toFile().exists()) {
                addBelow(mount, limited);
            }
        }
        Collections.sort(limited);
        return limited.subList(0, Math.min(groupsMax, limited.size()));
    }

    private double share() {
        return (double) useBytes / Math.max(1, maxBytes);
    }

    /** The order by which those nearest to their limit come first. */
    @Override
    public int compareTo(CgroupMemory other) {
        return Double.compare(other.share(), share());
    }

    private static void addBelow(Path mount, List<CgroupMemory> limited) {
        Deque<File> left = new ArrayDeque<>();
        left.add(mount.toFile());
        for (int seen = 0; seen < GROUPS_MAX && !left.isEmpty(); seen++) {
            File group = left.remove();
            long maxBytes = number(group.toPath().resolve("memory.max"));
            if (maxBytes >= 0) {
                NamedNumbers stat = new NamedNumbers();
                stat.readLines(group.toPath().resolve("memory.stat"));
                limited.add(new CgroupMemory(
                        "/" + mount.relativize(group.toPath()),
                        number(group.toPath().resolve("memory.current")),
                        maxBytes,
                        stat.get("sock")));
            }
            File[] below = group.listFiles();
            for (File entry : below == null ? NOTHING : below) {
                if (entry.isDirectory()) {
                    left.add(entry);
                }
            }
        }
    }

    /** What a file says; {@link Measures#MISSING} where it says {@code max}, or is not there. */
    private static long number(Path file) {
        try {
            return Math.max(
                    Measures.MISSING, KernelFile.number(KernelFile.text(file).strip()));
        } catch (IOException e) {
            return Measures.MISSING;
        }
    }
}
