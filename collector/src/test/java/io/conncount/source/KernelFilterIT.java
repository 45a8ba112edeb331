package io.conncount.source;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.conncount.filter.Condition;
import io.conncount.filter.ConditionText;
import io.conncount.filter.FilterParser;
import io.conncount.names.HostNames;
import io.conncount.socket.AddressFamily;
import io.conncount.socket.Protocol;
import io.conncount.socket.SocketView;
import io.conncount.socket.TcpState;
import io.conncount.sys.NetlinkSocket;
import io.conncount.testing.Command;
import io.conncount.testing.OddSockets;
import io.conncount.testing.RandomConditions;
import io.conncount.testing.SocketNamespace;
import io.conncount.testing.SsText;
import io.conncount.testing.TestSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Filters on the sockets of a kernel: whoever decides them, it or we or ss, the same sockets are shown. */
class KernelFilterIT {
    private static final long SEED = 20260102;
    private static final int CONDITIONS = 100;
    private static final int SS_FILTERS = 40;
    private static final int DEPTH = 3;
    private static final Condition ANY = new Condition.All(List.of());
    private static final Map<Integer, String> INTERFACES = Map.of(1, "lo");

    private static SocketNamespace namespace;
    private static OddSockets odd;

    @BeforeAll
    static void makeSockets() throws Exception {
        namespace = new SocketNamespace(
                ("--connections 150 --shape proxy --ipv6 30 --udp 20 --close-wait 9 --fin-wait2 5 --fin-wait2-mini 3"
                                + " --time-wait 10 --syn-recv 5 --listen 20")
                        .split(" "));
        odd = namespace.call(OddSockets::new);
    }

    @AfterAll
    static void letThemGo() throws Exception {
        odd.close();
        namespace.close();
    }

    @Test
    void randomConditionsHoldForTheSameSocketsInTheKernelAndHere() throws Exception {
        assertAgree(Protocol.TCP, AddressFamily.IP, false);
        assertAgree(Protocol.TCP, EnumSet.of(AddressFamily.IPV6), false);
        assertAgree(Protocol.UDP, AddressFamily.IP, false);
    }

    @Test
    void conditionsOfWhichTheKernelDecidesAPartHoldForTheSameSockets() throws Exception {
        assertAgree(Protocol.TCP, AddressFamily.IP, true);
        assertAgree(Protocol.UDP, AddressFamily.IP, true);
    }

    private static void assertAgree(Protocol protocol, Set<AddressFamily> families, boolean mixed) throws Exception {
        DumpRequest request = DumpRequest.of(protocol, families, TcpState.ALL);
        List<TestSocket> all = dump(request, ANY);
        assertTrue(all.size() >= 20, all.size() + " sockets");
        RandomConditions random = new RandomConditions(new Random(SEED), all);
        List<Condition> conditions = Stream.generate(() -> mixed ? random.mixed(DEPTH) : random.decidedByKernel(DEPTH))
                .limit(CONDITIONS)
                .toList();
        List<Map<TestSocket, Long>> decidedHere = decidedHere(request, conditions);
        int someButNotAll = 0;
        for (int i = 0; i < CONDITIONS; i++) {
            Condition condition = conditions.get(i);
            Map<TestSocket, Long> shown = counts(dump(request.filtered(condition), condition));
            assertEquals(decidedHere.get(i), shown, () -> ConditionText.of(List.of(condition)));
            someButNotAll += shown.isEmpty() || shown.size() == all.size() ? 0 : 1;
        }
        assertTrue(someButNotAll > CONDITIONS / 6, someButNotAll + " conditions select");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "mark = 0x2a",
                "mark = 0x2/0x2",
                "sport = :7000 and mark != 0x2a or sport = :7001",
                "dev = lo",
                "not dev = lo and sport >= :7000 and sport <= :7010",
                "src 127.0.0.1 and sport in 7000-7010",
                "src [::ffff:127.0.0.1]",
                "src inet6:* and dst 0.0.0.0/0",
                "cgroup = /",
                "not cgroup = /",
                "user = 1234",
                "user != 0",
                "sport = :7000 and recvq >= 0 and uid = 1234",
                "(sport = :7000 and uid = 0) or (sport = :7001 and uid = 0)",
                "(state listen or sport in 7000-7004)",
            })
    void chosenFiltersHoldForTheSameSocketsInTheKernelAndHere(String text) throws Exception {
        DumpRequest request = DumpRequest.of(Protocol.TCP, AddressFamily.IP, TcpState.ALL);
        Condition condition = parse(text);
        Map<TestSocket, Long> expected =
                decidedHere(request, List.of(condition)).get(0);
        assertTrue(!expected.isEmpty(), "none");
        assertEquals(expected, counts(dump(request.filtered(condition), condition)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "autobound",
                "sport = :7000 or sport = :7001",
                "sport >= :1024 and sport <= :40000",
                "sport gt 1024 and dport lt 40000",
                "! sport = :7001",
                "dst 127.0.0.0/8",
                "dst 127.0.0.1:7000",
                "src inet6:*",
                "src inet:*",
                "src inet:127.0.0.1",
                "src [::1/128] or dst [::1]",
                "src 127.0.0.0/8",
                "src inet:127.0.0.0/8",
                "dst 127.0.0.1/32 and sport ge 7000",
                "src [::ffff:127.0.0.1]",
                "dst ::ffff:127.0.0.0/104",
                "dst [::ffff:127.0.0.0/104]",
                "dst inet6:[::ffff:127.0.0.0/104]",
                "src ::ffff:0:0/96",
                "src ::/96",
                "src 0.0.0.0/0",
                "src ::/0",
                "! ( src 127.0.0.0/8 or src ::/0 )",
                "not src 127.0.0.0/8",
                "not dst ::ffff:127.0.0.0/104",
                "fwmark = 0x2a",
                "fwmark != 0x2a",
                "fwmark = 0x2a/0xff",
                "dev = lo",
                "state listening state close-wait",
                "state syn-recv state time-wait",
                "exclude listening exclude established",
                "state bucket",
            })
    void filtersOfSsSelectTheSocketsThatSsShows(String filter) throws Exception {
        assertAsSs(filter);
    }

    @Test
    void generatedFiltersSelectTheSocketsThatSsShows() throws Exception {
        List<TestSocket> all = dump(DumpRequest.of(Protocol.TCP, AddressFamily.IP, TcpState.ALL), ANY);
        RandomConditions random = new RandomConditions(new Random(SEED), all);
        int compared = 0;
        while (compared < SS_FILTERS) {
            Condition condition = random.decidedByKernel(DEPTH);
            Optional<String> filter = ssFilter(condition);
            if (filter.isPresent()) {
                assertAsSs(filter.get());
                compared++;
            }
        }
    }

    @Test
    void cgroupByItsPathInTheFileSystemSelectsTheSocketsThatSsShows() throws Exception {
        String root = Files.readAllLines(Path.of("/proc/self/mountinfo")).stream()
                .filter(line -> line.contains(" - cgroup2 "))
                .map(line -> line.split(" ")[4])
                .findFirst()
                .orElseThrow();
        assertAsSs("cgroup = " + root);
        assertAsSs("cgroup != " + root);
    }

    /** Its state words must come as words of their own; of one state alone it shows no state. */
    private static List<String> ss(String filter) throws Exception {
        return Command.lines(Stream.concat(Stream.of("ss", "-Htan"), Stream.of(filter.split(" ")))
                .toArray(String[]::new));
    }

    private static void assertAsSs(String filter) throws Exception {
        List<String> expected = namespace.call(() -> SsText.sockets(ss(filter)));
        var parsed = namespace.call(() -> FilterParser.parse(filter, new HostNames()));
        DumpRequest request =
                DumpRequest.of(Protocol.TCP, AddressFamily.IP, parsed.states().orElse(TcpState.ALL));
        if (parsed.filter().isPresent()) {
            request = request.filtered(parsed.filter().get().condition());
        }
        List<String> shown = dump(request, ANY).stream()
                .map(socket -> SsText.of(socket, INTERFACES))
                .sorted()
                .toList();
        List<String> missing = new ArrayList<>(expected);
        shown.forEach(missing::remove);
        List<String> excess = new ArrayList<>(shown);
        expected.forEach(excess::remove);
        assertEquals("missing [], excess []", "missing " + missing + ", excess " + excess, filter);
    }

    /** The condition as ss takes it, every term in parentheses: from left to right means nothing then. */
    private static Optional<String> ssFilter(Condition condition) {
        // It decides all over again what the kernel has decided, and takes 0.0.0.1 for ::1 and the like: that shows
        // where
        // an address is not to be.
        if (condition instanceof Condition.Not not
                && ConditionText.of(List.of(not)).matches(".*\\b(src|dst) .*")) {
            return Optional.empty();
        }
        if (condition instanceof Condition.Not not) {
            return ssFilter(not.term()).map(term -> "( not " + term + " )");
        }
        boolean all = condition instanceof Condition.All;
        List<Condition> terms = condition instanceof Condition.All conjunction
                ? conjunction.terms()
                : condition instanceof Condition.Any disjunction ? disjunction.terms() : List.of();
        if (!terms.isEmpty()) {
            List<Optional<String>> texts =
                    terms.stream().map(KernelFilterIT::ssFilter).toList();
            return texts.stream().allMatch(Optional::isPresent)
                    ? Optional.of("( "
                            + String.join(
                                    all ? " and " : " or ",
                                    texts.stream().map(Optional::get).toList())
                            + " )")
                    : Optional.empty();
        }
        String text = ConditionText.of(List.of(condition));
        boolean shared = !text.contains(" in ") && !text.contains("cgroup") && !text.contains("dev ");
        // It takes the prefix of an IPv6 address inside the brackets only.
        String leaf = text.replaceAll("\\[(.*)](/\\d+)", "[$1$2]").replace("mark", "fwmark");
        return shared ? Optional.of("( " + leaf + " )") : Optional.empty();
    }

    private static Condition parse(String filter) throws Exception {
        return namespace.call(() -> FilterParser.parse(filter, new HostNames())
                .filter()
                .orElseThrow()
                .condition());
    }

    private static Map<TestSocket, Long> counts(List<TestSocket> sockets) {
        return sockets.stream().collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
    }

    /** The sockets for which each of the conditions holds, by one dump of all. */
    private static List<Map<TestSocket, Long>> decidedHere(DumpRequest request, List<Condition> conditions)
            throws Exception {
        List<List<TestSocket>> found = new ArrayList<>();
        conditions.forEach(condition -> found.add(new ArrayList<>()));
        namespace.call(() -> source().dump(request, socket -> {
            for (int i = 0; i < conditions.size(); i++) {
                if (conditions.get(i).test(socket) && isTold(socket, conditions.get(i))) {
                    found.get(i).add(TestSocket.copyOf(socket).timing(0));
                }
            }
        }));
        return found.stream().map(KernelFilterIT::counts).toList();
    }

    /** Sockets of which we are told what the condition asks: the kernel knows the marks of mini-sockets, and tells of none. */
    private static boolean isTold(SocketView socket, Condition condition) {
        return !condition.looksAtMark() || socket.mark() != SocketView.MARK_UNKNOWN;
    }

    /** Without timers, which run on; of those that the request asks for, the ones that the condition could be tested on. */
    private static List<TestSocket> dump(DumpRequest request, Condition condition) throws Exception {
        List<TestSocket> sockets = new ArrayList<>();
        DumpResult result = namespace.call(() -> source().dump(request, socket -> {
            if (isTold(socket, condition)) {
                sockets.add(TestSocket.copyOf(socket).timing(0));
            }
        }));
        assertEquals(Optional.empty(), result.fault());
        return sockets;
    }

    private static LinuxSockDiag source() {
        return new LinuxSockDiag(NetlinkSocket::openSockDiag);
    }
}
