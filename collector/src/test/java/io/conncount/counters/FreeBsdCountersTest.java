package io.conncount.counters;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.conncount.socket.TcpState;
import io.conncount.sys.Sysctls;
import io.conncount.testing.Captures;
import io.conncount.wire.freebsd.Tcpstat;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Counters that FreeBSD kernels gave, against what their own netstat and sysctl printed. */
class FreeBsdCountersTest {
    static List<String> releases() {
        return Captures.RELEASES;
    }

    @ParameterizedTest
    @MethodSource("releases")
    void statesAreThoseThatNetstatPrints(String release) throws Exception {
        Measures.StateCounts counts = read(release, "main").byState().orElseThrow();
        List<String> text = Captures.text(release, "netstat-s-ptcp");
        Map.of(TcpState.ESTABLISHED, "ESTABLISHED", TcpState.LISTEN, "LISTEN", TcpState.TIME_WAIT, "TIME_WAIT")
                .forEach((state, name) -> assertTrue(
                        text.contains(
                                String.format(Locale.ROOT, "\t%d connections in %s state", counts.of(state), name)),
                        () -> state + " " + counts.of(state)));
        assertEquals(236, counts.total());
        assertEquals(236, counts.listed());
    }

    @ParameterizedTest
    @MethodSource("releases")
    void connectionsOpenedAreThoseThatNetstatPrints(String release) throws Exception {
        List<String> text = Captures.text(release, "netstat-s-ptcp");
        long requests = printed(text, " connection requests?");
        long accepts = printed(text, " connection accepts?");
        Measures counters = read(release, "main");
        assertEquals(requests + accepts, counters.number(Measure.TCP_OPENS));
        assertEquals(166 + 14, counters.number(Measure.TCP_ESTABLISHED));
        assertEquals(16, counters.number(Measure.TCP_TIME_WAIT));
    }

    @ParameterizedTest
    @MethodSource("releases")
    void segmentsAndDropsAreThoseThatNetstatPrints(String release) throws Exception {
        List<String> text = Captures.text(release, "netstat-s-ptcp");
        Tcpstat stat = stat(Captures.bytes(release, "main__net.inet.tcp.stats"));
        assertPrinted(text, " packets received", stat.value(Tcpstat.Counter.SEGMENTS_RECEIVED));
        assertPrinted(text, " listen queue overflows?", stat.value(Tcpstat.Counter.ACCEPT_QUEUE_OVERFLOWS));
        assertPrinted(text, " syncache entr(y|ies) added", stat.value(Tcpstat.Counter.SYNCACHE_ADDED));
        assertPrinted(text, " cache overflow", stat.value(Tcpstat.Counter.SYNCACHE_OVERFLOWS));
        assertPrinted(text, " embryonic connections? dropped", stat.value(Tcpstat.Counter.EMBRYONIC_DROPPED));
        // netstat ran a moment later, when a few segments had been sent again.
        long later = printed(text, " packets sent")
                - stat.value(Tcpstat.Counter.SEGMENTS_SENT).orElseThrow();
        assertTrue(later >= 0 && later < 10, "sent " + later + " more");
        later = printed(text, " data packets? \\(.* bytes\\) retransmitted")
                - stat.value(Tcpstat.Counter.SEGMENTS_RETRANSMITTED).orElseThrow();
        assertTrue(later >= 0 && later < 10, "retransmitted " + later + " more");
    }

    @Test
    void ofAStructOfUnknownLengthOnlyTheBeginningIsRead() throws Exception {
        byte[] known = Captures.bytes("15.1", "main__net.inet.tcp.stats");
        Tcpstat longer = stat(Arrays.copyOf(known, known.length + Long.BYTES));
        assertEquals(122, longer.value(Tcpstat.Counter.CONNECTIONS_REQUESTED).orElseThrow());
        assertEquals(15, longer.value(Tcpstat.Counter.CONNECTIONS_CLOSED).orElseThrow());
        assertEquals(OptionalLong.empty(), longer.value(Tcpstat.Counter.SEGMENTS_SENT));
        assertEquals(OptionalLong.empty(), longer.value(Tcpstat.Counter.ACCEPT_QUEUE_OVERFLOWS));
        Tcpstat cut = stat(Arrays.copyOf(known, 20));
        assertEquals(110, cut.value(Tcpstat.Counter.CONNECTIONS_ACCEPTED).orElseThrow());
        assertEquals(OptionalLong.empty(), cut.value(Tcpstat.Counter.CONNECTIONS_ESTABLISHED));
        assertEquals(OptionalLong.empty(), stat(new byte[0]).value(Tcpstat.Counter.CONNECTIONS_REQUESTED));
    }

    @Test
    void statesCutShortAreMissingRatherThanWrong() throws Exception {
        Sysctls cut = Captures.with(
                Captures.sysctls("15.1", "main"),
                "net.inet.tcp.states",
                Captures.bytes("15.1", "short40__net.inet.tcp.states"));
        Measures counters = new FreeBsdCounters(cut).read();
        assertTrue(counters.byState().isEmpty());
        assertEquals(Measures.MISSING, counters.number(Measure.TCP_TIME_WAIT));
        assertEquals(232, counters.number(Measure.TCP_OPENS));
    }

    @Test
    void jailThatSharesTheHostsStackHasNoTotalsOfItsOwn() throws Exception {
        Sysctls jailed =
                Captures.with(Captures.sysctls("15.1", "jailroot"), "security.jail.jailed", new byte[] {1, 0, 0, 0});
        assertEquals(Measures.NONE, new FreeBsdCounters(jailed).read());
        Sysctls vnet = Captures.with(jailed, "security.jail.vnet", new byte[] {1, 0, 0, 0});
        assertTrue(new FreeBsdCounters(vnet).read().byState().isPresent());
    }

    @Test
    void changesAreWhatWasOpenedAndWhatMovedBetweenStates() throws Exception {
        Measures before = read("15.1", "main");
        assertEquals(0, before.tcpChangesUntil(before));
        long[] counts = new long[TcpState.values().length];
        for (TcpState state : TcpState.values()) {
            counts[state.ordinal()] = before.byState().orElseThrow().of(state);
        }
        counts[TcpState.ESTABLISHED.ordinal()] += 2;
        counts[TcpState.SYN_SENT.ordinal()] -= 1;
        Measures after = new Measures(
                Map.of(Measure.TCP_OPENS, before.number(Measure.TCP_OPENS) + 3),
                Optional.of(new Measures.StateCounts(counts, -1)));
        assertEquals(3 + 2 + 3, before.tcpChangesUntil(after), "3 opened, 2 closed, 3 between states");
    }

    @ParameterizedTest
    @MethodSource("releases")
    void limitsAreThoseThatSysctlPrints(String release) throws Exception {
        Measures limits = new FreeBsdCounters(Captures.sysctls(release, "main")).readAll();
        assertEquals(10_000, limits.number(Measure.LOCAL_PORTS_MIN));
        assertEquals(65_535, limits.number(Measure.LOCAL_PORTS_MAX));
        assertEquals(128, limits.number(Measure.ACCEPT_QUEUE_MAX));
        assertEquals(release.equals("13.2") ? 237 : 253, limits.number(Measure.OPEN_SOCKETS));
        assertEquals(231, limits.number(Measure.OPEN_FILES));
        List<String> kernel = Captures.text(release, "sysctl-kern.ipc");
        long socketsMax = limits.number(Measure.OPEN_SOCKETS_MAX);
        assertTrue(kernel.contains("kern.ipc.maxsockets: " + socketsMax), () -> "not " + socketsMax);
        assertTrue(limits.number(Measure.OPEN_FILES_MAX) > 0);
    }

    @ParameterizedTest
    @MethodSource("releases")
    void measuresAreThoseThatNetstatAndSysctlPrint(String release) throws Exception {
        Measures measures = new FreeBsdCounters(Captures.sysctls(release, "main")).readAll();
        List<String> text = Captures.text(release, "netstat-s-ptcp");
        assertPrinted(text, " connection requests?", measures.of(Measure.TCP_ACTIVE_OPENS));
        assertPrinted(text, " connection accepts?", measures.of(Measure.TCP_PASSIVE_OPENS));
        assertPrinted(text, " packets received", measures.of(Measure.TCP_RECEIVED_SEGMENTS));
        assertPrinted(text, " embryonic connections? dropped", measures.of(Measure.TCP_ATTEMPT_FAILS));
        assertPrinted(text, " listen queue overflows?", measures.of(Measure.TCP_LISTEN_OVERFLOWS));
        Tcpstat stat = stat(Captures.bytes(release, "main__net.inet.tcp.stats"));
        assertEquals(
                stat.value(Tcpstat.Counter.SEGMENTS_SENT).orElseThrow(),
                measures.of(Measure.TCP_SENT_SEGMENTS).orElseThrow()
                        + measures.of(Measure.TCP_RETRANSMITTED_SEGMENTS).orElseThrow());
        assertEquals(10_000, measures.of(Measure.LOCAL_PORTS_MIN).orElseThrow());
        assertEquals(128, measures.of(Measure.ACCEPT_QUEUE_MAX).orElseThrow());
        assertEquals(231, measures.of(Measure.OPEN_FILES).orElseThrow());
        assertEquals(
                release.equals("13.2") ? OptionalLong.of(13_033) : OptionalLong.empty(),
                measures.of(Measure.TCP_TIME_WAIT_MAX),
                "there is no such limit any more");
        assertEquals(OptionalLong.empty(), measures.of(Measure.CONNTRACK_ENTRIES));
        assertEquals(OptionalLong.empty(), measures.of(Measure.TCP_LISTEN_DROPS));
    }

    @Test
    void jailThatSharesTheHostsStackHasItsLimitsOnly() throws Exception {
        Sysctls jailed =
                Captures.with(Captures.sysctls("15.1", "jailroot"), "security.jail.jailed", new byte[] {1, 0, 0, 0});
        Measures measures = new FreeBsdCounters(jailed).readAll();
        assertEquals(OptionalLong.empty(), measures.of(Measure.TCP_ACTIVE_OPENS));
        assertTrue(measures.of(Measure.OPEN_FILES_MAX).isPresent());
    }

    @Test
    void segmentsThatCannotBeFoundAreMissing() throws Exception {
        byte[] longer = Arrays.copyOf(Captures.bytes("15.1", "main__net.inet.tcp.stats"), 2000);
        Sysctls sysctls = Captures.with(Captures.sysctls("15.1", "main"), "net.inet.tcp.stats", longer);
        Measures measures = new FreeBsdCounters(sysctls).readAll();
        assertEquals(OptionalLong.of(122), measures.of(Measure.TCP_ACTIVE_OPENS));
        assertEquals(OptionalLong.empty(), measures.of(Measure.TCP_SENT_SEGMENTS));
    }

    private static Measures read(String release, String set) throws Exception {
        return new FreeBsdCounters(Captures.sysctls(release, set)).read();
    }

    private static Tcpstat stat(byte[] bytes) {
        return new Tcpstat(ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN));
    }

    private static void assertPrinted(List<String> text, String words, OptionalLong value) {
        assertEquals(printed(text, words), value.orElseThrow(), words);
    }

    private static long printed(List<String> text, String words) {
        return text.stream()
                .filter(line -> line.matches("\\t*\\d+" + words + ".*"))
                .map(line -> Long.parseLong(line.strip().split(" ")[0]))
                .findFirst()
                .orElseThrow(() -> new AssertionError("netstat printed no" + words));
    }
}
