package io.conncount.exporters.history;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.conncount.counters.Measure;
import io.conncount.counters.Measures;
import io.conncount.exporters.Disk;
import io.conncount.exporters.Snapshots;
import io.conncount.exporters.sampled.DaemonSeries;
import io.conncount.exporters.sampled.ViewSeries;
import io.conncount.sampler.FixedSeries;
import io.conncount.sampler.Series;
import io.conncount.sampler.Series.Sample;
import io.conncount.snapshot.Snapshot;
import io.conncount.socket.TcpState;
import io.conncount.testing.Command;
import io.conncount.testing.Waiting;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a daemon records while its directory does what directories do. */
class HistoryIT {
    private static final long SIZE = 64L << 20;
    private static final List<String> LISTEN = List.of("tcp", "ipv4", "listen");

    private final Series<Snapshot> states = FixedSeries.empty("states");
    private final Series<Measures> measures = FixedSeries.empty("measures");
    private final DaemonSeries sampled =
            new DaemonSeries(states, List.of(), FixedSeries.empty("listen_queues"), measures, ViewSeries.NONE);
    private final AtomicLong nanos = new AtomicLong();
    private long taken;

    @TempDir
    Path directory;

    @Test
    void everySampleIsRecordedWithTheKernelsNumbersAndTheDaemonsOwn() throws Exception {
        try (History history = history(directory)) {
            history.start();
            for (int i = 0; i < 20; i++) {
                sample(history);
            }
            Waiting.until("20 records", () -> history.status().records() == 60);
        }
        try (HistoryReader reader = HistoryReader.open(directory)) {
            List<RecordedSeries> series = reader.series();
            assertEquals(
                    List.of("states", "measures", "daemon"),
                    series.stream().map(RecordedSeries::name).toList());
            for (int i = 1; i < 20; i++) {
                assertEquals(
                        Extent.of(i),
                        reader.at(series.get(0), time(i)).orElseThrow().group(LISTEN));
            }
            assertEquals(
                    Map.of(List.of("tcp_orphans"), Extent.of(19)),
                    reader.at(series.get(1), time(19)).orElseThrow().groups());
            assertEquals(
                    Map.of(List.of("sampling_cpu_ms"), Extent.of(7)),
                    reader.at(series.get(2), time(19)).orElseThrow().groups());
        }
    }

    @Test
    void secondDaemonIsRefusedAndLeavesTheFirstAlone() throws Exception {
        try (History first = history(directory)) {
            first.start();
            HistoryException refusal = assertThrows(HistoryException.class, () -> history(directory));
            assertTrue(refusal.getMessage().contains("another daemon"), refusal.getMessage());
            sample(first);
            Waiting.until("a record", () -> first.status().records() > 0);
        }
        history(directory).close();
    }

    @Test
    void readOnlyDirectoryIsRefused() throws Exception {
        Command.lines("mount", "-t", "tmpfs", "-o", "ro", "history-test", directory.toString());
        try {
            HistoryException refusal = assertThrows(HistoryException.class, () -> history(directory));
            assertTrue(refusal.getMessage().contains("Read-only file system"), refusal.getMessage());
        } finally {
            Command.lines("umount", directory.toString());
        }
    }

    @Test
    void fullDiskIsSaidAndWritingGoesOnWhenThereIsRoom() throws Exception {
        Command.lines("mount", "-t", "tmpfs", "-o", "size=4m", "history-test", directory.toString());
        try (History history = history(directory)) {
            history.start();
            sample(history);
            Waiting.until("a record", () -> history.status().records() > 0);
            Path ballast = directory.resolve("ballast");
            Disk.fill(ballast);
            sampleUntil(
                    history,
                    "the disk is full",
                    () -> history.status().failure().isPresent());
            assertTrue(
                    history.status().failure().get().contains("full"),
                    history.status().failure().get());
            assertTrue(history.status().dropped() > 0);
            long before = history.status().records();
            Files.delete(ballast);
            sampleUntil(history, "writing goes on", () -> history.status().records() > before);
            assertEquals(Optional.empty(), history.status().failure());
        } finally {
            Command.lines("umount", directory.toString());
        }
    }

    @Test
    void diskThatIsFullAtTheStartDoesNotKeepADaemonFromSampling() throws Exception {
        Command.lines("mount", "-t", "tmpfs", "-o", "size=4m", "history-test", directory.toString());
        try {
            Path ballast = directory.resolve("ballast");
            Disk.fill(ballast);
            try (History history = history(directory)) {
                history.start();
                assertTrue(history.status().failure().isPresent());
                Files.delete(ballast);
                sampleUntil(history, "writing begins", () -> history.status().records() > 0);
            }
        } finally {
            Command.lines("umount", directory.toString());
        }
    }

    @Test
    void damagedFileIsSetAsideAndANewOneBegins() throws Exception {
        history(directory).close();
        byte[] garbage = new byte[8192];
        Arrays.fill(garbage, (byte) 7);
        Files.write(directory.resolve("history.db"), garbage);
        try (History history = history(directory)) {
            history.start();
            sampleUntil(history, "a record", () -> history.status().records() > 0);
            assertEquals(1, history.status().damaged());
        }
        assertEquals(8192, Files.size(directory.resolve("history.damaged.db")));
        try (HistoryReader reader = HistoryReader.open(directory)) {
            assertEquals(3, reader.series().size());
        }
    }

    /** Samples again and again, ten seconds apart. */
    private void sampleUntil(History history, String what, Waiting.Condition condition) throws Exception {
        Waiting.until(what, () -> {
            sample(history);
            return condition.holds();
        });
    }

    private History history(Path where) throws HistoryException {
        return new History(
                new History.Options(where, SIZE, Duration.ofHours(1)),
                sampled,
                Snapshots.byState(),
                "web1",
                () -> Map.of("sampling_cpu_ms", 7L),
                nanos::get);
    }

    private Instant time(long second) {
        return Recordings.START.plusSeconds(10 * second);
    }

    private void sample(History history) {
        nanos.addAndGet(Recordings.nanos(10));
        FixedSeries.publish(states, sample(Snapshots.states(Map.of(TcpState.LISTEN, taken))));
        FixedSeries.publish(measures, sample(new Measures(Map.of(Measure.TCP_ORPHANS, taken))));
        taken++;
        history.look();
    }

    private <T> Sample<T> sample(T value) {
        return new Sample<>(value, time(taken), nanos.get(), Duration.ZERO, Duration.ofMillis(1), Optional.empty());
    }
}
