package io.conncount.collect;

import io.conncount.counters.Measure;
import io.conncount.counters.Measures;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * How many more connections a host has room for, by the limit that they reach first.
 *
 * @param connections how many
 * @param limit the name of that limit
 */
public record Room(long connections, String limit) {
    /** With fewer connections, what one has in its queues is not measured. */
    static final long MEASURED_MIN = 1_000;

    /** That which a host has; empty if no limit is known that tells it. */
    public static Optional<Room> of(CapacityView view) {
        Measures measures = view.measures();
        List<Room> rooms = new ArrayList<>();
        add("open_files", left(measures, Measure.OPEN_FILES, Measure.OPEN_FILES_MAX), 1, rooms);
        add("sockets", left(measures, Measure.OPEN_SOCKETS, Measure.OPEN_SOCKETS_MAX), 1, rooms);
        if (isTracked(measures)) {
            add("conntrack", left(measures, Measure.CONNTRACK_ENTRIES, Measure.CONNTRACK_ENTRIES_MAX), 1, rooms);
        }
        OptionalLong queued = queuedBytes(measures);
        if (queued.isPresent()) {
            long bytes = queued.getAsLong();
            add("tcp_memory", left(measures, Measure.TCP_SOCKET_MEMORY, Measure.TCP_SOCKET_MEMORY_MAX), bytes, rooms);
        }
        OptionalLong bytes = view.memory().connectionBytes();
        if (bytes.isPresent()) {
            add("memory", measures.number(Measure.MEMORY_AVAILABLE), bytes.getAsLong() + queued.orElse(0), rooms);
        }
        Room least = null;
        for (Room room : rooms) {
            least = least == null || room.connections < least.connections ? room : least;
        }
        return Optional.ofNullable(least);
    }

    /** True if the firewall tracks connections; where it is loaded without such rules, it has next to no entries. */
    static boolean isTracked(Measures measures) {
        long entries = measures.number(Measure.CONNTRACK_ENTRIES);
        return entries > 0 && 2 * entries >= measures.number(Measure.TCP_ESTABLISHED);
    }

    /** What a socket has in its queues, on average over all network namespaces; empty if there are too few to tell. */
    public static OptionalLong queuedBytes(Measures measures) {
        long sockets = measures.number(Measure.TCP_ALLOCATED);
        long memory = measures.number(Measure.TCP_SOCKET_MEMORY);
        return sockets >= MEASURED_MIN && memory >= 0 ? OptionalLong.of(memory / sockets) : OptionalLong.empty();
    }

    private static long left(Measures measures, Measure use, Measure max) {
        return measures.of(use).isPresent() && measures.of(max).isPresent()
                ? Math.max(0, measures.number(max) - measures.number(use))
                : -1;
    }

    private static void add(String limit, long left, long each, List<Room> rooms) {
        if (left >= 0 && each > 0) {
            rooms.add(new Room(left / each, limit));
        }
    }
}
