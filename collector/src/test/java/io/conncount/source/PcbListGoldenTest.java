package io.conncount.source;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.conncount.socket.Protocol;
import io.conncount.socket.SocketNumber;
import io.conncount.socket.SocketView;
import io.conncount.socket.TcpState;
import io.conncount.sys.Sysctls;
import io.conncount.testing.BsdText;
import io.conncount.testing.Captures;
import io.conncount.wire.freebsd.FreeBsdTcpState;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Lists that FreeBSD kernels gave, read by the real decoder, against what their own netstat printed. */
class PcbListGoldenTest {
    private static final int TCP_SOCKETS = 236;

    static List<String> releases() {
        return Captures.RELEASES;
    }

    @ParameterizedTest
    @MethodSource("releases")
    void tcpRowsAreThoseOfNetstat(String release) throws Exception {
        List<String> rows = dump(release, Protocol.TCP, BsdText::netstat);
        assertEquals(TCP_SOCKETS, rows.size());
        assertEquals(BsdText.lines(Captures.text(release, "netstat-an"), "tcp"), rows);
    }

    @ParameterizedTest
    @MethodSource("releases")
    void udpAndRawRowsAreThoseOfNetstat(String release) throws Exception {
        List<String> text = Captures.text(release, "netstat-an");
        assertEquals(BsdText.lines(text, "udp"), dump(release, Protocol.UDP, BsdText::netstat));
        assertEquals(List.of("icm4 0 0 *.* *.*"), dump(release, Protocol.RAW, BsdText::netstat));
        // The netstat of 15.1 shows no raw sockets.
        assertTrue(release.equals("15.1") || text.stream().anyMatch(line -> line.startsWith("icm4")));
    }

    @ParameterizedTest
    @MethodSource("releases")
    void unixRowsAreThoseOfNetstat(String release) throws Exception {
        List<String> lines = Captures.text(release, "netstat-an").stream()
                .filter(line -> line.matches("f[0-9a-f]{15} .*"))
                .map(BsdText::unixColumns)
                .sorted()
                .toList();
        assertEquals(13, lines.size());
        assertEquals(lines, dump(release, Protocol.UNIX, BsdText::netstatUnix));
    }

    @ParameterizedTest
    @MethodSource("releases")
    void listenQueuesAreThoseOfNetstat(String release) throws Exception {
        List<String> lines = Captures.text(release, "netstat-aLnW").stream()
                .filter(line -> line.matches("(tcp|unix).*"))
                .map(BsdText::listenColumns)
                .sorted()
                .toList();
        List<String> rows = new ArrayList<>();
        for (Protocol protocol : List.of(Protocol.TCP, Protocol.UNIX)) {
            dump(release, protocol, s -> s.state() == TcpState.LISTEN ? BsdText.listenQueue(s) : "").stream()
                    .filter(row -> !row.isEmpty())
                    .forEach(rows::add);
        }
        assertEquals(lines, rows.stream().sorted().toList());
        assertTrue(rows.contains("tcp4 3/5 127.0.0.1.9090"), rows::toString);
    }

    @ParameterizedTest
    @MethodSource("releases")
    void rowsByStateAreWhatTheKernelCounts(String release) throws Exception {
        long[] rows = new long[TcpState.values().length];
        dump(release, Protocol.TCP, socket -> "" + rows[socket.state().ordinal()]++);
        try (var value = Captures.sysctls(release, "main").read("net.inet.tcp.states")) {
            assertEquals(boxed(FreeBsdTcpState.counts(value.bytes())), boxed(rows));
        }
    }

    @ParameterizedTest
    @MethodSource("releases")
    void socketsWithoutAnOwnerSaySo(String release) throws Exception {
        List<String> unowned = dump(
                release,
                Protocol.TCP,
                s -> s.owned() ? "" : s.state() + " " + (s.number(SocketNumber.UID) == SocketView.UNKNOWN));
        long requests = unowned.stream().filter("SYN_RECV true"::equals).count();
        long timeWaits = unowned.stream().filter("TIME_WAIT true"::equals).count();
        assertEquals(5, requests);
        assertEquals(release.equals("13.2") ? 16 : 0, timeWaits, "since FreeBSD 14 TIME_WAIT has a socket");
        assertEquals(
                TCP_SOCKETS - requests - timeWaits,
                unowned.stream().filter(String::isEmpty).count());
    }

    @ParameterizedTest
    @MethodSource("releases")
    void everySocketHasAnAddressOfItsOwn(String release) throws Exception {
        List<Long> addresses = Captures.dump(Captures.sysctls(release, "main"), Protocol.TCP, SocketView::identity);
        List<Long> known = addresses.stream().filter(address -> address != 0).toList();
        assertEquals(known.size(), known.stream().distinct().count());
    }

    @ParameterizedTest
    @MethodSource("releases")
    void emptyListsAreCompleteAndEmpty(String release) throws Exception {
        Sysctls idle = Captures.sysctls(release, "idle");
        for (Protocol protocol : List.of(Protocol.TCP, Protocol.UDP, Protocol.RAW, Protocol.UNIX)) {
            assertEquals(List.of(), Captures.dump(idle, protocol, s -> s));
        }
    }

    private static List<String> dump(String release, Protocol protocol, Function<SocketView, String> text)
            throws Exception {
        return Captures.dump(Captures.sysctls(release, "main"), protocol, text).stream()
                .sorted()
                .toList();
    }

    private static List<Long> boxed(long[] counts) {
        return Arrays.stream(counts).boxed().toList();
    }
}
