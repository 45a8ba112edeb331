package io.conncount.group;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.conncount.count.GroupKey;
import io.conncount.filter.FilterException;
import io.conncount.filter.FilterParser;
import io.conncount.filter.ParsedFilter;
import io.conncount.names.HostNames;
import io.conncount.socket.SocketView;
import io.conncount.socket.TcpState;
import io.conncount.testing.TestSocket;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The value of a group is a filter that the sockets of the group meet, and others do not. */
class GroupConditionTest {
    private static final TestSocket SOCKET = TestSocket.ipv4(TcpState.ESTABLISHED, 443, 50000)
            .owner(0, 1, 0x5)
            .addresses(0, 0x0a00_0001L, 0, 0xc0a8_0101L);
    private static final TestSocket OTHER = TestSocket.ipv4(TcpState.ESTABLISHED, 80, 50001)
            .owner(7, 2, 0x6)
            .addresses(0, 0x0a00_0102L, 0, 0xc0a8_0202L);
    private static final TestSocket SOCKET6 = TestSocket.ipv6(TcpState.ESTABLISHED, 443, 50000);

    @ParameterizedTest
    @CsvSource({
        "local-port, sport = :443",
        "remote-port, dport = :50000",
        "local-address, src = 10.0.0.1",
        "remote-address, dst = 192.168.1.1",
        "local-net, src = 10.0.0.0/24",
        "remote-net/16/48, dst = 192.168.0.0/16",
        "user, user = root",
        "cgroup, cgroup = /",
        "mark, mark = 0x5",
    })
    void conditionHoldsForTheSocketsOfTheGroup(String key, String condition) throws FilterException {
        assertEquals(condition, condition(key, SOCKET));
        assertTrue(holds(condition, SOCKET), condition);
    }

    @ParameterizedTest
    @CsvSource({"local-port", "remote-port", "local-address", "remote-address", "remote-net", "user", "cgroup", "mark"})
    void conditionHoldsForNoSocketOfAnotherGroup(String key) throws FilterException {
        assertFalse(holds(condition(key, SOCKET), OTHER), key);
    }

    @ParameterizedTest
    @CsvSource({"local-address", "remote-address", "local-net", "remote-net", "local-port"})
    void ipv6IsWrittenAsFiltersReadIt(String key) throws FilterException {
        assertTrue(holds(condition(key, SOCKET6), SOCKET6), condition(key, SOCKET6));
        assertFalse(holds(condition(key, SOCKET6), OTHER), condition(key, SOCKET6));
    }

    @Test
    void ipv4InsideOfIpv6IsFoundByItsNetwork() throws FilterException {
        TestSocket mapped = SOCKET6.addresses(0, 0xffff_0a00_0001L, 0, 0xffff_c0a8_0101L);
        assertEquals("dst = 192.168.1.0/24", condition("remote-net", mapped));
        assertTrue(holds(condition("remote-net", mapped), mapped));
        assertTrue(holds(condition("remote-address", mapped), mapped), condition("remote-address", mapped));
    }

    @ParameterizedTest
    @EnumSource(TcpState.class)
    void everyStateIsNamedAsFiltersNameIt(TcpState state) throws FilterException {
        ParsedFilter filter = parse(condition("state", TestSocket.ipv4(state, 1, 2)));
        assertEquals(Optional.of(Set.of(state)), filter.states());
    }

    @Test
    void serviceIsTheListenersPortAndItsAddressIfItHasOne() throws FilterException {
        Listeners anywhere = new Listeners();
        anywhere.accept(TestSocket.ipv4(TcpState.LISTEN, 443, 0).addresses(0, 0, 0, 0));
        assertEquals("family = ipv4 and sport = :443", condition(new ServiceKey(anywhere), SOCKET));
        Listeners somewhere = new Listeners();
        somewhere.accept(TestSocket.ipv4(TcpState.LISTEN, 443, 0).addresses(0, 0x0a00_0001L, 0, 0));
        assertEquals("family = ipv4 and src = 10.0.0.1:443", condition(new ServiceKey(somewhere), SOCKET));
        assertTrue(holds("family = ipv4 and src = 10.0.0.1:443", SOCKET));
        assertEquals("", condition(new ServiceKey(Listeners.NONE), SOCKET));
    }

    @ParameterizedTest
    @CsvSource({"direction", "proto", "type", "family", "timer", "interface"})
    void everyValueOfEveryKeyIsACondition(String key) throws FilterException {
        assertTrue(holds(condition(key, SOCKET), SOCKET), condition(key, SOCKET));
        assertTrue(holds(condition(key, SOCKET6), SOCKET6), condition(key, SOCKET6));
    }

    @Test
    void whatIsNotToldOfASocketIsAConditionToo() throws FilterException {
        TestSocket mini = TestSocket.ipv4(TcpState.TIME_WAIT, 1, 2).mini();
        for (String key : new String[] {"user", "cgroup", "mark"}) {
            assertTrue(holds(condition(key, mini), mini), condition(key, mini));
            assertFalse(holds(condition(key, mini), SOCKET), condition(key, mini));
        }
        TestSocket hidden = SOCKET.owner(0, 1, SocketView.MARK_UNKNOWN);
        assertTrue(holds(condition("mark", hidden), hidden), condition("mark", hidden));
    }

    @Test
    void oddNamesStandInQuotes() {
        assertEquals("cgroup = /a.slice/b@1.service", Quoted.condition("cgroup", "/a.slice/b@1.service"));
        assertEquals("cgroup = \"/a b) or (c\"", Quoted.condition("cgroup", "/a b) or (c"));
        assertEquals("cgroup = '/a\"b'", Quoted.condition("cgroup", "/a\"b"));
        assertEquals("", Quoted.condition("cgroup", "/a\"b'c"));
    }

    private static String condition(String key, SocketView socket) {
        return condition(GroupKeys.byWord(key).orElseThrow(), socket);
    }

    private static String condition(GroupKey key, SocketView socket) {
        long[] lanes = new long[key.lanes() + 1];
        key.write(socket, lanes, 1);
        return key.condition(lanes, 1);
    }

    private static boolean holds(String condition, SocketView socket) throws FilterException {
        return parse(condition).filter().orElseThrow().condition().test(socket);
    }

    private static ParsedFilter parse(String condition) throws FilterException {
        return FilterParser.parse(condition, new HostNames());
    }
}
