package io.conncount.collect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.conncount.filter.EndCondition;
import io.conncount.filter.Filter;
import io.conncount.query.Query;
import io.conncount.query.Selection;
import io.conncount.snapshot.Snapshot;
import io.conncount.snapshot.StepReport.MissingTable;
import io.conncount.socket.AddressFamily;
import io.conncount.socket.Protocol;
import io.conncount.socket.Side;
import io.conncount.socket.SocketType;
import io.conncount.socket.TcpState;
import io.conncount.source.HostSource;
import io.conncount.source.MissingTableException;
import io.conncount.testing.Command;
import io.conncount.testing.NativeSockets;
import io.conncount.testing.SocketNamespace;
import io.conncount.testing.SsText;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Sockets of every kind, of a kernel: they are as many in each state as ss lists. RAW, SCTP and VSOCK it does not show. */
class TableCountIT {
    @TempDir
    private static Path names;

    private static SocketNamespace namespace;
    private static NativeSockets sockets;

    @BeforeAll
    static void makeSockets() throws Exception {
        namespace = new SocketNamespace("--connections", "10");
        sockets = namespace.call(() -> NativeSockets.ofEveryTable(names));
    }

    @AfterAll
    static void letThemGo() throws Exception {
        sockets.close();
        namespace.close();
    }

    /** Whoever asks for netlink sockets is one of them. */
    @ParameterizedTest
    @CsvSource({"UNIX, unix", "PACKET, packet", "NETLINK, netlink", "MPTCP, mptcp", "TCP, tcp"})
    void countsByStateAreThoseOfSs(Protocol protocol, String table) throws Exception {
        namespace.call(() -> {
            Map<String, Long> expected = SsText.byState(withoutNetid(ss(table)), protocol);
            Snapshot snapshot = collect(EnumSet.of(protocol), "state");
            assertEquals(expected, Queries.counts(snapshot));
            assertEquals(Optional.empty(), snapshot.fault());
            assertTrue(snapshot.total() > 0);
            return null;
        });
    }

    @Test
    void udpLiteSocketsAreAsManyAsProcNetLists() throws Exception {
        namespace.call(() -> {
            Map<String, Long> expected = new TreeMap<>(Map.of("established", 0L, "close", 0L));
            for (String file : List.of("udplite", "udplite6")) {
                Files.readAllLines(Path.of("/proc/thread-self/net", file)).stream()
                        .skip(1)
                        .map(line -> line.strip().split("\\s+")[3].equals("01") ? "established" : "close")
                        .forEach(state -> expected.merge(state, 1L, Long::sum));
            }
            Snapshot snapshot = collect(EnumSet.of(Protocol.UDPLITE), "state");
            assertEquals(expected, Queries.counts(snapshot));
            assertEquals(0, snapshot.errorBar());
            assertEquals(3, snapshot.total());
            return null;
        });
    }

    @Test
    void typesOfUnixSocketsAreThoseOfSs() throws Exception {
        namespace.call(() -> {
            Map<String, Long> expected = ss("unix").stream()
                    .map(line -> line.substring(2, 5))
                    .map(shown -> shown.equals("str") ? "stream" : shown.equals("dgr") ? "dgram" : "seqpacket")
                    .collect(Collectors.groupingBy(type -> type, TreeMap::new, Collectors.counting()));
            assertEquals(expected, Queries.counts(collect(EnumSet.of(Protocol.UNIX), "type")));
            Query dgrams = new Query(
                    new Selection(
                            EnumSet.of(Protocol.UNIX),
                            AddressFamily.IP,
                            TcpState.ALL,
                            Optional.empty(),
                            Map.of(Protocol.UNIX, Set.of(SocketType.DGRAM))),
                    Queries.by("type").keys(),
                    false,
                    1,
                    Queries.GROUPS_MAX);
            assertEquals(
                    Map.of("dgram", expected.get("dgram")),
                    Queries.counts(new Collector(HostSource.open()).collect(dgrams)));
            return null;
        });
    }

    @Test
    void pingSocketsAreAsManyAsTheKernelCounts() throws Exception {
        namespace.call(() -> {
            try (NativeSockets ping = new NativeSockets()) {
                ping.ping(100);
                Snapshot snapshot = collect(EnumSet.of(Protocol.PING), "state", "family", "local-port");
                assertEquals(
                        Map.of("close ipv4 100", 1L, "established ipv4 101", 1L, "close ipv6 102", 1L),
                        Queries.counts(snapshot));
                assertEquals("procfs", snapshot.source());
                assertEquals(3, HostSource.open().counters().sockets(Protocol.PING));
                Query filtered = new Query(
                        new Selection(
                                EnumSet.of(Protocol.PING),
                                EnumSet.of(AddressFamily.IPV4),
                                TcpState.ALL,
                                Optional.of(new Filter("sport = :101", new EndCondition.PortIn(Side.LOCAL, 101, 101)))),
                        Queries.by("state").keys(),
                        false,
                        1,
                        Queries.GROUPS_MAX);
                assertEquals(
                        1, new Collector(HostSource.open()).collect(filtered).total());
            }
            return null;
        });
    }

    @Test
    void kindsThatNoTableShowsAreNamedWithTheirNumberWhereEveryKindIsAskedFor() throws Exception {
        namespace.call(() -> {
            try (NativeSockets xdp = new NativeSockets()) {
                xdp.socket(NativeSockets.AF_XDP, NativeSockets.RAW, 0);
                xdp.socket(NativeSockets.AF_XDP, NativeSockets.RAW, 0);
                Snapshot all = collect(EnumSet.allOf(Protocol.class), "proto");
                MissingTable left = all.missing().get(all.missing().size() - 1);
                assertEquals(new MissingTable("XDP", "", 2), left);
                assertEquals(
                        "XDP sockets are left out, no table of them is available here (the kernel has 2)",
                        left.explanation());
                assertTrue(all.fault().isPresent());
                Set<Protocol> fewer = EnumSet.complementOf(EnumSet.of(Protocol.SCTP));
                assertEquals(
                        Optional.empty(),
                        collect(fewer, "proto").missing().stream()
                                .filter(left::equals)
                                .findAny());
            }
            return null;
        });
    }

    @Test
    void protocolsAndStatesTogetherAreWhatEachTableCountsAlone() throws Exception {
        namespace.call(() -> {
            Set<Protocol> shown = EnumSet.complementOf(EnumSet.of(Protocol.SCTP, Protocol.VSOCK));
            Map<String, Long> expected = new TreeMap<>();
            for (Protocol protocol : shown) {
                Queries.counts(collect(EnumSet.of(protocol), "state"))
                        .forEach((state, count) -> expected.put(protocol.label() + " " + state, count));
            }
            Snapshot all = collect(EnumSet.allOf(Protocol.class), "proto", "state");
            assertEquals(expected, Queries.counts(all));
            assertEquals("sock_diag+procfs+counters", all.source(), "TCP by a masked walk, as alone");
            assertEquals(
                    List.of("sctp", "vsock"),
                    all.missing().stream().map(MissingTable::table).toList());
            return null;
        });
    }

    @Test
    void answerIsCompleteIfWhatTheKernelDoesNotShowIsNotThere() throws Exception {
        namespace.call(() -> {
            Set<Protocol> asked = EnumSet.of(Protocol.TCP, Protocol.RAW, Protocol.SCTP);
            Snapshot none = collect(asked, "proto");
            assertEquals(Optional.empty(), none.fault());
            assertEquals(Set.of("tcp", "raw"), Queries.counts(none).keySet());
            NativeSockets raw = new NativeSockets();
            raw.socket(NativeSockets.AF_INET, NativeSockets.RAW, NativeSockets.ICMP);
            Snapshot some = collect(asked, "proto");
            raw.close();
            assertEquals(Optional.empty(), some.fault());
            assertEquals(1, Queries.counts(some).get("raw"), "from /proc/net/raw");
            assertEquals("sctp", some.missing().get(0).table());
            return null;
        });
    }

    @ParameterizedTest
    @EnumSource(names = {"SCTP", "VSOCK"})
    void tableThatTheKernelDoesNotShowIsAnExceptionThatNamesTheModule(Protocol protocol) throws Exception {
        namespace.call(() -> {
            MissingTableException missing =
                    assertThrows(MissingTableException.class, () -> collect(EnumSet.of(protocol), "state"));
            assertEquals(protocol.label() + "_diag", missing.module());
            assertEquals(protocol, missing.protocol());
            return null;
        });
    }

    /** Such keys mean nothing without IP, and must not stumble over port ids of 32 bits. */
    @Test
    void everyKeyTakesSocketsOfEveryTable() throws Exception {
        List<String> keys = Queries.keysOfLinux();
        namespace.call(() -> {
            for (String key : keys) {
                Snapshot alone = collect(EnumSet.of(Protocol.UNIX, Protocol.NETLINK, Protocol.PACKET), key);
                assertEquals(
                        alone.total(),
                        Queries.counts(alone).values().stream()
                                .mapToLong(Long::longValue)
                                .sum(),
                        key);
            }
            Map<String, Long> ports = Queries.counts(collect(EnumSet.of(Protocol.NETLINK), "local-port"));
            assertEquals(1, ports.get("4294963200"), ports.toString());
            assertEquals(
                    Set.of("(none)"),
                    Queries.counts(collect(EnumSet.of(Protocol.NETLINK, Protocol.UNIX), "direction", "service"))
                            .keySet()
                            .stream()
                            .map(groups -> groups.split(" ")[0])
                            .collect(Collectors.toSet()));
            return null;
        });
    }

    private static Snapshot collect(Set<Protocol> protocols, String... keys) throws Exception {
        Query query = new Query(
                new Selection(protocols, AddressFamily.IP, TcpState.ALL, Optional.empty()),
                Queries.by(keys).keys(),
                false,
                1,
                Queries.GROUPS_MAX);
        return new Collector(HostSource.open()).collect(query);
    }

    private static List<String> ss(String table) throws Exception {
        return Command.lines("ss", "-HanA", table);
    }

    /** ss shows the kind of socket before the state where there are several. */
    private static List<String> withoutNetid(List<String> lines) {
        return lines.stream()
                .map(line -> line.replaceFirst("^[up]_\\w+\\s+", ""))
                .toList();
    }
}
