package io.conncount.collect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.conncount.counters.Measures;
import io.conncount.query.Query;
import io.conncount.query.Selection;
import io.conncount.socket.AddressFamily;
import io.conncount.socket.Protocol;
import io.conncount.socket.SocketSink;
import io.conncount.socket.TcpState;
import io.conncount.source.DumpRequest;
import io.conncount.source.DumpResult;
import io.conncount.source.KernelVersion;
import io.conncount.source.LinuxSockDiag;
import io.conncount.source.SocketSource;
import io.conncount.sys.NetlinkSocket;
import io.conncount.testing.Counts;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which question is answered in which way. */
class PlannerTest {
    private static final LinuxSockDiag LINUX = new LinuxSockDiag(NetlinkSocket::openSockDiag);
    private static final KernelVersion NEW = new KernelVersion(6, 18);
    private static final Measures FEW = Counts.of(900, 100, 50, 800, 1000, 70);
    private static final Measures MANY = Counts.of(90_000, 9_000, 20_000, 98_000, 500_000, 60_000);
    private static final Set<AddressFamily> BOTH = AddressFamily.IP;
    private static final Set<TcpState> LISTED = without(TcpState.CLOSE);

    @Test
    void sourceThatIsReadFromEndToEndIsReadOnceByOneThreadWhateverIsAsked() {
        Map<String, String> reasons = Map.of(
                "state",
                "it is a file",
                "local-port",
                "the groups depend on more than a socket's state and family; one thread, because it is a file");
        for (Measures counters : List.of(FEW, MANY)) {
            Planner planner = new Planner(new File(), NEW, counters);
            for (String key : reasons.keySet()) {
                List<Step> steps = planner.plan(Queries.threads(4, Queries.by(key)));
                assertEquals(1, steps.size());
                Step.FullDump dump = (Step.FullDump) steps.get(0);
                assertEquals(1, dump.threads());
                assertEquals(reasons.get(key), dump.reason());
            }
        }
    }

    @Test
    void countByStateLeavesOutEstablished() {
        Step.MaskedWalk walk = walk(NEW, FEW, Queries.by("state"));
        assertEquals(Set.of(TcpState.ESTABLISHED), walk.derived());
        assertEquals(
                without(TcpState.CLOSE, TcpState.ESTABLISHED), walk.request().states());
        assertEquals(BOTH, walk.request().families());
    }

    @Test
    void countByStateLeavesOutTimeWaitTooWhereThereAreMany() {
        Step.MaskedWalk walk = walk(NEW, MANY, Queries.by("state"));
        assertEquals(Set.of(TcpState.ESTABLISHED, TcpState.TIME_WAIT), walk.derived());
        assertEquals(
                without(TcpState.CLOSE, TcpState.ESTABLISHED, TcpState.TIME_WAIT),
                walk.request().states());
    }

    @Test
    void tenThousandTimeWaitsAreStillRead() {
        assertEquals(
                Set.of(TcpState.ESTABLISHED),
                walk(NEW, timeWaits(Planner.TIME_WAIT_MANY), Queries.by("state"))
                        .derived());
        assertEquals(
                Set.of(TcpState.ESTABLISHED, TcpState.TIME_WAIT),
                walk(NEW, timeWaits(Planner.TIME_WAIT_MANY + 1), Queries.by("state"))
                        .derived());
    }

    @Test
    void timeWaitIsReadWhereTheFamiliesAreToldApart() {
        Query byFamily = Queries.by("state", "family");
        assertEquals(Set.of(TcpState.ESTABLISHED), walk(NEW, MANY, byFamily).derived());
        for (AddressFamily family : AddressFamily.IP) {
            Query ofFamily = Queries.of(Protocol.TCP, EnumSet.of(family), TcpState.ALL, "state");
            Step.MaskedWalk walk = walk(NEW, MANY, ofFamily);
            assertEquals(Set.of(TcpState.ESTABLISHED), walk.derived());
            assertEquals(Set.of(family), walk.request().families());
        }
    }

    @Test
    void timeWaitIsReadOnKernelsThatCountItForAllNamespacesTogether() {
        assertEquals(
                Set.of(TcpState.ESTABLISHED),
                walk(new KernelVersion(4, 9), MANY, Queries.by("state")).derived());
        assertEquals(
                Set.of(TcpState.ESTABLISHED, TcpState.TIME_WAIT),
                walk(new KernelVersion(4, 10), MANY, Queries.by("state")).derived());
    }

    @Test
    void establishedAloneIsWhatIsInUseLessEveryOtherState() {
        Query query = Queries.of(Protocol.TCP, BOTH, EnumSet.of(TcpState.ESTABLISHED), "state");
        Step.MaskedWalk walk = walk(NEW, MANY, query);
        assertEquals(Set.of(TcpState.ESTABLISHED), walk.derived());
        assertEquals(
                without(TcpState.CLOSE, TcpState.ESTABLISHED, TcpState.TIME_WAIT),
                walk.request().states());
    }

    @Test
    void timeWaitAloneIsTheCounterLessTheMiniSocketsInFinWait2() {
        Query query = Queries.of(Protocol.TCP, BOTH, EnumSet.of(TcpState.TIME_WAIT), "state");
        Step.MaskedWalk walk = walk(NEW, MANY, query);
        assertEquals(Set.of(TcpState.TIME_WAIT), walk.derived());
        assertEquals(Set.of(TcpState.FIN_WAIT2), walk.request().states());
    }

    @Test
    void listenersAloneAreDumpedAndNothingElseIsAskedFor() {
        Query query = Queries.of(Protocol.TCP, BOTH, EnumSet.of(TcpState.LISTEN), "state");
        assertEquals(Set.of(TcpState.LISTEN), dump(NEW, MANY, query).request().states());
        Query closed = Queries.of(Protocol.TCP, BOTH, EnumSet.of(TcpState.LISTEN, TcpState.CLOSE), "state");
        assertEquals(Set.of(TcpState.LISTEN), dump(NEW, MANY, closed).request().states());
    }

    @Test
    void exactReadsEverySocket() {
        Step.FullDump dump = dump(NEW, MANY, Queries.exact(Queries.by("state")));
        assertEquals(LISTED, dump.request().states());
        assertTrue(dump.reason().startsWith("--exact"), dump.reason());
    }

    @Test
    void missingCounterMeansThatEverySocketIsRead() {
        Measures missing = Counts.of(1, Measures.MISSING, 1, Measures.MISSING, 1, 1);
        Step.FullDump dump = dump(NEW, missing, Queries.by("state"));
        assertEquals(LISTED, dump.request().states());
        assertTrue(dump.reason().startsWith("the kernel does not report TCP6 inuse, Tcp CurrEstab"), dump.reason());
    }

    @ParameterizedTest
    @ValueSource(strings = {"local-port", "remote-net", "user", "cgroup", "mark", "timer", "interface"})
    void otherKeysNeedEverySocket(String key) {
        assertEquals(LISTED, dump(NEW, FEW, Queries.by(key)).request().states());
        assertEquals(LISTED, dump(NEW, FEW, Queries.by("state", key)).request().states());
    }

    @ParameterizedTest
    @ValueSource(strings = {"direction", "service"})
    void keysThatNeedListenersReadThemFirst(String key) {
        List<Step> steps = new Planner(LINUX, NEW, FEW).plan(Queries.by(key));
        assertEquals(2, steps.size());
        Step.ReadListeners listeners = assertInstanceOf(Step.ReadListeners.class, steps.get(0));
        assertEquals(Set.of(TcpState.LISTEN), listeners.request().states());
        assertInstanceOf(Step.FullDump.class, steps.get(1));
    }

    @Test
    void udpIsDumpedInItsTwoStates() {
        Step.FullDump dump = dump(NEW, FEW, Queries.of(Protocol.UDP, BOTH, TcpState.ALL, "state"));
        assertEquals(Protocol.UDP, dump.request().protocol());
        assertEquals(
                Set.of(TcpState.ESTABLISHED, TcpState.CLOSE), dump.request().states());
    }

    @Test
    void bothProtocolsTakeAStepEach() {
        Query tcp = Queries.by("state");
        Query both = new Query(
                new Selection(EnumSet.of(Protocol.TCP, Protocol.UDP), AddressFamily.IP, TcpState.ALL, Optional.empty()),
                tcp.keys(),
                false,
                1,
                Queries.GROUPS_MAX);
        List<Step> steps = new Planner(LINUX, NEW, FEW).plan(both);
        assertInstanceOf(Step.MaskedWalk.class, steps.get(0));
        assertInstanceOf(Step.FullDump.class, steps.get(1));
        assertEquals(2, steps.size());
    }

    @Test
    void fullDumpIsSplitOverTheThreadsThatAreAllowedWhereThereAreManySockets() {
        assertEquals(
                4, dump(NEW, MANY, Queries.threads(4, Queries.by("local-port"))).threads());
        assertEquals(
                1, dump(NEW, MANY, Queries.threads(1, Queries.by("local-port"))).threads());
        assertEquals(
                1, dump(NEW, FEW, Queries.threads(4, Queries.by("local-port"))).threads());
        Query udp = Queries.of(Protocol.UDP, BOTH, TcpState.ALL, "local-port");
        assertEquals(2, dump(NEW, MANY, Queries.threads(2, udp)).threads());
    }

    @Test
    void fullDumpIsNotSplitOnKernelsThatLetDumpsInOneByOne() {
        Query query = Queries.threads(2, Queries.by("local-port"));
        Step.FullDump dump = dump(new KernelVersion(6, 8), MANY, query);
        assertEquals(1, dump.threads());
        assertTrue(dump.reason().contains("before 6.9"), dump.reason());
        assertEquals(2, dump(new KernelVersion(6, 9), MANY, query).threads());
    }

    @Test
    void dumpOfStatesThatFewSocketsAreInIsNotSplit() {
        Query query = Queries.of(Protocol.TCP, BOTH, EnumSet.of(TcpState.CLOSE_WAIT), "local-port");
        assertEquals(1, dump(NEW, MANY, Queries.threads(2, query)).threads());
    }

    private static Step.MaskedWalk walk(KernelVersion kernel, Measures counters, Query query) {
        return assertInstanceOf(Step.MaskedWalk.class, only(kernel, counters, query));
    }

    private static Step.FullDump dump(KernelVersion kernel, Measures counters, Query query) {
        return assertInstanceOf(Step.FullDump.class, only(kernel, counters, query));
    }

    private static Step only(KernelVersion kernel, Measures counters, Query query) {
        List<Step> steps = new Planner(LINUX, kernel, counters).plan(query);
        assertEquals(1, steps.size());
        return steps.get(0);
    }

    /** A source that cannot look for anything. */
    private static final class File implements SocketSource {
        @Override
        public String name() {
            return "file";
        }

        @Override
        public Optional<String> sequential() {
            return Optional.of("it is a file");
        }

        @Override
        public DumpResult dump(DumpRequest request, SocketSink sink) {
            return DumpResult.NOTHING;
        }
    }

    private static Measures timeWaits(long timeWait) {
        return Counts.of(1, 0, timeWait, 1, 1, 0);
    }

    private static Set<TcpState> without(TcpState... states) {
        Set<TcpState> rest = EnumSet.allOf(TcpState.class);
        rest.removeAll(Set.of(states));
        return rest;
    }
}
