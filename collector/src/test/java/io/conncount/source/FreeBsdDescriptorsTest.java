package io.conncount.source;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.conncount.socket.Holders;
import io.conncount.socket.HoldingProcess;
import io.conncount.socket.Protocol;
import io.conncount.sys.Errno;
import io.conncount.sys.KernelException;
import io.conncount.sys.Sysctls;
import io.conncount.testing.BsdText;
import io.conncount.testing.Captures;
import io.conncount.testing.property.Arbitrary;
import io.conncount.testing.property.ForAll;
import io.conncount.testing.property.IntRange;
import io.conncount.testing.property.Property;
import io.conncount.testing.property.Size;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who holds the sockets of FreeBSD hosts, against what their own sockstat printed; and lists with damage of every kind. */
class FreeBsdDescriptorsTest {
    private static final String FILES = "kern.file";
    private static final String PROCESSES = "kern.proc.proc";

    // struct xfile and struct kinfo_proc
    private static final int XFILE_BYTES = 128;
    private static final int XF_PID = 8;
    private static final int KINFO_PROC_BYTES = 1088;
    private static final int KI_PID = 72;
    private static final int KI_COMM = 447;

    static List<String> releases() {
        return Captures.RELEASES;
    }

    Arbitrary<String> captured() {
        return Arbitrary.of(Captures.RELEASES);
    }

    private static Holders read(Sysctls sysctls) throws KernelException {
        return new FreeBsdDescriptors(sysctls, OptionalLong.empty()).read(1);
    }

    @ParameterizedTest
    @MethodSource("releases")
    void holdersAreThoseOfSockstat(String release) throws Exception {
        Sysctls sysctls = Captures.sysctls(release, "main");
        Holders holders = read(sysctls);
        boolean brackets = !release.equals("13.2");
        List<String> rows = new ArrayList<>();
        for (Protocol protocol : List.of(Protocol.TCP, Protocol.UDP)) {
            Captures.dump(sysctls, protocol, s -> BsdText.sockstat(s, holders, brackets ? "??" : "?", brackets))
                    .forEach(rows::addAll);
        }
        List<String> lines = new ArrayList<>();
        for (String line : BsdText.lines(Captures.text(release, "sockstat-46"), "")) {
            lines.add(line.substring(line.indexOf(' ') + 1));
        }
        lines.remove("COMMAND PID FD PROTO LOCAL ADDRESS FOREIGN ADDRESS");
        assertEquals(lines.stream().sorted().toList(), rows.stream().sorted().toList());
        assertEquals(0, holders.hiddenProcesses());
    }

    @ParameterizedTest
    @MethodSource("releases")
    void processesHaveTheirNamesAndJails(String release) throws Exception {
        Holders holders = read(Captures.sysctls(release, "main"));
        Map<Integer, Integer> jails = new TreeMap<>();
        for (int holder = 0; holder < holders.count(); holder++) {
            HoldingProcess process = holders.process(holders.pid(holder));
            jails.put(holders.pid(holder), process.jail());
            assertEquals("init", process.name());
            assertEquals("", process.exe());
        }
        assertEquals(
                Map.of(1, 0, 8, 0, 9, 0, 13, 0, 14, 1, 15, 2), jails, "one jail on the host's stack, one on its own");
        assertEquals(jails.size(), holders.processes(), "processes without sockets are left out");
    }

    /** What a jail shows to its own processes, of which the one that asked has the host's descriptors still. */
    @Test
    void jailSeesOnlyItsProcessesAndHasNoNumberForItself() throws Exception {
        Holders holders = read(Captures.sysctls("15.1", "jailroot"));
        assertEquals(2, holders.processes());
        assertEquals(0, holders.process(14).jail());
        assertEquals(1, holders.hiddenProcesses());
    }

    @Test
    void longNameIsKeptWhole() throws Exception {
        byte[] processes = Captures.bytes("15.1", "main__" + PROCESSES);
        byte[] name = "a-name of 19 byte\n\u00e9".getBytes(StandardCharsets.ISO_8859_1);
        System.arraycopy(name, 0, processes, at(processes, 8) + KI_COMM, name.length);
        HoldingProcess process = read(with(PROCESSES, processes)).process(8);
        assertEquals("a-name of 19 byte\n\udce9", process.name());
    }

    @Test
    void processThatEndedBeforeItWasLookedAtHasNoName() throws Exception {
        byte[] processes = Captures.bytes("15.1", "main__" + PROCESSES);
        buffer(processes).putInt(at(processes, 8) + KI_PID, 7777);
        Holders holders = read(with(PROCESSES, processes));
        assertEquals(HoldingProcess.GONE, holders.process(8));
        assertEquals("init", holders.process(1).name());
    }

    @Test
    void socketsWithoutHolderMayBeOfHiddenProcesses() throws Exception {
        assertEquals(Holders.UNHELD, read(Captures.sysctls("15.1", "main")).first(0xff01_0000_0000_0400L));
        Holders holders = read(Captures.sysctls("15.1", "uid1001-seeother0"));
        assertEquals(Holders.HIDDEN, holders.first(0xff01_0000_0000_0400L));
        assertEquals(Holders.UNHELD, holders.first(0), "what has no socket has no holder");
    }

    /** Process 1 is root's, process 8 is not. */
    @ParameterizedTest
    @CsvSource({
        "see_other_gids, 0, 1, 0",
        "see_other_gids, 0, 8, 1",
        "see_other_gids, 1, 8, 0",
        "see_jail_proc, 0, 1, 0",
        "see_jail_proc, 0, 8, 1",
        "see_jail_proc, 0, , 1"
    })
    void processesMayBeHiddenFromWhoSeesTheFirst(String policy, byte value, Long reader, int hidden) throws Exception {
        Sysctls sysctls =
                Captures.with(Captures.sysctls("15.1", "main"), "security.bsd." + policy, new byte[] {value, 0, 0, 0});
        OptionalLong known = reader == null ? OptionalLong.empty() : OptionalLong.of(reader);
        assertEquals(hidden, new FreeBsdDescriptors(sysctls, known).read(1).hiddenProcesses());
    }

    @Test
    void refusalIsTheKernels() throws Exception {
        KernelException e = assertThrows(KernelException.class, () -> read(Captures.sysctls("13.2", "idle")));
        assertEquals(Errno.ENOENT, e.errno());
        assertTrue(e.getMessage().startsWith("sysctl(kern.file) in "), e.getMessage());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 7, 100, XFILE_BYTES - 1, 10 * XFILE_BYTES + 64})
    void cutListOfFilesIsRefused(int bytes) throws Exception {
        byte[] files = Arrays.copyOf(Captures.bytes("15.1", "main__" + FILES), bytes);
        assertRefused("xfile at byte " + bytes / XFILE_BYTES * XFILE_BYTES + ": ", with(FILES, files));
    }

    @Test
    void unknownLayoutIsRefusedWithTheKernelsVersion() throws Exception {
        byte[] files = Captures.bytes("15.1", "main__" + FILES);
        buffer(files).putLong(XFILE_BYTES, 136);
        String expected = "xfile at byte 128: xf_size is 136, not 128 as in FreeBSD 12.1 to 15.1 (kernel 1501000)";
        assertRefused(expected, with(FILES, files));
        byte[] processes = Captures.bytes("15.1", "main__" + PROCESSES);
        buffer(processes).putInt(0, 0);
        assertRefused("kinfo_proc at byte 0: ki_structsize is 0, not 1088", with(PROCESSES, processes));
    }

    /** They would be taken for what stands for no process. */
    @ParameterizedTest
    @CsvSource({
        "kern.file, 8, xf_pid is -1",
        "kern.file, 16, xf_pid is 8 and xf_fd -1",
        "kern.proc.proc, 72, ki_pid is -1",
        "kern.proc.proc, 592, ki_pid is 0 and ki_jid -1"
    })
    void negativeNumbersAreRefused(String name, int offset, String reason) throws Exception {
        byte[] bytes = Captures.bytes("15.1", "main__" + name);
        int first = name.equals(FILES) ? firstFileOf(bytes, 8) : 0;
        buffer(bytes).putInt(first + offset, -1);
        assertRefused("at byte " + first + ": " + reason, with(name, bytes));
    }

    @Property(tries = 1000)
    void damageEndsInATableOrAnError(
            @ForAll("captured") String release,
            @ForAll boolean ofFiles,
            @ForAll @IntRange(max = 60_000) int cut,
            @ForAll @Size(max = 10) Set<@IntRange Integer> bits)
            throws Exception {
        String name = ofFiles ? FILES : PROCESSES;
        byte[] whole = Captures.bytes(release, "main__" + name);
        byte[] bytes = Arrays.copyOf(whole, Math.min(whole.length, cut));
        if (bytes.length > 0) {
            bits.forEach(bit -> bytes[bit % (8 * bytes.length) / 8] ^= (byte) (1 << bit % 8));
        }
        try {
            Holders holders = read(Captures.with(Captures.sysctls(release, "main"), name, bytes));
            for (int holder = 0; holder < holders.count(); holder++) {
                assertTrue(holders.pid(holder) >= 0 && holders.descriptor(holder) >= 0);
                assertTrue(holders.process(holders.pid(holder)).jail() >= 0);
            }
        } catch (UnsupportedOperationException e) {
            assertTrue(
                    e.getMessage()
                            .matches("it cannot be read which processes hold sockets: "
                                    + "(xfile|kinfo_proc) at byte \\d+: .+"),
                    e.getMessage());
        }
    }

    private static void assertRefused(String reason, Sysctls sysctls) {
        String message = assertThrows(UnsupportedOperationException.class, () -> read(sysctls))
                .getMessage();
        assertTrue(message.contains(reason), message);
    }

    private static Sysctls with(String name, byte[] bytes) throws Exception {
        return Captures.with(Captures.sysctls("15.1", "main"), name, bytes);
    }

    private static ByteBuffer buffer(byte[] bytes) {
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** Where the process with this number is in the list. */
    private static int at(byte[] processes, int pid) {
        int at = 0;
        while (buffer(processes).getInt(at + KI_PID) != pid) {
            at += KINFO_PROC_BYTES;
        }
        return at;
    }

    private static int firstFileOf(byte[] files, int pid) {
        int at = 0;
        while (buffer(files).getInt(at + XF_PID) != pid) {
            at += XFILE_BYTES;
        }
        return at;
    }
}
