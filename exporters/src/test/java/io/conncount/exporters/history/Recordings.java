package io.conncount.exporters.history;

import io.conncount.exporters.history.Ring.Limits;
import io.conncount.exporters.history.Ring.Sampled;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Histories that tests make up. */
final class Recordings {
    static final Instant START = Instant.parse("2026-11-20T00:00:00Z");
    static final Limits LIMITS = new Limits(512L << 20, Duration.ofHours(24));
    static final RecordedSeries STATES = new RecordedSeries(
            "states",
            List.of("proto", "family", "state"),
            List.of("tcp", "udp"),
            List.of("ipv4", "ipv6"),
            List.of("established", "listen"),
            Optional.empty());

    private Recordings() {}

    static Path file(Path directory) {
        return directory.resolve(Schema.FILE);
    }

    static Ring open(Path directory, Limits limits) throws Exception {
        return Ring.open(file(directory), limits, "web1");
    }

    /** One sample a second after the one before, of established connections and a listener. */
    static Sampled established(long second, long count) {
        return sampled(STATES, second, 1, states(count));
    }

    static Map<List<String>, Extent> states(long established) {
        Map<List<String>, Extent> groups = new HashMap<>();
        groups.put(List.of("tcp", "ipv4", "established"), Extent.of(established));
        groups.put(List.of("tcp", "ipv4", "listen"), Extent.of(4));
        return groups;
    }

    static Sampled sampled(RecordedSeries series, long second, long spanSeconds, Map<List<String>, Extent> groups) {
        long total = groups.values().stream().mapToLong(Extent::last).sum();
        Moment moment = new Moment(
                Instant.EPOCH, Duration.ofSeconds(spanSeconds), 1, Extent.of(total), groups, 0, 0, Optional.empty());
        return new Sampled(series, START.plusSeconds(second), nanos(second), moment);
    }

    static long nanos(long second) {
        return Duration.ofSeconds(second).toNanos();
    }
}
