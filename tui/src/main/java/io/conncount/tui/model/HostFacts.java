package io.conncount.tui.model;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Facts about the host other than its sockets.
 *
 * @param system its operating system and kernel, such as {@code Debian 12, Linux 6.1.0}
 * @param load processes that run or want to, on average over 1, 5 and 15 minutes; fewer or none where not known
 * @param openFilesMax 0 if there is no limit, or it is unknown
 */
public record HostFacts(
        String system,
        Optional<Duration> uptime,
        List<Double> load,
        long memoryUsedBytes,
        long memoryBytes,
        long openFiles,
        long openFilesMax) {
    /** Nothing is known, or not yet. */
    public static final HostFacts UNKNOWN = new HostFacts("", Optional.empty(), List.of(), 0, 0, 0, 0);

    /** Copies what it is given. */
    public HostFacts {
        load = List.copyOf(load);
    }
}
