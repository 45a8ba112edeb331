package io.conncount.collect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.conncount.distribution.NumberKey;
import io.conncount.expression.Comparison;
import io.conncount.filter.Condition;
import io.conncount.filter.ConditionText;
import io.conncount.filter.Filter;
import io.conncount.filter.FilterParser;
import io.conncount.filter.ParsedFilter;
import io.conncount.group.GroupKey;
import io.conncount.group.GroupKeys;
import io.conncount.names.HostNames;
import io.conncount.query.Query;
import io.conncount.query.Selection;
import io.conncount.snapshot.Snapshot;
import io.conncount.socket.AddressFamily;
import io.conncount.socket.Detail;
import io.conncount.socket.Protocol;
import io.conncount.socket.SocketNumber;
import io.conncount.socket.SocketView;
import io.conncount.socket.TcpState;
import io.conncount.source.DumpRequest;
import io.conncount.source.Host;
import io.conncount.source.HostSource;
import io.conncount.testing.KernelLog;
import io.conncount.testing.OddSockets;
import io.conncount.testing.RandomConditions;
import io.conncount.testing.SocketNamespace;
import io.conncount.testing.TestSocket;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Counting in the kernel gives what counting copies gives, for every key and every condition, in every state. */
@ExtendWith(KernelLog.class)
class WalkIT {
    private static final long SEED = 20261127;
    private static final int CONDITIONS = 150;
    private static final int DEPTH = 3;
    private static final int TRIES = 50;

    private static SocketNamespace namespace;
    private static OddSockets odd;

    @BeforeAll
    static void makeSockets() throws Exception {
        namespace = new SocketNamespace(
                ("--odd --connections 150 --shape proxy --ipv6 30 --udp 20 --close-wait 9 --fin-wait2 5 --fin-wait2-mini 3"
                                + " --time-wait 10 --syn-recv 5 --syn-sent 3 --fin-wait1 4 --closing 3 --last-ack 3"
                                + " --listen 20")
                        .split(" "));
        odd = namespace.call(OddSockets::new);
    }

    @AfterAll
    static void letThemGo() throws Exception {
        odd.close();
        namespace.close();
    }

    static List<String> keys() {
        return Queries.keysOfLinux();
    }

    @ParameterizedTest
    @MethodSource("keys")
    void groupsOfEveryKeyAreThoseOfSockDiag(String key) throws Exception {
        assertSame(everything(), key, "state");
    }

    @ParameterizedTest
    @ValueSource(strings = {"remote-net/16/48", "local-net/0", "remote-net/33", "remote-net/32/128"})
    void networksAreThoseOfSockDiag(String key) throws Exception {
        assertSame(everything(), key);
    }

    @Test
    void manyKeysTogetherAreThoseOfSockDiag() throws Exception {
        assertSame(everything(), keys().toArray(String[]::new));
    }

    @ParameterizedTest
    @EnumSource(
            value = AddressFamily.class,
            names = {"IPV4", "IPV6"})
    void oneFamilyIsThatOfSockDiag(AddressFamily family) throws Exception {
        assertSame(
                new Selection(EnumSet.of(Protocol.TCP), EnumSet.of(family), TcpState.ALL, Optional.empty()), "state");
    }

    /** Closed sockets are in another table. */
    @ParameterizedTest
    @EnumSource(value = TcpState.class, mode = EnumSource.Mode.EXCLUDE, names = "CLOSE")
    void oneStateIsThatOfSockDiag(TcpState state) throws Exception {
        assertSame(
                new Selection(EnumSet.of(Protocol.TCP), AddressFamily.IP, Set.of(state), Optional.empty()), "family");
    }

    @Test
    void socketsOfRandomConditionsAreThoseOfSockDiag() throws Exception {
        List<TestSocket> sockets = new ArrayList<>();
        namespace.call(() -> HostSource.openSockDiag()
                .sockets()
                .dump(
                        DumpRequest.of(Protocol.TCP, AddressFamily.IP, TcpState.ALL),
                        socket -> sockets.add(TestSocket.copyOf(socket))));
        RandomConditions random = new RandomConditions(new Random(SEED), sockets);
        int compared = 0;
        for (int i = 0; i < CONDITIONS; i++) {
            Selection selection = filtered(random.ofAnyKind(DEPTH));
            try {
                assertSame(selection, "state", "family");
                compared++;
            } catch (IOException e) {
                assertRefused(e, "computed by the kernel");
            }
        }
        assertTrue(compared > CONDITIONS / 2, compared + " of " + CONDITIONS);
    }

    private static void assertRefused(Throwable e, String reason) {
        Throwable cause = e;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        assertInstanceOf(UnsupportedOperationException.class, cause);
        assertTrue(cause.getMessage().contains(reason), cause.getMessage());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "autobound",
                "sendq > 0",
                "recvq > 0 or sendq >= 1k",
                "user root",
                "user != root",
                "uid = 0",
                "not cgroup = /",
                "rtt_ms > 0.01 and cwnd >= 10",
                "cwnd < 4",
                "congestion = bbr",
                "congestion != bbr",
                "src 127.0.0.0/8 and not dport = :443",
                "dst [::1] or dst ::ffff:127.0.0.1",
                "dev = lo",
                "mark = 0x2a",
                "sport in 7000-7010"
            })
    void filtersAreThoseOfSockDiag(String text) throws Exception {
        ParsedFilter filter = namespace.call(() -> FilterParser.parse(text, new HostNames()));
        assertSame(filtered(filter.filter().orElseThrow().condition()), "state", "family");
    }

    /** Numbers that the walk does not know are refused; it must know those that stand still. */
    @ParameterizedTest
    @EnumSource(
            value = SocketNumber.class,
            mode = EnumSource.Mode.EXCLUDE,
            names = {
                "COOKIE",
                "TIMER_MS",
                "V6ONLY",
                "TOS",
                "TCLASS",
                "CLASS_ID",
                "INET_OPTIONS",
                "INCQLEN",
                "PCB",
                "TCP_OPTIONS",
                "SND_WSCALE",
                "RCV_WSCALE",
                "FASTOPEN_CLIENT_FAIL",
                "RTO",
                "ATO",
                "LAST_DATA_SENT",
                "LAST_DATA_RECV",
                "LAST_ACK_RECV",
                "DELIVERY_RATE",
                "BUSY",
                "RWND_LIMITED",
                "SNDBUF_LIMITED",
                "RCV_WND",
                "REHASH",
                "TOTAL_RTO_TIME",
                "VEGAS_ENABLED",
                "VEGAS_RTT_COUNT",
                "VEGAS_RTT",
                "VEGAS_MIN_RTT",
                "DCTCP_ENABLED",
                "DCTCP_CE_STATE",
                "DCTCP_ALPHA",
                "DCTCP_AB_ECN",
                "DCTCP_AB_TOTAL",
                "BBR_BANDWIDTH",
                "BBR_MIN_RTT",
                "BBR_PACING_GAIN",
                "BBR_CWND_GAIN",
                "PEER_INODE",
                "VFS_INODE",
                "VFS_DEVICE",
                "GROUPS"
            })
    void numbersAreThoseOfSockDiag(SocketNumber number) throws Exception {
        Set<Long> values = new TreeSet<>(List.of(0L, 1L));
        namespace.call(() -> HostSource.openSockDiag()
                .sockets()
                .dump(
                        DumpRequest.of(Protocol.TCP, AddressFamily.IP, TcpState.ALL)
                                .telling(EnumSet.of(Detail.TCP_INFO, Detail.MEMORY)),
                        socket -> {
                            if (socket.number(number) != SocketView.UNKNOWN && values.size() < 40) {
                                values.add(socket.number(number));
                            }
                        }));
        for (long value : values) {
            assertSame(filtered(new Condition.NumberIs(number, Comparison.EQUAL, value)), "state");
        }
        assertSame(filtered(new Condition.NumberIs(number, Comparison.GREATER_OR_EQUAL, 0)), "state", "family");
        assertSame(query(everything(), List.of(new NumberKey(number))));
    }

    @Test
    void questionThatTheKernelCannotAnswerByItselfIsCopied() throws Exception {
        Query query = query(filtered(new Condition.NumberIs(SocketNumber.RTO, Comparison.GREATER, 0)), "state");
        assertRefused(assertThrows(IOException.class, () -> collect(HostSource.openBpf(), query)), "rto_ms");
        assertEquals("sock_diag", collect(HostSource.open(), query).source());
    }

    @Test
    void answerSaysThatTheKernelCounted() throws Exception {
        Snapshot snapshot = collect(HostSource.openBpf(), query(everything(), "local-port"));
        assertEquals("bpf", snapshot.source());
        assertEquals(0, snapshot.errorBar());
        assertEquals(Optional.empty(), snapshot.fault());
    }

    @Test
    void severalThreadsCountEverySocketOnce() throws Exception {
        Query query = query(everything(), "local-port", "remote-port");
        Query threads = new Query(query.selection(), query.keys(), true, 4, query.groupsMax());
        assertEquals(
                Queries.counts(collect(HostSource.openSockDiag(), query)),
                Queries.counts(collect(HostSource.openBpf(), threads)));
    }

    @Test
    void groupsBeyondTheLimitAreCountedAsOther() throws Exception {
        Query query = query(everything(), "local-port", "remote-port");
        Query few = new Query(query.selection(), query.keys(), true, 1, 10);
        Snapshot snapshot = collect(HostSource.openBpf(), few);
        assertEquals(10, snapshot.groups());
        assertEquals(collect(HostSource.openSockDiag(), query).total(), snapshot.total());
    }

    private static Selection everything() {
        return new Selection(EnumSet.of(Protocol.TCP), AddressFamily.IP, TcpState.ALL, Optional.empty());
    }

    private static Selection filtered(Condition condition) {
        return new Selection(
                EnumSet.of(Protocol.TCP),
                AddressFamily.IP,
                TcpState.ALL,
                Optional.of(new Filter(ConditionText.of(List.of(condition)), condition)));
    }

    private static Query query(Selection selection, String... keys) {
        return query(selection, GroupKeys.of(List.of(keys)));
    }

    private static Query query(Selection selection, List<GroupKey> keys) {
        return new Query(selection, keys, true, 1, Queries.GROUPS_MAX);
    }

    private static Snapshot collect(Host host, Query query) throws Exception {
        return namespace.call(() -> new Collector(host).collect(query));
    }

    /** Timers go on while it is asked: what sock_diag says before and after must be the same. */
    private static void assertSame(Selection selection, String... keys) throws Exception {
        assertSame(query(selection, keys));
    }

    private static void assertSame(Query query) throws Exception {
        Map<String, Long> before = null;
        Map<String, Long> walked = null;
        for (int i = 0; i < TRIES; i++) {
            before = Queries.counts(collect(HostSource.openSockDiag(), query));
            walked = Queries.counts(collect(HostSource.openBpf(), query));
            Map<String, Long> after = Queries.counts(collect(HostSource.openSockDiag(), query));
            if (before.equals(after)) {
                break;
            }
        }
        Set<Map.Entry<String, Long>> missing = new HashSet<>(before.entrySet());
        missing.removeAll(walked.entrySet());
        Set<Map.Entry<String, Long>> excess = new HashSet<>(walked.entrySet());
        excess.removeAll(before.entrySet());
        assertEquals(missing, excess, () -> query.selection().words() + " by " + query.keyNames());
    }
}
