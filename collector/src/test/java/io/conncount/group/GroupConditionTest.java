package io.conncount.group;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.conncount.filter.Condition;
import io.conncount.filter.ConditionText;
import io.conncount.filter.FilterException;
import io.conncount.filter.FilterParser;
import io.conncount.names.KnownNames;
import io.conncount.socket.NamespacedView;
import io.conncount.socket.SocketView;
import io.conncount.socket.TcpState;
import io.conncount.testing.TestSocket;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The condition of a group holds for the sockets of the group, and for no others. */
class GroupConditionTest {
    private static final String WEB = "/system.slice/web.service";
    private static final KnownNames NAMES = new KnownNames(
            Map.of(0L, "root", 7L, "a \"b user"),
            Map.of(3L, "br 0"),
            Map.of(1L, "/", 2L, "/a b) or (c", 4L, WEB + "/one", 5L, WEB + "/two"));
    private static final TestSocket SOCKET = TestSocket.ipv4(TcpState.ESTABLISHED, 443, 50000)
            .owner(0, 1, 0x5)
            .addresses(0, 0x0a00_0001L, 0, 0xc0a8_0101L);
    private static final TestSocket SOCKET6 = TestSocket.ipv6(TcpState.ESTABLISHED, 443, 50000);

    /** Of every kind that some key tells from another. */
    private static List<TestSocket> sockets() {
        TestSocket mapped = SOCKET6.addresses(0, 0xffff_0a00_0001L, 0, 0xffff_c0a8_0101L);
        List<TestSocket> sockets = new ArrayList<>(List.of(
                SOCKET,
                SOCKET6,
                mapped,
                SOCKET.addresses(0, 0x0a00_0102L, 0, 0xc0a8_0202L),
                SOCKET.owner(7, 2, SocketView.MARK_UNKNOWN).boundTo(3).timing(1),
                SOCKET.owner(8, 0, 0xffff_ffffL).boundTo(4).timing(9),
                SOCKET.owner(7, 4, 0),
                SOCKET.owner(7, 5, 0),
                SOCKET.owner(7, 6, 0),
                SOCKET6.addresses(0, 7, 0, 9),
                TestSocket.ipv4(TcpState.ESTABLISHED, 50000, 443).addresses(0, 0x0a00_0001L, 0, 0xc0a8_0101L),
                TestSocket.ipv4(TcpState.LISTEN, 443, 0).addresses(0, 0, 0, 0),
                TestSocket.ipv4(TcpState.LISTEN, 443, 0).addresses(0, 0x0a00_0001L, 0, 0),
                TestSocket.ipv6(TcpState.LISTEN, 80, 0).addresses(0, 0, 0, 0),
                TestSocket.ipv6(TcpState.ESTABLISHED, 80, 50001)));
        for (TcpState state : TcpState.ALL) {
            sockets.add(TestSocket.ipv4(state, 1, 2).mini());
        }
        return sockets;
    }

    static List<String> keys() {
        List<String> keys = new ArrayList<>(List.of("remote-net/0/0", "remote-net/16/120"));
        GroupKeys.ALL.forEach(entry -> keys.add(entry.name()));
        return keys;
    }

    @ParameterizedTest
    @MethodSource("keys")
    void conditionHoldsForItsGroupAndNoOther(String word) throws FilterException {
        Listeners listeners = new Listeners();
        sockets().stream().filter(socket -> socket.state() == TcpState.LISTEN).forEach(listeners::accept);
        assertConditionsHold(GroupKeys.byWord(word).orElseThrow().bind(NAMES, listeners), sockets());
    }

    /** There are the same sockets in each namespace, but listeners in all but one. */
    @ParameterizedTest
    @MethodSource("keys")
    void conditionHoldsForItsGroupInEveryNamespace(String word) throws FilterException {
        Listeners listeners = new Listeners();
        List<SocketView> placed = new ArrayList<>();
        for (TestSocket socket : sockets()) {
            for (int inode = 1; inode <= 3; inode++) {
                SocketView view = new NamespacedView(inode).of(socket);
                placed.add(view);
                if (socket.state() == TcpState.LISTEN && inode < 3) {
                    listeners.accept(view);
                }
            }
        }
        assertConditionsHold(GroupKeys.byWord(word).orElseThrow().bind(NAMES, listeners), placed);
    }

    private static void assertConditionsHold(GroupKey key, List<? extends SocketView> sockets) throws FilterException {
        for (SocketView socket : sockets) {
            long[] group = lanes(key, socket);
            Condition condition = key.condition(group, 0).orElseThrow().settled(NAMES);
            Condition read = read(ConditionText.of(List.of(condition))).settled(NAMES);
            for (SocketView other : sockets) {
                boolean same = Arrays.equals(group, lanes(key, other));
                String what = ConditionText.of(List.of(condition)) + " of " + TestSocket.copyOf(other);
                assertEquals(same, condition.test(other), what);
                assertEquals(same, read.test(other), what);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "local-port, sport = :443",
        "remote-port, dport = :50000",
        "local-address, family = ipv4 and src 10.0.0.1",
        "local-net, src 10.0.0.0/24",
        "remote-net/16/48, dst 192.168.0.0/16",
        "user, user = root",
        "cgroup, cgroup = /",
        "unit, unit = \"(none)\"",
        "mark, mark = 0x5",
        "state, state established",
    })
    void conditionsReadAsSomebodyWouldWriteThem(String word, String text) {
        assertEquals(
                Optional.of(text), text(GroupKeys.byWord(word).orElseThrow().bind(NAMES, Listeners.NONE)));
    }

    @Test
    void serviceIsTheListenersPortAndItsAddressIfItHasOne() {
        Listeners anywhere = new Listeners();
        anywhere.accept(TestSocket.ipv4(TcpState.LISTEN, 443, 0).addresses(0, 0, 0, 0));
        assertEquals(Optional.of("family = ipv4 and sport = :443"), text(new ServiceKey(anywhere)));
        Listeners somewhere = new Listeners();
        somewhere.accept(TestSocket.ipv4(TcpState.LISTEN, 443, 0).addresses(0, 0x0a00_0001L, 0, 0));
        assertEquals(Optional.of("family = ipv4 and src 10.0.0.1 and sport = :443"), text(new ServiceKey(somewhere)));
    }

    @Test
    void withoutListenersEverySocketHasNoService() {
        assertEquals(Optional.of("state all"), text(new ServiceKey(Listeners.NONE)));
    }

    @Test
    void thousandsOfListenersMakeNoCondition() {
        Listeners many = new Listeners();
        for (int port = 1; port < 10_000; port += 2) {
            many.accept(TestSocket.ipv4(TcpState.LISTEN, port, 0).addresses(0, 0, 0, 0));
        }
        assertEquals(Optional.empty(), text(new DirectionKey(many)));
    }

    private static Optional<String> text(GroupKey key) {
        return key.condition(lanes(key, SOCKET), 0).map(condition -> ConditionText.of(List.of(condition)));
    }

    private static long[] lanes(GroupKey key, SocketView socket) {
        long[] lanes = new long[key.lanes()];
        key.write(socket, lanes, 0);
        return lanes;
    }

    /** In parentheses, for else states are taken out of it. */
    private static Condition read(String text) throws FilterException {
        return FilterParser.parse("(" + text + ") or not (" + text + ") and " + text, NAMES)
                .filter()
                .orElseThrow()
                .condition();
    }
}
