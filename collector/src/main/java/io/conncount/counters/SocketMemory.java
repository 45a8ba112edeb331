package io.conncount.counters;

import io.conncount.sys.KernelFile;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * How much memory the kernel takes for a TCP connection that a process holds, without the data in its queues: an object of each of
 * these caches ({@code man 5 slabinfo}), with its part of what their pages leave unused.
 *
 * @param objectBytes by the name of the cache; only root may see all of them
 */
public record SocketMemory(Map<String, Long> objectBytes) {
    /** The socket, its inode, and the entry and the file that a descriptor leads to. */
    public static final List<String> CACHES = List.of("TCP", "sock_inode_cache", "dentry", "filp");

    private static final Path SLABINFO = Path.of("/proc/slabinfo");
    private static final Path PROTOCOLS = Path.of("/proc/net/protocols");
    private static final int COLUMNS_MIN = 6;
    private static final String[] NOTHING = {};
    private static final int OBJECTS_PER_SLAB = 4;
    private static final int PAGES_PER_SLAB = 5;

    /** Copies what it is given. */
    public SocketMemory {
        objectBytes = Map.copyOf(objectBytes);
    }

    /** That of this host's kernel. */
    public static SocketMemory ofThisHost() {
        Map<String, Long> bytes = new LinkedHashMap<>();
        for (String line : NamedNumbers.lines(SLABINFO)) {
            int end = line.indexOf(' ');
            String[] words = end > 0 && CACHES.contains(line.substring(0, end)) ? line.split(" +") : NOTHING;
            long objects = words.length >= COLUMNS_MIN ? KernelFile.number(words[OBJECTS_PER_SLAB]) : 0;
            if (objects > 0) {
                bytes.put(words[0], KernelFile.number(words[PAGES_PER_SLAB]) * KernelFile.pageBytes() / objects);
            }
        }
        if (!bytes.containsKey(CACHES.get(0))) {
            addSizeOfProtocol(bytes);
        }
        return new SocketMemory(bytes);
    }

    /** Adds the size of a TCP socket, which everybody may see: the second column of a line that begins with {@code TCP}. */
    private static void addSizeOfProtocol(Map<String, Long> bytes) {
        for (String line : NamedNumbers.lines(PROTOCOLS)) {
            String[] words = line.split(" +");
            if (words.length > 1 && words[0].equals(CACHES.get(0)) && KernelFile.number(words[1]) >= 0) {
                bytes.put(words[0], KernelFile.number(words[1]));
                return;
            }
        }
    }

    /** What all of it is together; empty if a part is not known. */
    public OptionalLong connectionBytes() {
        long sum = 0;
        for (String cache : CACHES) {
            Long bytes = objectBytes.get(cache);
            if (bytes == null) {
                return OptionalLong.empty();
            }
            sum += bytes;
        }
        return OptionalLong.of(sum);
    }
}
