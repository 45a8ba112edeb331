package io.conncount.cli.dialect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.conncount.cli.options.UsageException;
import io.conncount.socket.Detail;
import io.conncount.socket.Protocol;
import io.conncount.socket.TcpState;
import io.conncount.source.DumpRequest;
import io.conncount.source.HeldSockets;
import io.conncount.source.Host;
import io.conncount.testing.Captures;
import io.conncount.view.TextBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What FreeBSD's own netstat and sockstat printed of sockets, and what we print of the same. */
class BsdDialectsTest {
    @ParameterizedTest
    @CsvSource({
        "13.2, netstat-an, -an",
        "15.1, netstat-an, -an",
        "13.2, netstat-anAW, -anAW",
        "15.1, netstat-anAW, -anAW",
        "13.2, netstat-anW-finet, -anW -f inet",
        "15.1, netstat-anW-finet, -anW -f inet",
        "13.2, netstat-anW-finet6, -anW -f inet6",
        "15.1, netstat-anW-finet6, -anW6",
        "13.2, netstat-aLnW, -aLnW",
        "15.1, netstat-aLnW, -aLnW"
    })
    void netstatIsThatOfTheHost(String release, String golden, String words) throws Exception {
        assertSame(Captures.text(release, golden), netstat(release, words));
    }

    /** The timers had moved on when netstat ran. */
    @ParameterizedTest
    @ValueSource(strings = {"13.2", "15.1"})
    void netstatHasBuffersAndTimersInColumns(String release) throws Exception {
        assertSame(withoutTimers(Captures.text(release, "netstat-anxW")), withoutTimers(netstat(release, "-anxW")));
    }

    /** Two hours after the last data, the keepalive timer expires, within what the kernel may put it off. */
    @ParameterizedTest
    @ValueSource(strings = {"13.2", "15.1"})
    void timersAndTheTimeSinceDataCameAreInSeconds(String release) throws Exception {
        Pattern timers = Pattern.compile(" +0[.]00 +0[.]00 +(7[0-9.]+) +0[.]00 +0[.]00 +([0-9.]+)$");
        List<Double> sums = netstat(release, "-anxW").stream()
                .map(timers::matcher)
                .filter(Matcher::find)
                .map(found -> Double.parseDouble(found.group(1)) + Double.parseDouble(found.group(2)))
                .toList();
        assertTrue(sums.size() > 100, "connections: " + sums.size());
        sums.forEach(sum -> assertEquals(7200, sum, 1));
    }

    private static List<String> withoutTimers(List<String> rows) {
        return rows.stream()
                .map(row -> row.replaceAll("( +[0-9]+[.][0-9]{2}){6}$", " timers"))
                .toList();
    }

    private static List<String> netstat(String release, String words) throws Exception {
        BsdNetstatCommandLine line = new BsdNetstatCommandLine(List.of(words.split(" ")));
        Host host = Captures.host(release, "main");
        BsdNetstatLayout layout = new BsdNetstatLayout(
                line, Optional.empty(), host.names(), host.kernel().major());
        TextBuffer out = new TextBuffer(4096);
        layout.header(out);
        for (Protocol protocol : line.internet()) {
            host.sockets()
                    .dump(DumpRequest.of(protocol, line.families(), line.states()), socket -> layout.row(socket, out));
        }
        if (line.unix()) {
            if (!line.has("L")) {
                BsdNetstatLayout.unixHeader(out);
            }
            host.sockets()
                    .dump(
                            DumpRequest.of(Protocol.UNIX, Protocol.UNIX.families(), line.states())
                                    .telling(EnumSet.of(Detail.UNIX_NAMES, Detail.EXTENDED)),
                            socket -> layout.row(socket, out));
        }
        // The kernel of 15.1 lists a socket for ICMP that its netstat does not show.
        return lines(out).stream()
                .filter(row -> !release.equals("15.1") || !row.contains("icm4 "))
                .toList();
    }

    @ParameterizedTest
    @CsvSource({
        "13.2, sockstat-46, -46",
        "15.1, sockstat-46, -46",
        "13.2, sockstat-46l, -46l",
        "15.1, sockstat-46l, -46l",
        "13.2, sockstat-46s, -46s",
        "15.1, sockstat-46s, -46s",
        "13.2, sockstat-u, -u",
    })
    void sockstatIsThatOfTheHost(String release, String golden, String words) throws Exception {
        assertSame(squeezed(Captures.text(release, golden), release), squeezed(sockstat(release, words), release));
    }

    @Test
    void sockstatChoosesByPortAndEnd() throws Exception {
        assertEquals(
                Captures.text("13.2", "sockstat-46").stream()
                        .filter(row -> row.contains(":9090 ") || row.endsWith(":9090"))
                        .count(),
                sockstat("13.2", "-46q -p 9090").size());
        assertEquals(
                Captures.text("13.2", "sockstat-46").size()
                        - Captures.text("13.2", "sockstat-46l").size(),
                sockstat("13.2", "-46qc").size());
        assertEquals(6 + 4, sockstat("15.1", "-46q -P udp").size());
    }

    @ParameterizedTest
    @ValueSource(strings = {"-p x", "-p 1-2-3", "-p 99999", "-P sctp", "-X"})
    void wrongWordsOfSockstatAreRefused(String words) {
        assertThrows(UsageException.class, () -> new SockstatCommandLine(List.of(words.split(" "))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"-f atm", "-p xtp", "-Y"})
    void wrongWordsOfNetstatAreRefused(String words) {
        assertThrows(UsageException.class, () -> new BsdNetstatCommandLine(List.of(words.split(" "))));
    }

    private static List<String> sockstat(String release, String words) throws Exception {
        SockstatCommandLine line = new SockstatCommandLine(List.of(words.split(" ")));
        Host host = HeldSockets.of(Captures.host(release, "main"), EnumSet.of(Detail.HOLDERS));
        SockstatLayout layout =
                new SockstatLayout(line, host.names(), host.kernel().major());
        TextBuffer out = new TextBuffer(4096);
        if (!line.has("q")) {
            layout.header(out);
        }
        for (Protocol protocol : line.tables()) {
            host.sockets()
                    .dump(
                            DumpRequest.of(protocol, line.families(), TcpState.ALL)
                                    .telling(EnumSet.of(Detail.UNIX_NAMES, Detail.HOLDERS)),
                            socket -> layout.row(socket, out));
        }
        return lines(out);
    }

    private static List<String> lines(TextBuffer out) {
        return new String(out.bytes(), 0, out.length(), StandardCharsets.UTF_8)
                .lines()
                .toList();
    }

    /** In any order: requests in the handshake come in that of a hash, and sockstat goes from process to process. */
    private static void assertSame(List<String> theirs, List<String> ours) {
        List<String> missing = new ArrayList<>(theirs);
        List<String> added = new ArrayList<>(ours);
        ours.forEach(missing::remove);
        theirs.forEach(added::remove);
        assertEquals(String.join("\n", missing), String.join("\n", added));
    }

    /** Until FreeBSD 14, columns are as wide as ours; later ones are as wide as the rows need. */
    private static List<String> squeezed(List<String> lines, String release) {
        return release.startsWith("13")
                ? lines
                : lines.stream().map(line -> line.strip().replaceAll(" +", " ")).toList();
    }
}
