package io.conncount.collect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.conncount.filter.Condition;
import io.conncount.filter.FilterParser;
import io.conncount.group.GroupTable;
import io.conncount.names.HostNames;
import io.conncount.query.Query;
import io.conncount.snapshot.Snapshot;
import io.conncount.socket.AddressFamily;
import io.conncount.socket.Protocol;
import io.conncount.socket.TcpState;
import io.conncount.source.DumpRequest;
import io.conncount.source.HostSource;
import io.conncount.testing.Command;
import io.conncount.testing.SocketNamespace;
import io.conncount.testing.SsText;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Sockets in every state at once, of a kernel: whichever way they are counted, they are as many as ss lists. */
class StateCountIT {
    private static final String[] POPULATION = ("--connections 2000 --ipv6 300 --time-wait 50 --close-wait 10"
                    + " --fin-wait2 9 --fin-wait2-mini 8 --syn-sent 7 --syn-recv 6 --fin-wait1 5 --closing 4"
                    + " --last-ack 3 --listen 11")
            .split(" ");

    private static SocketNamespace namespace;
    private static Map<String, Long> expected;

    @BeforeAll
    static void makeSockets() throws Exception {
        namespace = new SocketNamespace(POPULATION);
        expected = namespace.call(() -> SsText.byState(Command.lines("ss", "-Htan")));
    }

    @AfterAll
    static void letThemGo() throws Exception {
        namespace.close();
    }

    @Test
    void namespaceHoldsSocketsInEveryStateThatIsListed() {
        Map<String, Long> made = new TreeMap<>();
        for (TcpState state : TcpState.values()) {
            made.put(state.label(), namespace.made(state.label()));
            assertTrue(state == TcpState.CLOSE || namespace.made(state.label()) > 0, state.label());
        }
        assertEquals(made, expected, "ss");
    }

    @Test
    void maskedWalkAndCountersCountAsSsDoes() throws Exception {
        Snapshot snapshot = collect(Queries.by("state"));
        assertEquals("sock_diag+counters", snapshot.source(), () -> Queries.notes(snapshot));
        assertEquals(expected, Queries.counts(snapshot));
        assertQuiet(snapshot);
    }

    @Test
    void fullDumpCountsAsSsDoes() throws Exception {
        Snapshot snapshot = collect(Queries.exact(Queries.by("state")));
        assertEquals("sock_diag", snapshot.source());
        assertEquals(expected, Queries.counts(snapshot));
        assertQuiet(snapshot);
    }

    @Test
    void dumpSplitOverThreadsCountsAsSsDoes() throws Exception {
        for (int threads : List.of(2, 3, 4)) {
            assertEquals(withoutZeros(expected), split(threads), threads + " threads");
        }
    }

    @Test
    void dumpSplitOverThreadsCountsWhatAFilterLeaves() throws Exception {
        for (String filter : List.of(
                "dport in 1024-65535 and not src [::1]",
                "sport >= :8003 and recvq >= 0",
                "(dport >= :8004 and sendq >= 0) or (sport >= :1024 and inode != 0)")) {
            Condition condition = FilterParser.parse(filter, new HostNames())
                    .filter()
                    .orElseThrow()
                    .condition();
            Map<String, Long> byOne = split(1, Optional.of(condition));
            assertEquals(byOne, split(2, Optional.of(condition)), filter);
            assertEquals(byOne, split(3, Optional.of(condition)), filter);
            assertTrue(byOne.get("established") > 0, byOne.toString());
        }
    }

    @Test
    void eitherFamilyAloneIsCountedAsSsDoes() throws Exception {
        for (AddressFamily family : AddressFamily.IP) {
            String option = family == AddressFamily.IPV4 ? "-4" : "-6";
            Query query = Queries.of(Protocol.TCP, EnumSet.of(family), TcpState.ALL, "state");
            namespace.call(() -> {
                Map<String, Long> ss = SsText.byState(Command.lines("ss", "-Htan", option));
                assertEquals(ss, Queries.counts(new Collector(HostSource.open()).collect(query)));
                assertEquals(ss, Queries.counts(new Collector(HostSource.open()).collect(Queries.exact(query))));
                return null;
            });
        }
    }

    @Test
    void stateAndFamilyTogetherAddUpToEachAlone() throws Exception {
        Map<String, Long> both = Queries.counts(collect(Queries.by("state", "family")));
        assertEquals(both, Queries.counts(collect(Queries.exact(Queries.by("state", "family")))));
        for (TcpState state : TcpState.values()) {
            long sum = both.get(state.label() + " ipv4") + both.get(state.label() + " ipv6");
            assertEquals(expected.get(state.label()), sum, state.label());
        }
    }

    private static Map<String, Long> split(int threads) throws Exception {
        return split(threads, Optional.empty());
    }

    private static Map<String, Long> split(int threads, Optional<Condition> filter) throws Exception {
        Query query = Queries.by("state");
        DumpRequest all = DumpRequest.of(Protocol.TCP, query.selection().families(), TcpState.ALL);
        DumpRequest request = filter.map(all::filtered).orElse(all);
        return namespace.call(() -> {
            SplitDump.Outcome<Step.Counting> outcome = SplitDump.run(
                    HostSource.open().sockets(),
                    new Step.FullDump(request, threads, 1_000_000, "asked for"),
                    () -> new Step.Counting(new GroupTable(query.keys(), Queries.GROUPS_MAX)));
            assertEquals(threads > 1, outcome.division().startsWith("split by a sample"), outcome.division());
            assertEquals(Optional.empty(), outcome.result().fault());
            GroupTable table = new GroupTable(query.keys(), Queries.GROUPS_MAX);
            outcome.sinks().forEach(part -> table.takeOver(part.table()));
            return counts(table);
        });
    }

    private static Map<String, Long> counts(GroupTable table) {
        Map<String, Long> counts = new TreeMap<>();
        for (int group = 0; group < table.size(); group++) {
            counts.put(table.value(group, 0), table.count(group));
        }
        return counts;
    }

    private static Map<String, Long> withoutZeros(Map<String, Long> counts) {
        Map<String, Long> rest = new TreeMap<>(counts);
        rest.values().removeIf(count -> count == 0);
        return rest;
    }

    private static Snapshot collect(Query query) throws Exception {
        return namespace.call(() -> new Collector(HostSource.open()).collect(query));
    }

    private static void assertQuiet(Snapshot snapshot) {
        assertEquals(Optional.empty(), snapshot.fault());
        assertEquals(0, snapshot.errorBar());
    }
}
