package io.conncount.exporters.history;

import io.conncount.socket.TcpState;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Not for users: a history of two moments, to be asked once a build, so that what such questions load can be kept in an archive. */
public final class TrainingHistory {
    private static final Duration APART = Duration.ofSeconds(1);
    private static final long SIZE_BYTES = 1 << 20;

    private TrainingHistory() {}

    /** Makes the file; two seconds ago there was a connection more than a second ago. */
    public static void write(Path file) throws IOException {
        RecordedSeries states = new RecordedSeries(
                "states",
                List.of("family", "state"),
                List.of("tcp"),
                List.of("ipv4", "ipv6"),
                Arrays.stream(TcpState.values()).map(TcpState::label).sorted().toList(),
                Optional.empty());
        Instant now = Instant.now();
        try (Ring ring = Ring.open(file, new Ring.Limits(SIZE_BYTES, Duration.ofHours(1)), "host")) {
            ring.append(List.of(
                    sampled(states, now.minus(APART.multipliedBy(2)), 2), sampled(states, now.minus(APART), 1)));
        } catch (SQLException e) {
            throw new IOException(e);
        }
    }

    private static Ring.Sampled sampled(RecordedSeries series, Instant time, long established) {
        Map<List<String>, Extent> groups = Map.of(
                List.of("ipv4", TcpState.ESTABLISHED.label()), Extent.of(established),
                List.of("ipv6", TcpState.LISTEN.label()), Extent.of(1));
        Moment moment = new Moment(time, APART, 1, Extent.of(established + 1), groups, 0, 0, Optional.empty());
        return new Ring.Sampled(
                series, time, Duration.ofSeconds(time.getEpochSecond()).toNanos(), moment);
    }
}
