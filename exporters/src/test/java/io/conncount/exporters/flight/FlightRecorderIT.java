package io.conncount.exporters.flight;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.conncount.collect.Collector;
import io.conncount.exporters.Disk;
import io.conncount.exporters.Snapshots;
import io.conncount.exporters.flight.Alarm.Verdict;
import io.conncount.sampler.Sampler;
import io.conncount.source.HostSource;
import io.conncount.source.recording.RecordedFile;
import io.conncount.source.recording.RecordedHost;
import io.conncount.source.recording.RecordingException;
import io.conncount.testing.Command;
import io.conncount.testing.SocketNamespace;
import io.conncount.testing.Waiting;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The flight recorder on real sockets, with a condition that the test sets. Needs root. */
class FlightRecorderIT {
    private static final int CONNECTIONS = 20;
    private static final int KEEP = 2;

    private final AtomicReference<Verdict> verdict = new AtomicReference<>(new Verdict(Optional.of(false), "calm"));
    private final Sampler sampler = new Sampler(1, Duration.ofSeconds(30));
    private SocketNamespace namespace;
    private Path directory;
    private FlightRecorder recorder;

    @TempDir
    private Path parent;

    @BeforeEach
    void start() throws Exception {
        namespace = new SocketNamespace("--connections", Integer.toString(CONNECTIONS));
        directory = parent.resolve("recordings");
        Alarm alarm = new Alarm("load > 5", Duration.ZERO, host -> verdict.get());
        recorder = new FlightRecorder(
                sampler,
                HostSource.open(),
                new FlightRecorder.Options(alarm, directory, KEEP),
                Duration.ofMillis(20),
                "1.2.3",
                Duration.ZERO);
        namespace.call(() -> {
            sampler.start();
            return null;
        });
    }

    @AfterEach
    void end() throws Exception {
        recorder.close();
        sampler.close();
        namespace.close();
    }

    private void condition(Optional<Boolean> holds) throws Exception {
        verdict.set(new Verdict(holds, "load is 7"));
        Waiting.until("a look at the condition", () -> recorder.holds().equals(holds));
    }

    private void incident() throws Exception {
        long before = recorder.taken() + recorder.failed();
        condition(Optional.of(true));
        Waiting.until("a recording", () -> recorder.taken() + recorder.failed() > before);
        condition(Optional.of(false));
    }

    private List<RecordedFile> files() throws RecordingException {
        RecordedFile.Found found = RecordedFile.in(directory);
        assertEquals(List.of(), found.faults());
        return found.files();
    }

    @Test
    void recordingHasTheSocketsOfTheMomentAndSaysWhy() throws Exception {
        incident();
        assertEquals(1, recorder.taken());
        RecordedFile file = files().get(0);
        assertEquals(Optional.of("load > 5"), file.condition());
        assertEquals(Files.size(file.file()), file.bytes());
        long sockets = new Collector(RecordedHost.open(file.file()))
                .collect(Snapshots.byState())
                .total();
        assertEquals(sockets, file.sockets());
        assertTrue(sockets >= 2 * CONNECTIONS, sockets + " sockets");
        assertEquals("rw-------", permissions(file.file()));
        assertEquals("rwx------", permissions(directory));
    }

    private static String permissions(Path path) throws Exception {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }

    @Test
    void onlyTheLatestAreKept() throws Exception {
        Path other = Files.writeString(directory.resolve("conncount.rec"), "somebody's own file");
        Path fromTheFuture = Files.writeString(directory.resolve("conncount-20991231T000000.000Z.rec"), "");
        incident();
        List<Path> first = recordings();
        incident();
        incident();
        assertEquals(3, recorder.taken());
        assertEquals(KEEP, recordings().size());
        assertTrue(!recordings().contains(first.get(0)) || !Files.exists(fromTheFuture));
        assertTrue(Files.exists(other));
    }

    private List<Path> recordings() throws Exception {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> file.getFileName().toString().startsWith("conncount-"))
                    .sorted()
                    .toList();
        }
    }

    @Test
    void conditionThatIsNotKnownIsNeither() throws Exception {
        condition(Optional.empty());
        assertEquals(Optional.empty(), recorder.holds());
        condition(Optional.of(false));
        assertEquals(0, recorder.taken() + recorder.failed());
    }

    @Test
    void failureIsCountedAndTheNextRecordingMayBeGood() throws Exception {
        Files.delete(directory);
        incident();
        assertTrue(recorder.failed() > 0);
        Files.createDirectory(directory);
        condition(Optional.of(true));
        Waiting.until("a recording", () -> recorder.taken() == 1);
        assertEquals(1, files().size());
    }

    /** Nothing of the recording that did not fit is left, which would keep the disk full. */
    @Test
    void fullDiskIsCountedAndRecordingGoesOnWhenThereIsRoom() throws Exception {
        Command.lines("mount", "-t", "tmpfs", "-o", "size=256k", "recorder-test", directory.toString());
        try {
            Path ballast = directory.resolve("ballast");
            Disk.fill(ballast);
            incident();
            assertEquals(1, recorder.failed());
            assertEquals(0, recorder.taken());
            try (Stream<Path> files = Files.list(directory)) {
                assertEquals(List.of(ballast), files.toList());
            }
            Files.delete(ballast);
            condition(Optional.of(true));
            Waiting.until("a recording", () -> recorder.taken() == 1);
            assertEquals(1, files().size());
        } finally {
            Command.lines("umount", directory.toString());
        }
    }

    @Test
    void whatAKilledRecorderLeftIsRemoved() throws Exception {
        Path left = Files.writeString(directory.resolve(".conncount123.new"), "half a recording");
        Path kept = Files.writeString(directory.resolve("conncount-20260101T000000.000Z.rec"), "");
        new RecordingDirectory(directory, KEEP);
        assertTrue(Files.notExists(left));
        assertTrue(Files.exists(kept));
    }

    @Test
    void directoryThatCannotBeWrittenIsRefused() {
        RecordingException e =
                assertThrows(RecordingException.class, () -> new RecordingDirectory(Path.of("/proc/self/rec"), KEEP));
        assertTrue(e.getMessage().startsWith("/proc/self/rec: "), e.getMessage());
    }
}
