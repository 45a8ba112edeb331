package io.conncount.exporters.history;

import static io.conncount.exporters.history.Recordings.LIMITS;
import static io.conncount.exporters.history.Recordings.START;
import static io.conncount.exporters.history.Recordings.STATES;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.conncount.exporters.history.Ring.Sampled;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that something else has changed: what can be read is right, and what cannot is said. */
class DamageTest {
    private static final long SEED = 20;
    private static final int RECORDS = 500;

    @TempDir
    Path directory;

    private Path whole;

    @BeforeEach
    void record() throws Exception {
        Path made = Files.createDirectory(directory.resolve("whole"));
        try (Ring ring = Recordings.open(made, LIMITS)) {
            List<Sampled> samples = new ArrayList<>();
            for (long second = 0; second < RECORDS; second++) {
                samples.add(Recordings.sampled(Writing.PORTS, second, 1, Writing.ports(second)));
                samples.add(Recordings.established(second, second));
            }
            ring.append(samples);
        }
        whole = Recordings.file(made);
    }

    @Test
    void overwrittenPagesCostNoMoreThanTheirRecords() throws Exception {
        Random random = new Random(SEED);
        int readable = 0;
        for (int round = 0; round < 12; round++) {
            Path copy = copy();
            overwrite(copy, 1 + random.nextInt((int) (Files.size(copy) / Database.PAGE_BYTES) - 1), random);
            readable += readable(copy);
        }
        assertTrue(readable > 12 * RECORDS / 2, readable + " of " + 12 * RECORDS);
    }

    @Test
    void cutFileIsReadUpToTheCutOrRefused() throws Exception {
        Random random = new Random(SEED);
        for (int round = 0; round < 12; round++) {
            Path copy = copy();
            try (FileChannel file = FileChannel.open(copy, StandardOpenOption.WRITE)) {
                file.truncate(random.nextInt((int) Files.size(copy)));
            }
            readable(copy);
        }
    }

    @Test
    void cutLogCostsNoMoreThanItsEnd() throws Exception {
        Random random = new Random(SEED);
        Path made = Files.createDirectory(directory.resolve("with-log"));
        try (Ring ring = Recordings.open(made, LIMITS)) {
            for (long second = 0; second < 100; second++) {
                ring.append(List.of(Recordings.established(second, second)));
            }
            Path log = made.resolve(Schema.FILE + "-wal");
            for (int round = 0; round < 20; round++) {
                Path copy = Files.createTempDirectory(directory, "cut").resolve(Schema.FILE);
                Files.copy(Recordings.file(made), copy);
                byte[] bytes = Files.readAllBytes(log);
                Files.write(
                        copy.resolveSibling(Schema.FILE + "-wal"),
                        java.util.Arrays.copyOf(bytes, bytes.length / 2 + random.nextInt(bytes.length / 2)));
                try (Ring again = Recordings.open(copy.getParent(), LIMITS);
                        HistoryReader reader = HistoryReader.open(copy)) {
                    Moment first = reader.at(STATES, START.plusSeconds(10)).orElseThrow();
                    assertEquals(Extent.of(10), first.group(List.of("tcp", "ipv4", "established")));
                    again.append(List.of(Recordings.established(1000, 7)));
                }
            }
        }
    }

    private Path copy() throws IOException {
        Path copy = Files.createTempDirectory(directory, "copy").resolve(Schema.FILE);
        return Files.copy(whole, copy);
    }

    private static void overwrite(Path file, int page, Random random) throws IOException {
        byte[] garbage = new byte[Database.PAGE_BYTES];
        random.nextBytes(garbage);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.wrap(garbage), (long) page * Database.PAGE_BYTES);
        }
    }

    /** How many moments are read; each of them is right, and for each other there is a reason. */
    private static int readable(Path file) {
        int readable = 0;
        try (HistoryReader reader = HistoryReader.open(file)) {
            for (long second = 1; second < RECORDS; second++) {
                readable += isRead(reader, second) ? 1 : 0;
            }
        } catch (HistoryException e) {
            assertTrue(e.getMessage().contains(file.toString()), e.getMessage());
        }
        return readable;
    }

    private static boolean isRead(HistoryReader reader, long second) {
        try {
            Moment moment = reader.at(Writing.PORTS, START.plusSeconds(second))
                    .orElseThrow(() -> new AssertionError("" + second));
            assertEquals(START.plusSeconds(second), moment.time());
            assertEquals(Writing.ports(second), moment.groups());
            return true;
        } catch (HistoryException e) {
            assertTrue(e.getMessage().contains("damaged"), e.getMessage());
            return false;
        }
    }
}
