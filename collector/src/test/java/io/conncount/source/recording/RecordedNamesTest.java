package io.conncount.source.recording;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.conncount.names.KnownNames;
import io.conncount.names.SocketNames;
import io.conncount.socket.CgroupPart;
import io.conncount.testing.Golden;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Names of users, interfaces and cgroups in recordings of the golden kernel. */
class RecordedNamesTest {
    /** Names that no host of readers has, of numbers that occur there and of one that does not. */
    private static final Map<Long, String> USERS =
            Map.of(0L, "chief", 33L, "web \n\udce9\u00e9", 4_000_000_000L, "nobody-here");

    private static final Map<Long, String> CGROUPS = cgroups();

    @TempDir
    private Path directory;

    private static Map<Long, String> cgroups() {
        Map<Long, String> paths = new HashMap<>();
        for (long id : Golden.cgroups().keySet()) {
            paths.put(id, "/a.slice/c" + id);
        }
        return paths;
    }

    private Path record(String file, boolean scrub) throws IOException {
        SocketNames names = new KnownNames(USERS, Map.of(1L, "loop"), CGROUPS, true, 10_000, 20_000);
        Path path = directory.resolve(file);
        new Recorder(Recordings.host(Golden.kernel(), names), "1.2.3")
                .record(path, List.of(Recordings.TCP, Recordings.UDP), Optional.empty(), scrub, false);
        return path;
    }

    private static Map<Long, String> occurring(Map<Long, String> names, java.util.Set<Long> numbers) {
        return names.entrySet().stream()
                .filter(name -> numbers.contains(name.getKey()))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    private static RecordedNames.NumberSink numbers() throws IOException {
        RecordedNames.NumberSink numbers = new RecordedNames.NumberSink();
        Recordings.golden(Recordings.TCP).forEach(numbers::accept);
        Recordings.golden(Recordings.UDP).forEach(numbers::accept);
        return numbers;
    }

    private static KnownNames names(Path file) throws RecordingException {
        return (KnownNames) RecordedHost.open(file).names();
    }

    @Test
    void namesOfWhatOccursAreKeptAndOthersAreNot() throws IOException {
        RecordedNames.NumberSink numbers = numbers();
        assertTrue(numbers.users().size() > 1, "the golden kernel has several users");
        KnownNames names = names(record("a.rec", false));
        assertEquals(occurring(USERS, numbers.users()), names.users());
        assertEquals(occurring(CGROUPS, numbers.cgroups()), names.cgroups());
        assertEquals(occurring(Map.of(1L, "loop"), numbers.interfaces()), names.interfaces());
        assertEquals(List.of(10_000, 20_000), List.of(names.ephemeralPortMin(), names.ephemeralPortMax()));
    }

    @Test
    void namesAreFoundBothWaysAndWhatHasNoneIsANumber() throws IOException {
        SocketNames names = names(record("a.rec", false));
        assertEquals("chief", names.userText(0));
        assertEquals(Optional.of(0L), names.uid("chief"));
        assertEquals(Optional.empty(), names.uid("root"));
        assertEquals("12345", names.userText(12_345));
        assertEquals("if77", names.interfaceText(77));
        assertEquals("(id:3)", names.cgroupText(3));
        long id = numbers().cgroups().iterator().next();
        assertEquals(Optional.of(id), names.cgroupId("/a.slice/c" + id + "/"));
    }

    @Test
    void socketsAreTheSameWithNamesBehindThem() throws IOException {
        Recordings.Shown shown = Recordings.show(record("a.rec", false), Recordings.TCP);
        assertEquals(Optional.empty(), shown.result().fault());
        assertEquals(Recordings.golden(Recordings.TCP), shown.sockets());
        assertEquals(
                Recordings.golden(Recordings.UDP),
                Recordings.show(directory.resolve("a.rec"), Recordings.UDP).sockets());
    }

    @Test
    void scrubbedNamesKeepTheirGroupsAndTellNothing() throws IOException {
        Path file = record("a.rec", true);
        KnownNames names = names(file);
        assertEquals(occurring(USERS, numbers().users()).keySet(), names.users().keySet());
        for (String user : names.users().values()) {
            assertTrue(user.matches("[a-z2-7]{12}"), user);
        }
        assertEquals(
                names.users().size(), names.users().values().stream().distinct().count());
        List<String> paths = names.cgroups().values().stream().distinct().toList();
        assertEquals(numbers().cgroups().size(), paths.size());
        assertTrue(paths.get(0).matches("/[a-z2-7]{12}/[a-z2-7]{12}"), paths.get(0));
        assertEquals(
                1, paths.stream().map(path -> path.split("/")[1]).distinct().count(), "one slice is one slice");
        String bytes = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
        for (String telling : List.of("chief", "loop", "a.slice", "web")) {
            assertEquals(-1, bytes.indexOf(telling), telling);
        }
        assertEquals(
                "(not-reported)",
                names.partText(CgroupPart.UNIT, numbers().cgroups().iterator().next()));
        assertNotEquals(names, names(record("b.rec", true)), "another time, other letters");
    }

    @Test
    void cutRecordingKeepsTheNamesBeforeTheCut() throws IOException {
        byte[] sound = Files.readAllBytes(record("a.rec", false));
        KnownNames whole = names(directory.resolve("a.rec"));
        for (int cut = 1; cut < 600; cut += 7) {
            Path file = Files.write(directory.resolve("cut.rec"), Arrays.copyOf(sound, sound.length - cut));
            KnownNames names = names(file);
            assertTrue(whole.users().entrySet().containsAll(names.users().entrySet()), names.toString());
            assertTrue(whole.cgroups().entrySet().containsAll(names.cgroups().entrySet()), names.toString());
        }
    }

    @Test
    void recordingOfAnEarlierVersionHasNumbers() throws IOException {
        Path file = Recordings.record(directory.resolve("a.rec"), Recordings.TCP);
        byte[] bytes = Files.readAllBytes(file);
        String header = new String(bytes, 0, RecordingHeader.BYTES, StandardCharsets.ISO_8859_1);
        String earlier =
                header.replaceFirst("names-at: ", "forgotten: ").replaceFirst("ephemeral-ports: ", "forgotten-too-: ");
        System.arraycopy(earlier.getBytes(StandardCharsets.ISO_8859_1), 0, bytes, 0, RecordingHeader.BYTES);
        assertEquals(KnownNames.NONE, names(Files.write(file, bytes)));
        Path ofSs = Files.write(directory.resolve("ss"), Golden.answer(Golden.TCP));
        assertEquals(KnownNames.NONE, names(ofSs));
    }
}
