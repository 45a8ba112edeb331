package io.conncount.collect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.conncount.filter.Condition;
import io.conncount.filter.EndCondition;
import io.conncount.filter.Filter;
import io.conncount.query.Query;
import io.conncount.query.Selection;
import io.conncount.snapshot.Snapshot;
import io.conncount.socket.AddressFamily;
import io.conncount.socket.Detail;
import io.conncount.socket.Protocol;
import io.conncount.socket.Side;
import io.conncount.socket.TcpState;
import io.conncount.source.DumpRequest;
import io.conncount.source.Host;
import io.conncount.source.HostSource;
import io.conncount.source.recording.RecordedHost;
import io.conncount.source.recording.Recorder;
import io.conncount.testing.Command;
import io.conncount.testing.SocketNamespace;
import io.conncount.testing.SsText;
import io.conncount.testing.TestSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The same quiet sockets asked over sock_diag, from a recording, from a file of ss, and through /proc/net. */
class ReplayIT {
    private static final List<String[]> KEYS = List.of(
            new String[] {"state", "family"},
            new String[] {"local-port", "state"},
            new String[] {"remote-address", "remote-port", "timer"},
            new String[] {"direction"},
            new String[] {"service"},
            new String[] {"remote-net"});

    @TempDir
    private static Path directory;

    private static SocketNamespace namespace;
    private static Host live;
    private static Host recorded;
    private static Host ofSs;
    private static Host procfs;

    @BeforeAll
    static void makeSockets() throws Exception {
        namespace = new SocketNamespace(
                "--connections 1000 --ipv6 50 --udp 12 --syn-recv 3 --close-wait 4 --fin-wait2 3 --listen 20"
                        .split(" "));
        live = HostSource.open();
        procfs = HostSource.openProcfs();
        Path file = directory.resolve("live.rec");
        Path ssFile = directory.resolve("ss.dump");
        List<DumpRequest> requests = new ArrayList<>();
        for (Protocol protocol : List.of(Protocol.TCP, Protocol.UDP)) {
            requests.add(Requests.of(
                    selection(protocol, Optional.empty()),
                    protocol,
                    protocol.listedStates(),
                    EnumSet.allOf(Detail.class)));
        }
        namespace.call(() -> {
            new Recorder(HostSource.recordable(), "test").record(file, requests, Optional.empty(), false, false);
            return Command.lines("ss", "-tan", "-D", ssFile.toString());
        });
        recorded = RecordedHost.open(file);
        ofSs = RecordedHost.open(ssFile);
    }

    @AfterAll
    static void letThemGo() throws Exception {
        namespace.close();
    }

    @Test
    void everySourceGivesTheSameCounts() throws Exception {
        for (String[] keys : KEYS) {
            Query query = Queries.by(keys);
            Map<String, Long> expected = counts(live, query);
            assertEquals(expected, counts(recorded, query), String.join(",", keys));
            assertEquals(expected, counts(ofSs, query), String.join(",", keys));
            assertEquals(expected, counts(procfs, query), String.join(",", keys));
        }
    }

    @Test
    void everySourceGivesTheSameCountsOfUdp() throws Exception {
        Query query = Queries.of(Protocol.UDP, AddressFamily.IP, TcpState.ALL, "state", "local-port");
        Map<String, Long> expected = counts(live, query);
        assertEquals(expected, counts(recorded, query));
        assertEquals(expected, counts(procfs, query));
    }

    @Test
    void filtersThatAKernelDecidesAreDecidedTheSameHere() throws Exception {
        List<Condition> conditions = List.of(
                new EndCondition.PortIn(Side.REMOTE, 30_000, 40_000),
                new Condition.Not(new EndCondition.PortIn(Side.LOCAL, 0, 9000)),
                new EndCondition.AddressIn(Side.REMOTE, AddressFamily.IPV4, 0, 0x7f40_0000L, 10),
                new Condition.Any(List.of(
                        new EndCondition.PortIn(Side.LOCAL, 8000, 8000),
                        new EndCondition.PortIn(Side.REMOTE, 8001, 8002))));
        for (Condition condition : conditions) {
            Query plain = Queries.by("local-address", "local-port", "state");
            Selection selection = selection(Protocol.TCP, Optional.of(new Filter(condition.toString(), condition)));
            Query query = new Query(selection, plain.keys(), false, 1, Queries.GROUPS_MAX);
            Map<String, Long> expected = counts(live, query);
            assertTrue(!expected.isEmpty(), condition + " selects something");
            assertEquals(expected, counts(recorded, query), condition.toString());
            assertEquals(expected, counts(ofSs, query), condition.toString());
            assertEquals(expected, counts(procfs, query), condition.toString());
        }
    }

    @Test
    void fileOfSsGivesTheRowsOfSs() throws Exception {
        List<String> expected = SsText.sockets(namespace.call(() -> Command.lines("ss", "-Htan")));
        assertEquals(
                expected,
                sockets(ofSs).stream()
                        .map(socket -> SsText.of(socket, Map.of()))
                        .sorted()
                        .toList());
    }

    @Test
    void procfsTellsTheSameOfEachSocketAsSockDiag() throws Exception {
        assertEquals(told(sockets(live)), told(sockets(procfs)));
    }

    @Test
    void snapshotOfARecordingCarriesItsTimeAndWhetherAnythingChangedMeanwhile() throws Exception {
        Snapshot snapshot = collect(recorded, Queries.by("state"));
        assertEquals(recorded.recorded().orElseThrow().time(), snapshot.time());
        assertEquals("recording", snapshot.source());
        assertEquals(0, snapshot.errorBar());
        assertEquals("procfs", collect(procfs, Queries.by("state")).source());
        assertEquals(
                Snapshot.ERROR_BAR_UNKNOWN, collect(ofSs, Queries.by("state")).errorBar());
    }

    /** What both tell: of each socket its ends, state, owner and timer. */
    private static List<String> told(List<TestSocket> sockets) {
        return sockets.stream()
                .map(socket -> socket.state() + " " + socket.family() + " " + socket.localAddressHigh() + " "
                        + socket.localAddressLow() + " " + socket.localPort() + " " + socket.remoteAddressHigh() + " "
                        + socket.remoteAddressLow() + " " + socket.remotePort() + " " + socket.owned() + " "
                        + socket.uid() + " " + socket.timer())
                .sorted()
                .toList();
    }

    private static List<TestSocket> sockets(Host host) throws Exception {
        List<TestSocket> sockets = new ArrayList<>();
        DumpRequest request = Requests.of(
                selection(Protocol.TCP, Optional.empty()), Protocol.TCP, Protocol.TCP.listedStates(), Set.of());
        namespace.call(() -> host.sockets().dump(request, socket -> sockets.add(TestSocket.copyOf(socket))));
        return sockets;
    }

    private static Selection selection(Protocol protocol, Optional<Filter> filter) {
        return new Selection(EnumSet.of(protocol), AddressFamily.IP, TcpState.ALL, filter);
    }

    private static Map<String, Long> counts(Host host, Query query) throws Exception {
        return Queries.counts(collect(host, query));
    }

    private static Snapshot collect(Host host, Query query) throws Exception {
        Snapshot snapshot = namespace.call(() -> new Collector(host).collect(query));
        assertEquals(Optional.empty(), snapshot.fault());
        return snapshot;
    }
}
