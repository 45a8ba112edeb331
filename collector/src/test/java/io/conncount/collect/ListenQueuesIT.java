package io.conncount.collect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.conncount.filter.FilterException;
import io.conncount.filter.FilterParser;
import io.conncount.filter.ParsedFilter;
import io.conncount.names.HostNames;
import io.conncount.query.Selection;
import io.conncount.socket.AddressFamily;
import io.conncount.socket.Protocol;
import io.conncount.socket.TcpState;
import io.conncount.source.HostSource;
import io.conncount.testing.Command;
import io.conncount.testing.NativeSockets;
import io.conncount.testing.SocketNamespace;
import io.conncount.testing.Waiting;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Real listeners whose backlogs fill, in a network namespace of their own, among connections that are no listeners. */
class ListenQueuesIT {
    private static SocketNamespace namespace;

    private final List<SocketChannel> clients = new ArrayList<>();

    @BeforeAll
    static void makeSockets() throws Exception {
        namespace = new SocketNamespace("--connections", "500");
    }

    @AfterAll
    static void letThemGo() throws Exception {
        namespace.close();
    }

    private static InetSocketAddress at(String address, int port) throws IOException {
        return new InetSocketAddress(InetAddress.getAllByName(address)[0], port);
    }

    private static ServerSocketChannel listen(StandardProtocolFamily family, InetSocketAddress address, int backlog)
            throws IOException {
        ServerSocketChannel listener = ServerSocketChannel.open(family);
        listener.setOption(StandardSocketOptions.SO_REUSEPORT, true);
        return listener.bind(address, backlog);
    }

    private void connect(InetSocketAddress address, int times) throws IOException {
        for (int i = 0; i < times; i++) {
            clients.add(SocketChannel.open(address));
        }
    }

    /** Waits for the handshakes' last ACKs, after which connections are in the queue. */
    private static ListenQueues await(long waiting) throws Exception {
        Waiting.until(waiting + " connections that wait", () -> length() == waiting);
        return ListenQueues.of(HostSource.open());
    }

    private static long length() throws IOException {
        return ListenQueues.of(HostSource.open()).queues().stream()
                .mapToLong(ListenQueue::length)
                .sum();
    }

    private static void assertFiltered() throws IOException, FilterException {
        assertEquals(List.of(7002), ports("sport = :7002"));
        assertEquals(List.of(7003), ports("src = ::1 and sport >= :7001"));
        assertEquals(List.of(7001, 7003), ports("recvq > 2 and sport != :7002"));
        assertEquals(List.of(), ports("dport = :7001"));
        assertEquals(List.of(), ports("state established and sport = :7001"));
    }

    private static List<Integer> ports(String filter) throws IOException, FilterException {
        ParsedFilter parsed = FilterParser.parse(filter, new HostNames());
        Selection selection = new Selection(
                EnumSet.of(Protocol.TCP), AddressFamily.IP, parsed.states().orElse(TcpState.ALL), parsed.filter());
        return ListenQueues.of(HostSource.open(), selection).queues().stream()
                .map(ListenQueue::port)
                .toList();
    }

    @Test
    void queuesFillAsConnectionsWait() throws Exception {
        namespace.call(() -> {
            InetSocketAddress few = at("127.0.0.1", 7001);
            InetSocketAddress shared = at("127.0.0.1", 7002);
            InetSocketAddress six = at("::1", 7003);
            InetSocketAddress every = at("0.0.0.0", 7004);
            try (ServerSocketChannel first = listen(StandardProtocolFamily.INET, few, 5);
                    ServerSocketChannel second = listen(StandardProtocolFamily.INET, shared, 100);
                    ServerSocketChannel third = listen(StandardProtocolFamily.INET, shared, 200);
                    ServerSocketChannel fourth = listen(StandardProtocolFamily.INET6, six, 8);
                    ServerSocketChannel fifth = listen(StandardProtocolFamily.INET, every, 9)) {
                connect(few, 4);
                connect(shared, 6);
                connect(six, 3);
                ListenQueues queues = await(13);
                assertEquals(
                        List.of(
                                new ListenQueue(AddressFamily.IPV4, 0, 0x7f00_0001L, 7001, 4, 5),
                                new ListenQueue(AddressFamily.IPV6, 0, 1, 7003, 3, 8)),
                        queues.queues().subList(0, 2));
                ListenQueue both = queues.queues().get(2);
                assertEquals(7002, both.port());
                assertEquals(6, both.length());
                assertEquals(300, both.limit());
                assertEquals(2, both.listeners());
                // The kernel chooses who gets a connection; the fullest has a third of them at the least.
                assertTrue(both.fullestLength() >= 2 && both.fullestLength() <= 6, both::toString);
                assertTrue(queues.queues().contains(new ListenQueue(AddressFamily.IPV4, 0, 0, 7004, 0, 9)));
                assertEquals(Optional.empty(), queues.fault());
                assertEquals(0, queues.leftOut());
                assertFiltered();
                first.accept().close();
                assertEquals(3, await(12).queues().get(0).length());
                for (ServerSocketChannel listener : List.of(second, third, fourth, fifth)) {
                    assertTrue(listener.isOpen());
                }
            } finally {
                for (SocketChannel client : clients) {
                    client.close();
                }
            }
            return null;
        });
    }

    @Test
    void listenersOfDifferentInterfacesAreToldApart() throws Exception {
        namespace.call(() -> {
            Command.lines("ip", "link", "add", "queues0", "type", "bridge");
            try (NativeSockets sockets = new NativeSockets()) {
                sockets.boundToDevice("lo", 7010);
                sockets.boundToDevice("queues0", 7010);
                connect(at("127.0.0.1", 7010), 1);
                // One waits at the listener of the loopback, which is full by that, and none at the other.
                ListenQueue shared = await(1).queues().get(0);
                assertEquals(new ListenQueue(AddressFamily.IPV4, 0, 0x7f00_0001L, 7010, 1, 2, 2, 1, 1), shared);
            }
            return null;
        });
    }
}
