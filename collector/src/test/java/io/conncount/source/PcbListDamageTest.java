package io.conncount.source;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.conncount.counters.FreeBsdCounters;
import io.conncount.socket.AddressFamily;
import io.conncount.socket.Protocol;
import io.conncount.socket.SocketNumber;
import io.conncount.socket.SocketText;
import io.conncount.socket.SocketView;
import io.conncount.socket.TcpState;
import io.conncount.sys.Sysctls;
import io.conncount.testing.Captures;
import io.conncount.testing.TestSocket;
import io.conncount.testing.property.Arbitrary;
import io.conncount.testing.property.ForAll;
import io.conncount.testing.property.IntRange;
import io.conncount.testing.property.Property;
import io.conncount.testing.property.Size;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Captured lists with damage of every kind: what is read is right, or marked as wrong, and always ends. */
class PcbListDamageTest {
    private static final String TCP = "net.inet.tcp.pcblist";
    private static final String DECODE_FAULT = "(xinpgen|xtcpcb|xinpcb|xunpgen|xunpcb) at byte \\d+: .+";
    static final int HEAD_BYTES = 64;
    static final int ROW_BYTES = 744;
    static final int ROWS = 236;

    /** What a dump showed, and how it went. */
    private record Shown(List<TestSocket> sockets, DumpResult result) {}

    Arbitrary<String> releases() {
        return Arbitrary.of(Captures.RELEASES);
    }

    Arbitrary<String> lists() {
        return Arbitrary.of(
                TCP,
                "net.inet.udp.pcblist",
                "net.inet.raw.pcblist",
                "net.local.stream.pcblist",
                "net.local.dgram.pcblist",
                "net.local.seqpacket.pcblist");
    }

    @Property(tries = 1000)
    void truncatedListShowsItsWholeRowsAndIsMarkedIncomplete(
            @ForAll("releases") String release, @ForAll @IntRange(max = HEAD_BYTES + ROWS * ROW_BYTES + 63) int bytes)
            throws Exception {
        byte[] list = Captures.bytes(release, "main__" + TCP);
        Shown shown = dump(release, TCP, Arrays.copyOf(list, bytes), Protocol.TCP);
        int whole = Math.min(ROWS, Math.max(0, bytes - HEAD_BYTES) / ROW_BYTES);
        assertEquals(undamaged(release).subList(0, whole), shown.sockets);
        String fault = shown.result.fault().orElseThrow();
        assertTrue(fault.matches(DECODE_FAULT), fault);
    }

    @Property(tries = 2000)
    void flippedBitsInRowsLeaveTheOthersAsTheyWereOrAreReported(
            @ForAll("releases") String release,
            @ForAll @Size(min = 1, max = 8) Set<@IntRange(max = 8 * ROWS * ROW_BYTES - 1) Integer> bits)
            throws Exception {
        byte[] list = Captures.bytes(release, "main__" + TCP);
        Set<Integer> damaged = new TreeSet<>();
        for (int bit : bits) {
            flip(list, bit + 8 * HEAD_BYTES);
            damaged.add(bit / 8 / ROW_BYTES);
        }
        Shown shown = dump(release, TCP, list, Protocol.TCP);
        List<TestSocket> undamaged = undamaged(release);
        for (int i = 0; i < shown.sockets.size(); i++) {
            if (!damaged.contains(i)) {
                assertEquals(undamaged.get(i), shown.sockets.get(i), "socket " + i);
            }
        }
        if (shown.result.fault().isEmpty()) {
            assertEquals(ROWS, shown.result.sockets());
        } else {
            assertTrue(damaged.contains(shown.sockets.size()), "the fault is found where it is");
        }
    }

    @Property(tries = 3000)
    void flippedBitsAnywhereEndInAnAnswerThatSaysWhetherItIsWhole(
            @ForAll("releases") String release,
            @ForAll("lists") String name,
            @ForAll @Size(min = 1, max = 20) Set<@IntRange Integer> bits)
            throws Exception {
        byte[] list = Captures.bytes(release, "main__" + name);
        bits.forEach(bit -> flip(list, bit % (8 * list.length)));
        Protocol protocol = name.startsWith("net.local")
                ? Protocol.UNIX
                : name.equals(TCP) ? Protocol.TCP : name.contains("udp") ? Protocol.UDP : Protocol.RAW;
        Shown shown = dump(release, name, list, protocol);
        assertEquals(shown.sockets.size(), shown.result.sockets());
        assertTrue(shown.sockets.size() <= ROWS);
        shown.result
                .fault()
                .ifPresent(fault -> assertTrue(
                        fault.matches(DECODE_FAULT) || fault.contains("showed") || fault.contains("went back"), fault));
    }

    /** The head and the tail are the only ones who know of rows that are missing. */
    @Property(tries = 500)
    void rowsTakenOutAreMissed(@ForAll("releases") String release, @ForAll @IntRange(min = 1, max = ROWS) int rows)
            throws Exception {
        byte[] list = Captures.bytes(release, "main__" + TCP);
        byte[] fewer = Arrays.copyOf(list, list.length - rows * ROW_BYTES);
        System.arraycopy(list, list.length - HEAD_BYTES, fewer, fewer.length - HEAD_BYTES, HEAD_BYTES);
        DumpResult result = dump(release, TCP, fewer, Protocol.TCP).result;
        assertTrue(result.fault()
                .orElseThrow()
                .startsWith("the kernel has " + ROWS + " tcp sockets but showed " + (ROWS - rows)));
    }

    @Property(tries = 500)
    void damagedCountersAreReadOrMissing(@ForAll("releases") String release, @ForAll @IntRange(max = 1100) int length)
            throws Exception {
        Sysctls sysctls = Captures.sysctls(release, "main");
        for (String name : List.of("net.inet.tcp.states", "net.inet.tcp.stats")) {
            byte[] bytes = Arrays.copyOf(Captures.bytes(release, "main__" + name), length);
            new FreeBsdCounters(Captures.with(sysctls, name, bytes)).read();
        }
    }

    private static List<TestSocket> undamaged(String release) throws IOException {
        return Captures.dump(Captures.sysctls(release, "main"), Protocol.TCP, TestSocket::copyOf);
    }

    private static Shown dump(String release, String name, byte[] list, Protocol protocol) throws IOException {
        Sysctls sysctls = Captures.with(Captures.sysctls(release, "main"), name, list);
        List<TestSocket> sockets = new ArrayList<>();
        DumpRequest request = DumpRequest.of(protocol, protocol.families(), TcpState.ALL);
        DumpResult result = new FreeBsdPcbList(sysctls).dump(request, socket -> sockets.add(readAll(socket)));
        return new Shown(sockets, result);
    }

    /** Reads every field there is. */
    private static TestSocket readAll(SocketView socket) {
        byte[] text = new byte[128];
        for (SocketNumber number : SocketNumber.values()) {
            socket.number(number);
        }
        for (SocketText which : SocketText.values()) {
            assertTrue(socket.text(which, text) <= text.length);
        }
        assertTrue(socket.family() == AddressFamily.UNIX || socket.localPort() <= 0xffff);
        return TestSocket.copyOf(socket);
    }

    private static void flip(byte[] bytes, int bit) {
        bytes[bit / 8] ^= (byte) (1 << bit % 8);
    }
}
