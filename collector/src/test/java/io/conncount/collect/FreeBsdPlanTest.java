package io.conncount.collect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.conncount.counters.Measure;
import io.conncount.counters.Measures;
import io.conncount.filter.EndCondition;
import io.conncount.filter.Filter;
import io.conncount.query.Query;
import io.conncount.query.Selection;
import io.conncount.snapshot.Snapshot;
import io.conncount.snapshot.StepReport.MissingTable;
import io.conncount.socket.AddressFamily;
import io.conncount.socket.Protocol;
import io.conncount.socket.Side;
import io.conncount.socket.TcpState;
import io.conncount.source.Host;
import io.conncount.source.HostSource;
import io.conncount.sys.Errno;
import io.conncount.sys.KernelException;
import io.conncount.sys.Sysctls;
import io.conncount.testing.Captures;
import java.util.EnumSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whole answers of FreeBSD hosts: which questions the kernel's own counts answer, and what happens where they cannot. */
class FreeBsdPlanTest {
    private static final String TCP = "net.inet.tcp.pcblist";
    private static final Map<String, Long> BY_STATE = Map.ofEntries(
            Map.entry("close", 3L),
            Map.entry("listen", 11L),
            Map.entry("syn_sent", 4L),
            Map.entry("syn_recv", 5L),
            Map.entry("established", 166L),
            Map.entry("close_wait", 14L),
            Map.entry("fin_wait1", 2L),
            Map.entry("closing", 1L),
            Map.entry("last_ack", 1L),
            Map.entry("fin_wait2", 13L),
            Map.entry("time_wait", 16L));

    static List<String> releases() {
        return Captures.RELEASES;
    }

    @ParameterizedTest
    @MethodSource("releases")
    void countByStateReadsNoSocket(String release) throws Exception {
        Sysctls counted = withoutLists(Captures.sysctls(release, "main"));
        Snapshot snapshot = collect(HostSource.freeBsd(counted), Queries.by("state"));
        assertEquals(BY_STATE, Queries.counts(snapshot));
        assertEquals("counters", snapshot.source());
        assertEquals(Optional.empty(), snapshot.fault());
        assertEquals(0, snapshot.errorBar());
        assertEquals(0, snapshot.steps().get(0).bytes());
        assertTrue(snapshot.steps().get(0).question().startsWith("read net.inet.tcp.states"));
    }

    @ParameterizedTest
    @MethodSource("releases")
    void everySocketReadGivesTheSameCounts(String release) throws Exception {
        Snapshot snapshot = collect(Captures.host(release, "main"), Queries.exact(Queries.by("state")));
        assertEquals(BY_STATE, Queries.counts(snapshot));
        assertEquals("pcblist", snapshot.source());
        assertEquals(0, snapshot.errorBar());
        assertEquals(175_712, snapshot.steps().get(0).bytes());
    }

    @Test
    void someStatesOnlyAreCountedByTheKernelToo() throws Exception {
        Query query = Queries.of(Protocol.TCP, AddressFamily.IP, EnumSet.of(TcpState.LISTEN, TcpState.CLOSE), "state");
        Snapshot snapshot = collect(HostSource.freeBsd(withoutLists(Captures.sysctls("15.1", "main"))), query);
        assertEquals(Map.of("listen", 11L, "close", 3L), Queries.counts(snapshot));
    }

    @Test
    void questionsThatTellFamiliesApartOrFilterReadTheSockets() throws Exception {
        Host host = Captures.host("15.1", "main");
        Query ipv6 = Queries.of(Protocol.TCP, EnumSet.of(AddressFamily.IPV6), TcpState.ALL, "state");
        assertEquals("pcblist", collect(host, ipv6).source());
        assertEquals(66, collect(host, ipv6).total(), "tcp6 and tcp46 rows");
        Snapshot byFamily = collect(host, Queries.by("family"));
        assertEquals(236, byFamily.total());
        assertTrue(byFamily.steps().get(0).reason().startsWith("the kernel counts the states of both families"));
        Query all = Queries.by("state");
        Filter filter = new Filter("sport = 8080", new EndCondition.PortIn(Side.LOCAL, 8080, 8080));
        Selection selection =
                new Selection(EnumSet.of(Protocol.TCP), AddressFamily.IP, TcpState.ALL, Optional.of(filter));
        Snapshot filtered = collect(host, new Query(selection, all.keys(), false, 4, 1000));
        assertEquals(54, filtered.total());
    }

    @Test
    void dumpsAreNeverSharedByThreadsForEachWouldBeGivenEverything() throws Exception {
        Host host = Captures.host("15.1", "main");
        Measures many = counters(90_000, 90_000);
        List<Step> steps =
                new Planner(host.sockets(), host.kernel(), many).plan(Queries.threads(8, Queries.by("local-port")));
        Step.FullDump dump = (Step.FullDump) steps.get(0);
        assertEquals(1, dump.threads());
        assertEquals(90_000, dump.expectedSockets());
        assertTrue(dump.reason().endsWith("one thread, because the kernel always returns all sockets"));
    }

    @Test
    void countsThatDoNotAddUpAreNotUsed() throws Exception {
        Host captured = Captures.host("15.1", "main");
        Host host = new Host("wrong", captured.sockets(), () -> counters(999, 236), captured.kernel());
        Snapshot snapshot = collect(host, Queries.by("state"));
        assertEquals(BY_STATE, Queries.counts(snapshot));
        assertEquals("pcblist", snapshot.source());
        assertEquals("not used: the states add up to 999, and the lists have 236\none thread", Queries.notes(snapshot));
    }

    @Test
    void countsThatMovedMeanwhileNeedNotAddUp() throws Exception {
        Host captured = Captures.host("15.1", "main");
        Iterator<Measures> readings = List.of(counters(230, 230), counters(236, 233), counters(236, 236))
                .iterator();
        Host host = new Host("moving", captured.sockets(), readings::next, captured.kernel());
        Snapshot snapshot = collect(host, Queries.by("state"));
        assertEquals("counters", snapshot.source());
        assertEquals(236, snapshot.total());
        assertEquals(12, snapshot.errorBar(), "six came, and one state has six more");
    }

    @ParameterizedTest
    @ValueSource(strings = {"local-port", "state,family"})
    void errorBarUnderChurnIsWhatTheListSaysMoved(String keys) throws Exception {
        Sysctls churning =
                Captures.with(Captures.sysctls("15.1", "main"), TCP, Captures.bytes("15.1", "churn__" + TCP + ".1"));
        Snapshot snapshot = collect(HostSource.freeBsd(churning), Queries.by(keys.split(",")));
        assertEquals(254, snapshot.total());
        assertEquals(18, snapshot.errorBar());
        assertEquals(Optional.empty(), snapshot.fault());
    }

    @Test
    void udpHasNoTotalsAndTakesItsErrorBarFromTheList() throws Exception {
        Query udp = Queries.of(Protocol.UDP, AddressFamily.IP, TcpState.ALL, "state");
        Snapshot snapshot = collect(Captures.host("13.2", "main"), udp);
        assertEquals(5, snapshot.total());
        assertEquals(0, snapshot.errorBar());
    }

    @Test
    void hiddenSocketsMakeAnAnswerIncompleteAndBothNumbersAreSaid() throws Exception {
        Snapshot snapshot = collect(Captures.host("15.1", "uid1001-seeother0"), Queries.by("local-port"));
        assertEquals(3, snapshot.total());
        assertTrue(snapshot.fault().orElseThrow().startsWith("the kernel has 236 tcp sockets but showed 3: "));
    }

    @Test
    void jailThatSharesTheHostsStackIsAnsweredFromItsOwnList() throws Exception {
        Sysctls jailed =
                Captures.with(Captures.sysctls("15.1", "jailroot"), "security.jail.jailed", new byte[] {1, 0, 0, 0});
        Snapshot snapshot = collect(HostSource.freeBsd(jailed), Queries.by("state"));
        assertEquals(2, snapshot.total());
        assertTrue(snapshot.fault().orElseThrow().startsWith("the kernel has 236 tcp sockets but showed 2: "));
    }

    @Test
    void refusedListIsMadeUpForByTheKernelsOwnCountsWhereTheyAnswer() throws Exception {
        Host host = HostSource.freeBsd(withoutLists(Captures.sysctls("15.1", "main")));
        Snapshot snapshot = collect(host, Queries.exact(Queries.by("state")));
        assertEquals(BY_STATE, Queries.counts(snapshot));
        assertEquals("counters", snapshot.source());
        assertTrue(snapshot.fault().orElseThrow().contains("no socket was read"), snapshot.fault()::toString);
        Query udp = Queries.of(Protocol.UDP, AddressFamily.IP, TcpState.ALL, "state");
        assertEquals(
                Errno.EPERM,
                assertThrows(KernelException.class, () -> collect(host, udp)).errno());
        assertThrows(KernelException.class, () -> collect(host, Queries.by("local-port")));
    }

    @Test
    void tablesThatThereAreNotAreLeftOutAndNoModuleIsAdvised() throws Exception {
        Query tcp = Queries.by("proto", "state");
        Selection selection = new Selection(
                EnumSet.of(Protocol.TCP, Protocol.MPTCP, Protocol.UNIX),
                AddressFamily.IP,
                TcpState.ALL,
                Optional.empty());
        Snapshot snapshot =
                collect(Captures.host("15.1", "main"), new Query(selection, tcp.keys(), false, 1, Queries.GROUPS_MAX));
        assertEquals(236 + 13, snapshot.total());
        assertEquals("pcblist+counters", snapshot.source());
        assertEquals(Optional.empty(), snapshot.fault());
        assertEquals(
                List.of("mptcp sockets are left out, no table of them is available here (the kernel has none)"),
                snapshot.missing().stream().map(MissingTable::explanation).toList());
    }

    @Test
    void listenersAreReadBeforeServicesAreNamed() throws Exception {
        Map<String, Long> counts = Queries.counts(collect(Captures.host("15.1", "main"), Queries.by("service")));
        assertTrue(counts.get("127.0.0.1:9090") > 1, counts::toString);
    }

    private static Snapshot collect(Host host, Query query) throws KernelException {
        return new Collector(host).collect(query);
    }

    /** The same host, if it refused to list any socket. */
    private static Sysctls withoutLists(Sysctls sysctls) {
        return name -> {
            if (name.endsWith("pcblist")) {
                throw new KernelException("sysctl(" + name + ")", Errno.EPERM);
            }
            return sysctls.read(name);
        };
    }

    /** So many sockets, all ESTABLISHED, where the lists have so many. */
    private static Measures counters(long sockets, long listed) {
        long[] counts = new long[TcpState.values().length];
        counts[TcpState.ESTABLISHED.ordinal()] = sockets;
        return new Measures(
                Map.of(Measure.TCP_TIME_WAIT, 0L, Measure.TCP_ESTABLISHED, sockets, Measure.TCP_OPENS, sockets),
                Optional.of(new Measures.StateCounts(counts, listed)));
    }
}
