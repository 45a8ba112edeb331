package io.conncount.collect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.conncount.counters.CounterSource;
import io.conncount.counters.Measure;
import io.conncount.counters.Measures;
import io.conncount.counters.ProcNet;
import io.conncount.query.Query;
import io.conncount.snapshot.Snapshot;
import io.conncount.socket.AddressFamily;
import io.conncount.socket.Protocol;
import io.conncount.socket.TcpState;
import io.conncount.source.Host;
import io.conncount.source.KernelVersion;
import io.conncount.source.LinuxSockDiag;
import io.conncount.sys.Errno;
import io.conncount.sys.KernelException;
import io.conncount.testing.Counts;
import io.conncount.testing.Datagrams;
import io.conncount.testing.Golden;
import io.conncount.testing.Messages;
import io.conncount.testing.RecordedChannel;
import io.conncount.testing.Reply;
import io.conncount.testing.SsText;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Whole answers over recorded bytes: what ss listed, whichever way is taken. */
class CollectorTest {
    private static final Map<String, Long> SS = SsText.byState(Golden.ss("tcp"));
    private static final Measures RECORDED = new ProcNet(Golden.procNet()).read();
    private static final int MINI_FIN_WAIT2 = 2;

    @Test
    void maskedWalkAndFullDumpBothCountWhatSsLists() throws Exception {
        Snapshot masked = collect(() -> RECORDED, Queries.by("state"));
        assertEquals("sock_diag+counters", masked.source());
        assertEquals(SS, Queries.counts(masked));
        Snapshot full = collect(() -> RECORDED, Queries.exact(Queries.by("state")));
        assertEquals("sock_diag", full.source());
        assertEquals(SS, Queries.counts(full));
        for (Snapshot snapshot : List.of(masked, full)) {
            assertEquals(Optional.empty(), snapshot.fault());
            assertEquals(0, snapshot.errorBar());
            assertEquals("golden", snapshot.host());
        }
    }

    @Test
    void maskedWalkAndFullDumpAgreeOnStateAndFamily() throws Exception {
        Query query = Queries.by("family", "state");
        assertEquals(
                Queries.counts(collect(() -> RECORDED, Queries.exact(query))),
                Queries.counts(collect(() -> RECORDED, query)));
    }

    @Test
    void manyTimeWaitsComeFromTheCounter() throws Exception {
        Measures many = withTimeWait(20_000);
        Map<String, Long> counts = Queries.counts(collect(() -> many, Queries.by("state")));
        assertEquals(20_000 - MINI_FIN_WAIT2, counts.get("time_wait"));
        assertEquals(SS.get("fin_wait2"), counts.get("fin_wait2"));
        assertEquals(SS.get("established"), counts.get("established"));
    }

    @Test
    void counterThatContradictsIsNotUsed() throws Exception {
        Measures wrong = Counts.of(
                RECORDED.number(Measure.TCP_IN_USE) + 1000,
                RECORDED.number(Measure.TCP6_IN_USE),
                RECORDED.number(Measure.TCP_TIME_WAIT),
                RECORDED.number(Measure.TCP_ESTABLISHED),
                1,
                0);
        Snapshot snapshot = collect(() -> wrong, Queries.by("state"));
        assertEquals(SS, Queries.counts(snapshot));
        assertEquals("sock_diag", snapshot.source());
        assertEquals(Optional.empty(), snapshot.fault());
        assertTrue(Queries.notes(snapshot).startsWith("not used: tcpCurrEstab"), Queries.notes(snapshot));
    }

    @Test
    void missingCountersAreNotUsedAndTheErrorBarIsUnknown() throws Exception {
        Snapshot snapshot = collect(new ProcNet(Path.of("/no/such/directory")), Queries.by("state"));
        assertEquals(SS, Queries.counts(snapshot));
        assertEquals("sock_diag", snapshot.source());
        assertEquals(Snapshot.ERROR_BAR_UNKNOWN, snapshot.errorBar());
        assertEquals(Optional.empty(), snapshot.fault());
    }

    @Test
    void countersThatGoMissingDuringTheWalkAreNotUsed() throws Exception {
        Iterator<Measures> readings =
                List.of(RECORDED, Measures.NONE, Measures.NONE).iterator();
        Snapshot snapshot = collect(readings::next, Queries.by("state"));
        assertEquals(SS, Queries.counts(snapshot));
        assertEquals("not used: a counter went missing\none thread", Queries.notes(snapshot));
    }

    @Test
    void errorBarIsWhatChangedBetweenTheFirstReadingAndTheLast() throws Exception {
        Iterator<Measures> readings =
                List.of(withTimeWait(3), RECORDED, RECORDED).iterator();
        assertEquals(
                RECORDED.number(Measure.TCP_TIME_WAIT) - 3,
                collect(readings::next, Queries.by("state")).errorBar());
    }

    @Test
    void statesWithoutASocketAreShownAsZero() throws Exception {
        assertEquals(
                0, Queries.counts(collect(() -> RECORDED, Queries.by("state"))).get("close"));
    }

    @Test
    void udpIsCountedAsSsListsIt() throws Exception {
        Query query = Queries.of(Protocol.UDP, AddressFamily.IP, TcpState.ALL, "state");
        Map<String, Long> counts = Queries.counts(collect(() -> RECORDED, query));
        assertEquals(SsText.byState(Golden.ss("udp"), Protocol.UDP), counts);
    }

    @Test
    void oneFamilyIsCountedInAWalkOfItsOwn() throws Exception {
        Query query = Queries.exact(Queries.of(Protocol.TCP, EnumSet.of(AddressFamily.IPV6), TcpState.ALL, "family"));
        long ipv6 = Golden.ss("tcp").stream().filter(line -> line.contains("[")).count();
        assertEquals(Map.of("ipv6", ipv6), Queries.counts(collect(() -> RECORDED, query)));
    }

    @Test
    void listenersAreReadBeforeServicesAreNamed() throws Exception {
        Snapshot snapshot = collect(() -> RECORDED, Queries.by("service"));
        assertEquals(2, snapshot.steps().size());
        Map<String, Long> counts = Queries.counts(snapshot);
        long marked = SsText.sockets(Golden.ss("tcp")).stream()
                .filter(line -> line.split(" ")[1].equals("127.0.0.1%lo:7000"))
                .count();
        assertEquals(marked, counts.get("127.0.0.1:7000"));
        assertEquals(Golden.ss("tcp").size(), snapshot.total());
        assertTrue(counts.get("(none)") > 0);
    }

    @Test
    void tooManyGroupsAreAFaultThatSaysHowManySocketsAreInNone() throws Exception {
        Query all = Queries.by("local-address", "local-port");
        Query few = new Query(all.selection(), all.keys(), false, 1, 10);
        Snapshot snapshot = collect(() -> RECORDED, few);
        assertEquals(Golden.ss("tcp").size(), snapshot.total());
        assertTrue(snapshot.fault().orElseThrow().contains("group limit 10 reached"), snapshot.fault()::toString);
    }

    @Test
    void recordingThatIsCutGivesAnAnswerThatSaysItIsIncomplete() throws Exception {
        byte[] cut = Arrays.copyOf(Golden.answer(Golden.TCP), 1000);
        Host host = host(new LinuxSockDiag(() -> RecordedChannel.of(List.of(Reply.datagram(cut)))), () -> RECORDED);
        Snapshot snapshot = new Collector(host).collect(Queries.exact(Queries.by("state")));
        assertEquals(8, snapshot.total());
        assertTrue(snapshot.fault().orElseThrow().startsWith("nlmsghdr at byte 992: "), snapshot.fault()::toString);
    }

    @Test
    void walkThatIsCutIsFollowedByAFullDump() throws Exception {
        byte[] cut = Arrays.copyOf(Golden.answer(Golden.TCP_WALK), 1000);
        List<Reply> full = Reply.datagrams(List.of(Datagrams.answering(2, Golden.answer(Golden.TCP))));
        Iterator<List<Reply>> answers =
                List.of(List.of(Reply.datagram(cut)), full).iterator();
        LinuxSockDiag source = new LinuxSockDiag(() -> RecordedChannel.of(answers.next()));
        Snapshot snapshot = new Collector(host(source, () -> RECORDED)).collect(Queries.by("state"));
        assertEquals(SS, Queries.counts(snapshot));
        assertEquals(Optional.empty(), snapshot.fault());
    }

    @Test
    void refusalOfEverythingIsAnException() {
        List<Reply> refusal = List.of(Reply.datagram(Messages.error(1, Errno.EPERM)));
        Host host = host(new LinuxSockDiag(() -> RecordedChannel.of(refusal)), () -> RECORDED);
        KernelException error =
                assertThrows(KernelException.class, () -> new Collector(host).collect(Queries.by("state")));
        assertEquals(Errno.EPERM, error.errno());
    }

    private static Snapshot collect(CounterSource counters, Query query) throws KernelException {
        return new Collector(host(new LinuxSockDiag(Golden.kernel()), counters)).collect(query);
    }

    private static Host host(LinuxSockDiag source, CounterSource counters) {
        return new Host("golden", source, counters, new KernelVersion(6, 18));
    }

    private static Measures withTimeWait(long timeWait) {
        return Counts.with(RECORDED, Measure.TCP_TIME_WAIT, timeWait);
    }
}
