package io.conncount.group;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.conncount.names.KnownNames;
import io.conncount.socket.SocketView;
import io.conncount.socket.TcpState;
import io.conncount.testing.TestSocket;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What each key makes of a socket, in text. */
class GroupKeyTest {
    private static final TestSocket SOCKET = TestSocket.ipv4(TcpState.ESTABLISHED, 443, 50000);
    private static final TestSocket SOCKET6 = TestSocket.ipv6(TcpState.LISTEN, 8080, 0);
    private static final TestSocket MINI =
            TestSocket.ipv4(TcpState.TIME_WAIT, 443, 50000).mini();
    private static final long SEED = 20261123;
    private static final int NO_SUCH_USER = (int) 4_000_000_000L;

    @Test
    void whatAKeyWritesItTakesForAValue() {
        List<SocketView> sockets = List.of(
                SOCKET,
                SOCKET6,
                MINI,
                SOCKET.owner(NO_SUCH_USER, -2, 0xffff_ffffL),
                SOCKET.owner(1, 0, SocketView.MARK_UNKNOWN));
        Listeners listeners = new Listeners();
        listeners.accept(SOCKET6);
        for (GroupKeys.Entry entry : GroupKeys.ALL) {
            GroupKey key = GroupKeys.byWord(entry.name()).orElseThrow().bind(KnownNames.NONE, listeners);
            long[] lanes = new long[key.lanes()];
            for (SocketView socket : sockets) {
                key.write(socket, lanes, 0);
                assertTrue(key.isValue(lanes, 0), key.name() + " of " + socket);
            }
        }
    }

    @Test
    void whateverIsTakenForAValueHasAText() {
        Random random = new Random(SEED);
        for (GroupKeys.Entry entry : GroupKeys.ALL) {
            GroupKey key = GroupKeys.byWord(entry.name()).orElseThrow().bind(KnownNames.NONE, Listeners.NONE);
            for (int i = 0; i < 2000; i++) {
                long[] lanes = random.longs(key.lanes())
                        .map(lane -> lane >> random.nextInt(Long.SIZE))
                        .toArray();
                if (key.isValue(lanes, 0)) {
                    assertFalse(key.value(lanes, 0).isEmpty());
                    assertFalse(key.screenValue(lanes, 0).isEmpty());
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource(TcpState.class)
    void stateIsNodeExportersNameForMachinesAndThatOfSsOnScreen(TcpState state) {
        SocketView socket = TestSocket.ipv4(state, 1, 2);
        assertEquals(state.label(), value("state", socket));
        assertEquals(state.screenName(), screenValue("state", socket));
    }

    @Test
    void familyIsThatOfTheSocketAndNotOfTheAddress() {
        assertEquals("ipv4", value("family", SOCKET));
        assertEquals("ipv6", value("family", SOCKET6.addresses(0, 0xffff_7f00_0001L, 0, 0)));
    }

    @Test
    void portsAreNumbers() {
        assertEquals("443", value("local-port", SOCKET));
        assertEquals("50000", value("remote-port", SOCKET));
        assertEquals("0", value("remote-port", SOCKET6));
        assertTrue(GroupKeys.byWord("local-port").orElseThrow().numeric());
        assertFalse(GroupKeys.byWord("user").orElseThrow().numeric());
    }

    @Test
    void addressesAreThoseOfEitherEnd() {
        SocketView socket = SOCKET.addresses(0, 0x0a00_0001L, 0, 0xc0a8_0101L);
        assertEquals("10.0.0.1", value("local-address", socket));
        assertEquals("192.168.1.1", value("remote-address", socket));
        assertEquals("::1", value("local-address", SOCKET6));
    }

    @Test
    void userIsANameWhereTheHostKnowsOneAndElseANumber() {
        assertEquals("root", value("user", SOCKET));
        assertEquals("4000000000", value("user", SOCKET.owner(NO_SUCH_USER, 1, 0)));
    }

    @Test
    void miniSocketsBelongToNobodyAndNotToRoot() {
        for (String key : new String[] {"user", "cgroup", "unit", "container", "pod", "mark"}) {
            assertEquals("(unowned)", value(key, MINI), key);
        }
    }

    @Test
    void cgroupIsAPathOrTheIdOrSaysThatTheKernelDidNotTell() {
        assertEquals("/", value("cgroup", SOCKET));
        assertEquals("(id:18446744073709551614)", value("cgroup", SOCKET.owner(0, -2, 0)));
        assertEquals("(not-reported)", value("cgroup", SOCKET.owner(0, 0, 0)));
    }

    @Test
    void unitSaysWhyThereIsNone() {
        assertEquals("(none)", value("unit", SOCKET));
        assertEquals("(gone)", value("unit", SOCKET.owner(0, -2, 0)));
        assertEquals("(not-reported)", value("unit", SOCKET.owner(0, 0, 0)));
    }

    @Test
    void markIsHexadecimalAndNotPermittedIsNotZero() {
        assertEquals("0x0", value("mark", SOCKET));
        assertEquals("0xffffffff", value("mark", SOCKET.owner(0, 1, 0xffff_ffffL)));
        assertEquals("(not-permitted)", value("mark", SOCKET.owner(0, 1, SocketView.MARK_UNKNOWN)));
    }

    @Test
    void interfaceIsANameOrItsIndexOrNone() {
        assertEquals("(none)", value("interface", SOCKET));
        assertEquals("lo", value("interface", SOCKET.boundTo(1)));
        assertEquals("if999999", value("interface", SOCKET.boundTo(999_999)));
    }

    @ParameterizedTest
    @CsvSource({"0, off", "1, on", "2, keepalive", "3, timewait", "4, persist", "5, timer-5", "255, timer-255"})
    void timerHasTheNameOfSsAndUnknownOnesTheirNumber(int number, String name) {
        assertEquals(name, value("timer", SOCKET.timing(number)));
    }

    @Test
    void directionFollowsFromTheListenersPorts() {
        Listeners listeners = new Listeners();
        listeners.accept(TestSocket.ipv6(TcpState.LISTEN, 443, 0));
        GroupKey key = new DirectionKey(listeners);
        assertEquals("inbound", text(key, SOCKET));
        assertEquals("outbound", text(key, TestSocket.ipv4(TcpState.ESTABLISHED, 50000, 443)));
        assertEquals("listener", text(key, SOCKET6));
        assertEquals("outbound", value("direction", SOCKET));
    }

    @Test
    void serviceIsTheListenerAtTheVeryAddressElseTheOneAtAnyAddressOfTheFamily() {
        Listeners listeners = new Listeners();
        listeners.accept(TestSocket.ipv4(TcpState.LISTEN, 443, 0).addresses(0, 0, 0, 0));
        listeners.accept(TestSocket.ipv4(TcpState.LISTEN, 443, 0).addresses(0, 0x0a00_0001L, 0, 0));
        listeners.accept(TestSocket.ipv6(TcpState.LISTEN, 80, 0).addresses(0, 0, 0, 0));
        GroupKey key = new ServiceKey(listeners);
        assertEquals("10.0.0.1:443", text(key, SOCKET.addresses(0, 0x0a00_0001L, 0, 9)));
        assertEquals("0.0.0.0:443", text(key, SOCKET.addresses(0, 0x0a00_0002L, 0, 9)));
        assertEquals("[::]:80", text(key, TestSocket.ipv6(TcpState.ESTABLISHED, 80, 5)));
        assertEquals("(none)", text(key, TestSocket.ipv6(TcpState.ESTABLISHED, 443, 5)));
        assertEquals("(none)", text(key, TestSocket.ipv4(TcpState.ESTABLISHED, 50000, 443)));
    }

    @Test
    void everyKeyWritesItsLanesAndNoOthers() {
        for (GroupKeys.Entry entry : GroupKeys.ALL) {
            GroupKey key = GroupKeys.byWord(entry.name()).orElseThrow();
            long[] lanes = new long[key.lanes() + 2];
            java.util.Arrays.fill(lanes, 0x5555);
            key.write(SOCKET, lanes, 1);
            assertEquals(0x5555, lanes[0], key.name());
            assertEquals(0x5555, lanes[lanes.length - 1], key.name());
            assertEquals(key.value(lanes, 1), key.value(java.util.Arrays.copyOfRange(lanes, 1, lanes.length), 0));
        }
    }

    static String value(String word, SocketView socket) {
        return text(GroupKeys.byWord(word).orElseThrow(), socket);
    }

    private static String screenValue(String word, SocketView socket) {
        GroupKey key = GroupKeys.byWord(word).orElseThrow();
        long[] lanes = new long[key.lanes()];
        key.write(socket, lanes, 0);
        return key.screenValue(lanes, 0);
    }

    private static String text(GroupKey key, SocketView socket) {
        long[] lanes = new long[key.lanes()];
        key.write(socket, lanes, 0);
        return key.value(lanes, 0);
    }
}
