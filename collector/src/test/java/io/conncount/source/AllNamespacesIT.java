package io.conncount.source;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.conncount.expression.Comparison;
import io.conncount.filter.Condition;
import io.conncount.names.HostNames;
import io.conncount.socket.AddressFamily;
import io.conncount.socket.Protocol;
import io.conncount.socket.SocketNumber;
import io.conncount.socket.TcpState;
import io.conncount.sys.NetNamespaces;
import io.conncount.testing.Command;
import io.conncount.testing.SocketNamespace;
import java.io.IOException;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The sockets of all network namespaces, among which are two of ours. Needs root and iproute2. */
class AllNamespacesIT {
    private static final Condition HERE = new Condition.NumberIs(SocketNumber.NETNS_INODE, Comparison.GREATER, 0);

    private static SocketNamespace few;
    private static SocketNamespace many;
    private static long fewInode;
    private static long manyInode;

    @BeforeAll
    static void fill() throws IOException, InterruptedException {
        few = new SocketNamespace("--connections", "20", "--close-wait", "3", "--udp", "4");
        many = new SocketNamespace("--connections", "300", "--ipv6", "10", "--time-wait", "8", "--close-wait", "7");
        fewInode = few.call(() -> NetNamespaces.ofThisThread().orElseThrow());
        manyInode = many.call(() -> NetNamespaces.ofThisThread().orElseThrow());
    }

    @AfterAll
    static void empty() throws IOException {
        few.close();
        many.close();
    }

    private static DumpRequest request(Protocol protocol, TcpState... states) {
        EnumSet<TcpState> asked = EnumSet.noneOf(TcpState.class);
        asked.addAll(List.of(states));
        return DumpRequest.of(protocol, AddressFamily.IP, asked);
    }

    private static Map<Long, Integer> socketsByNamespace(DumpRequest request) throws Exception {
        Map<Long, Integer> sockets = new HashMap<>();
        DumpResult result = AllNamespaces.of(HostSource.open())
                .sockets()
                .dump(request, socket -> sockets.merge(socket.number(SocketNumber.NETNS_INODE), 1, Integer::sum));
        assertEquals(Optional.empty(), result.fault());
        assertEquals(
                result.sockets(),
                sockets.values().stream().mapToInt(Integer::intValue).sum());
        return sockets;
    }

    @Test
    void eachSocketIsInItsNamespace() throws Exception {
        Map<Long, Integer> established = socketsByNamespace(request(Protocol.TCP, TcpState.ESTABLISHED));
        assertEquals((int) few.made("established"), established.get(fewInode));
        assertEquals((int) many.made("established"), established.get(manyInode));
        Map<Long, Integer> timeWait = socketsByNamespace(request(Protocol.TCP, TcpState.TIME_WAIT));
        assertEquals(null, timeWait.get(fewInode));
        assertEquals((int) many.made("time_wait"), timeWait.get(manyInode));
        Map<Long, Integer> udp = socketsByNamespace(request(Protocol.UDP, TcpState.ESTABLISHED, TcpState.CLOSE));
        assertEquals((int) few.made("udp"), udp.get(fewInode));
    }

    @Test
    void filterOnTheNamespaceIsDecidedBeforeItIsEntered() throws Exception {
        Condition isFew = new Condition.NetnsIs(fewInode, "few");
        DumpRequest closeWait = request(Protocol.TCP, TcpState.CLOSE_WAIT);
        assertEquals(Map.of(fewInode, 3), socketsByNamespace(closeWait.filtered(isFew)));
        Condition isMany = new Condition.All(List.of(HERE, new Condition.NetnsIs(manyInode, "many")));
        assertEquals(Map.of(manyInode, 7), socketsByNamespace(closeWait.filtered(isMany)));
        Condition neither =
                new Condition.Not(new Condition.Any(List.of(isFew, new Condition.NetnsIs(manyInode, "many"))));
        Map<Long, Integer> others = socketsByNamespace(closeWait.filtered(neither));
        assertTrue(!others.containsKey(fewInode) && !others.containsKey(manyInode), others.toString());
    }

    @Test
    void limitOfSocketsIsThatOfAllTogether() throws Exception {
        Condition ours = new Condition.Any(
                List.of(new Condition.NetnsIs(fewInode, "few"), new Condition.NetnsIs(manyInode, "many")));
        Map<Long, Integer> sockets = socketsByNamespace(
                request(Protocol.TCP, TcpState.CLOSE_WAIT).filtered(ours).atMost(1));
        assertEquals(1, sockets.size(), "one datagram, of one namespace");
    }

    @Test
    void countersAreSums() throws Exception {
        Host host = AllNamespaces.of(HostSource.open());
        long mine = few.call(() -> HostSource.open().counters().read().tcpSockets())
                + many.call(() -> HostSource.open().counters().read().tcpSockets());
        assertTrue(host.counters().read().tcpSockets() >= mine);
        assertTrue(host.counters().sockets(Protocol.TCP) >= mine - many.made("time_wait"));
    }

    @Test
    void namespacesAreNamedByIpNetns() throws Exception {
        String name = "conncount a-" + ProcessHandle.current().pid();
        Command.lines("ip", "netns", "add", name);
        try {
            HostNames names = new HostNames(true);
            long inode = names.netnsInode(name).orElseThrow();
            assertEquals(Optional.of(name), names.netns(inode));
            assertEquals(
                    Optional.of(name),
                    names.netns(names.netnsInode(name.replace(" ", "\\x20")).orElseThrow()));
            assertEquals(Optional.empty(), names.netnsInode(name + "x"));
        } finally {
            Command.lines("ip", "netns", "delete", name);
        }
    }

    @Test
    void namesOfInterfacesAreNobodysInAll() {
        assertEquals(Optional.empty(), new HostNames(true).interfaceName(1));
        assertEquals(Optional.empty(), new HostNames(true).interfaceIndex("lo"));
    }
}
