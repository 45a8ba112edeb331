package io.conncount.exporters.history;

import static io.conncount.exporters.history.Recordings.START;
import static io.conncount.exporters.history.Recordings.STATES;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A daemon that is killed loses nothing that it had written, wherever it was. */
class KilledWriterIT {
    private static final int KILLS = 100;
    private static final long SEED = 20;
    private static final int RECORDS_MAX = 120;

    @TempDir
    Path directory;

    @Test
    void everyRecordThatWasWrittenIsThereAfterAKill() throws Exception {
        Random random = new Random(SEED);
        long next = 0;
        for (int kill = 0; kill < KILLS; kill++) {
            long last = writeAndKill(next, 1 + random.nextInt(RECORDS_MAX));
            try (HistoryReader reader = HistoryReader.open(directory)) {
                for (long second = next; second <= last; second++) {
                    assertWhole(reader, second);
                }
            }
            // What was being written may be there or not, so a restarted daemon comes later.
            next = last + 10;
        }
        try (HistoryReader reader = HistoryReader.open(directory)) {
            for (long second = 0; second < next; second += 3) {
                if (reader.at(STATES, START.plusSeconds(second)).isPresent()) {
                    assertWhole(reader, second);
                }
            }
        }
    }

    private static void assertWhole(HistoryReader reader, long second) throws HistoryException {
        Moment states = reader.at(STATES, START.plusSeconds(second)).orElseThrow();
        if (states.time().equals(START.plusSeconds(second))) {
            assertEquals(Extent.of(second), states.group(List.of("tcp", "ipv4", "established")));
            Moment ports = reader.at(Writing.PORTS, START.plusSeconds(second)).orElseThrow();
            assertEquals(Writing.ports(second), ports.groups());
        }
    }

    /** Lets a process write, and kills it while it does; returns the last record that it had written by its own account. */
    private long writeAndKill(long first, int records) throws IOException, InterruptedException {
        Process writer = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-Xshare:auto",
                        // Where a process that is killed may leave a library behind.
                        "-Dorg.sqlite.tmpdir=" + Files.createDirectories(directory.resolve("libraries")),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Writing.class.getName(),
                        directory.toString(),
                        Long.toString(first))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        long last = -1;
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(writer.getInputStream(), StandardCharsets.UTF_8))) {
            for (int line = 0; line < records; line++) {
                last = Long.parseLong(lines.readLine());
            }
            // The process itself would close its output.
            writer.toHandle().destroyForcibly();
            // What it printed before the signal arrived was written too.
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                last = Long.parseLong(line);
            }
        }
        writer.waitFor();
        assertTrue(last >= first);
        return last;
    }
}
