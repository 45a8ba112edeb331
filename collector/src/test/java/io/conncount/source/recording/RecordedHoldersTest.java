package io.conncount.source.recording;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.conncount.socket.Detail;
import io.conncount.socket.Holders;
import io.conncount.socket.HoldingProcess;
import io.conncount.source.HolderSource;
import io.conncount.source.HostSource;
import io.conncount.sys.NameText;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The processes in recordings of the golden kernel. */
class RecordedHoldersTest {
    private static final String HOSTILE = NameText.of(new byte[] {'a', '\n', (byte) 0xe9, '"'}, 4);
    private static final int DESCRIPTORS = 5000;

    @TempDir
    private Path directory;

    private static Holders holders(int hidden) {
        Holders.Found found = new Holders.Found();
        for (int i = 0; i < DESCRIPTORS; i++) {
            found.add(0xf000_0000L + i, i < 3 ? 4_000_000 : 7, i);
        }
        found.add(0xf000_0000L, 9, 1);
        Map<Integer, HoldingProcess> processes =
                Map.of(7, process("web", "/usr/sbin/web"), 9, process(HOSTILE, "/tmp/" + HOSTILE));
        return new Holders("here", List.of(found), processes, hidden);
    }

    private static HoldingProcess process(String name, String exe) {
        return HolderSource.process(name, exe, HoldingProcess.UID_UNKNOWN, HoldingProcess.JAIL_UNKNOWN);
    }

    private Path record(Holders holders, boolean scrub) throws IOException {
        HostSource.Recordable golden = Recordings.goldenHost();
        HolderSource source = threads -> holders;
        HostSource.Recordable host = new HostSource.Recordable(
                golden.name(),
                golden.kernel(),
                golden.arch(),
                golden.namespace(),
                golden.sockDiag(),
                golden.counters(),
                golden.names(),
                source);
        Path file = directory.resolve("held.rec");
        new Recorder(host, "1.2.3")
                .record(
                        file,
                        List.of(Recordings.TCP.telling(EnumSet.of(Detail.HOLDERS))),
                        Optional.empty(),
                        scrub,
                        true);
        return file;
    }

    private static Set<String> rows(Holders holders) {
        Set<String> rows = new TreeSet<>();
        for (int holder = 0; holder < holders.count(); holder++) {
            int pid = holders.pid(holder);
            rows.add(holders.identity(holder) + " " + pid + " " + holders.descriptor(holder) + " "
                    + holders.process(pid));
        }
        return rows;
    }

    private static Holders read(Path file) throws IOException {
        return RecordedHost.open(file).holders().read(1);
    }

    @Test
    void holdersAreThoseThatWereRecorded() throws IOException {
        Holders read = read(record(holders(3), false));
        assertEquals(rows(holders(3)), rows(read));
        assertEquals(3, read.hiddenProcesses());
        assertEquals(9, read.pid(read.first(0xf000_0000L)), "the lowest number comes first");
        assertEquals(Holders.HIDDEN, read.first(12));
        assertEquals(0, read(record(holders(0), false)).hiddenProcesses());
    }

    @Test
    void socketsAreTheSameWithProcessesBehindThem() throws IOException {
        Recordings.Shown shown = Recordings.show(record(holders(0), false), Recordings.TCP);
        assertEquals(Optional.empty(), shown.result().fault());
        assertEquals(Recordings.golden(Recordings.TCP), shown.sockets());
    }

    @Test
    void scrubbedNamesTellNothing() throws IOException {
        Path file = record(holders(0), true);
        HoldingProcess process = read(file).process(7);
        assertTrue(process.name().matches("[a-z2-7]{12}"), process.name());
        assertTrue(process.exe().matches("(/[a-z2-7]{12}){3}"), process.exe());
        assertEquals(HoldingProcess.GONE, read(file).process(4_000_000));
        String bytes = Files.readString(file, StandardCharsets.ISO_8859_1);
        assertEquals(-1, bytes.indexOf("web"));
    }

    /** Sockets whose process stood in what is missing are not said to have none. */
    @Test
    void cutRecordingDoesNotTellProcesses() throws IOException {
        byte[] sound = Files.readAllBytes(record(holders(0), false));
        for (int cut = 1; cut < 9000; cut += 97) {
            Path file = Files.write(directory.resolve("cut.rec"), Arrays.copyOf(sound, sound.length - cut));
            String message = assertThrows(UnsupportedOperationException.class, () -> read(file))
                    .getMessage();
            assertTrue(message.startsWith(file + ": the processes cannot be read from byte "), message);
        }
    }

    @Test
    void flippedBitsEndInAnAnswerOrOneOfTheDeclaredExceptions() throws IOException {
        byte[] sound = Files.readAllBytes(record(holders(0), false));
        Random random = new Random(16);
        for (int i = 0; i < 1000; i++) {
            byte[] damaged = sound.clone();
            int behind = random.nextInt(DESCRIPTORS * 8);
            damaged[damaged.length - 1 - behind] ^= (byte) (1 << random.nextInt(8));
            Path file = Files.write(directory.resolve("damaged.rec"), damaged);
            try {
                assertTrue(read(file).count() <= DESCRIPTORS + 1);
            } catch (RecordingException | UnsupportedOperationException e) {
                assertTrue(e.getMessage().contains("damaged.rec"), e.getMessage());
            }
        }
    }
}
