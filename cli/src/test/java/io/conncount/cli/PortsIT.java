package io.conncount.cli;

import static io.conncount.cli.ViewRows.member;
import static io.conncount.cli.ViewRows.number;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.conncount.testing.Command;
import io.conncount.testing.SocketNamespace;
import io.conncount.testing.Waiting;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.net.StandardProtocolFamily;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code conncount ports} where ports really run out, in a namespace with a narrow range. Needs root and iproute2. */
class PortsIT {
    private static final int RANGE_MIN = 40_000;
    private static final int RANGE_MAX = 40_019;
    private static final int RESERVED_PORT = 40_005;
    private static final int LISTENED_PORT = 40_007;
    private static final int BOUND_PORT = 40_009;

    /** Of 20 ports, one is reserved, at one listens somebody, and one is bound. */
    private static final int USABLE = 17;

    private static final int DESTINATION_PORT = 7000;
    private static final int OTHER_PORT = 7001;

    private final Deque<AutoCloseable> ours = new ArrayDeque<>();
    private final List<SocketChannel> accepted = new ArrayList<>();
    private SocketNamespace namespace;
    private ServerSocketChannel destination;

    @TempDir
    private Path directory;

    @BeforeEach
    void makeSockets() throws Exception {
        namespace = new SocketNamespace("--connections", "20");
        namespace.call(() -> {
            set("ip_local_port_range", RANGE_MIN + " " + RANGE_MAX);
            set("ip_local_reserved_ports", Integer.toString(RESERVED_PORT));
            destination = listen(DESTINATION_PORT);
            listen(OTHER_PORT);
            listen(LISTENED_PORT);
            SocketChannel bound = SocketChannel.open(StandardProtocolFamily.INET);
            ours.push(bound);
            bound.bind(at(BOUND_PORT));
            return null;
        });
    }

    @AfterEach
    void endSockets() throws Exception {
        for (SocketChannel connection : accepted) {
            connection.close();
        }
        for (AutoCloseable socket : ours) {
            socket.close();
        }
        namespace.close();
    }

    /** Sets a sysctl of the thread's namespace. */
    private static void set(String name, String value) throws IOException {
        Files.writeString(Path.of("/proc/sys/net/ipv4", name), value);
    }

    private static InetSocketAddress at(int port) throws IOException {
        return new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), port);
    }

    private ServerSocketChannel listen(int port) throws IOException {
        ServerSocketChannel listener = ServerSocketChannel.open(StandardProtocolFamily.INET);
        ours.push(listener);
        return listener.bind(at(port), 100);
    }

    private void connect(int port) throws IOException {
        SocketChannel client = SocketChannel.open(StandardProtocolFamily.INET);
        ours.push(client);
        client.connect(at(port));
    }

    private void connect(int port, long times) throws IOException, InterruptedException {
        namespace.call(() -> {
            for (int i = 0; i < times; i++) {
                connect(port);
            }
            return null;
        });
    }

    private void assertNoneLeft(int port) throws IOException, InterruptedException {
        namespace.call(() -> {
            SocketException refusal = assertThrows(SocketException.class, () -> connect(port));
            // EADDRNOTAVAIL
            assertEquals("Cannot assign requested address", refusal.getMessage());
            return null;
        });
    }

    private Map<String, String> use(int port) throws IOException, InterruptedException {
        return ViewRows.inside(namespace, "ports").where("port", Integer.toString(port));
    }

    private String json(String... words) throws IOException, InterruptedException {
        Launch answer = namespace.call(() -> Launch.of(words));
        assertEquals("", answer.err());
        assertEquals(0, answer.exitCode());
        return answer.out();
    }

    /** Opens connections and closes them at this end, so that each leaves its port in TIME_WAIT. */
    private void flood(int times) throws Exception {
        namespace.call(() -> {
            for (int i = 0; i < times; i++) {
                SocketChannel client = SocketChannel.open(StandardProtocolFamily.INET);
                client.connect(at(DESTINATION_PORT));
                SocketChannel server = destination.accept();
                client.close();
                server.close();
            }
            return null;
        });
        Waiting.until(
                times + " in TIME_WAIT",
                () -> namespace
                                .call(() -> Command.lines(
                                        "ss", "-Htan", "state", "time-wait", "dport", "=", ":" + DESTINATION_PORT))
                                .size()
                        == times);
    }

    @Test
    void asManyConnectionsCanBeOpenedAsAreLeft() throws Exception {
        connect(DESTINATION_PORT, 4);
        connect(OTHER_PORT, 2);
        Map<String, String> use = use(DESTINATION_PORT);
        assertEquals("127.0.0.1", use.get("source"));
        assertEquals("127.0.0.1", use.get("destination"));
        assertEquals(4, number(use, "used"));
        assertEquals(USABLE - 4, number(use, "left"));
        assertEquals(6, number(use, "of_source"));
        connect(DESTINATION_PORT, number(use, "left"));
        ViewRows rows = ViewRows.inside(namespace, "ports");
        assertEquals(DESTINATION_PORT, number(rows.rows().get(0), "port"));
        assertEquals(0, number(rows.rows().get(0), "left"));
        assertEquals(0, number(rows.rows().get(0), "reusable"));
        assertNoneLeft(DESTINATION_PORT);
        // Another destination has the same ports once more.
        Map<String, String> other = use(OTHER_PORT);
        assertEquals(USABLE - 2, number(other, "left"));
        connect(OTHER_PORT, number(other, "left"));
        assertNoneLeft(OTHER_PORT);
    }

    @Test
    void rangeIsWhatTheKernelGives() throws Exception {
        connect(DESTINATION_PORT, USABLE);
        String json = json("ports", "--json");
        assertEquals(RANGE_MIN, member(json, "local_ports_min"));
        assertEquals(RANGE_MAX, member(json, "local_ports_max"));
        assertEquals(1, member(json, "local_ports_reserved"));
        assertEquals(2, member(json, "local_ports_bound"));
        assertEquals(USABLE, member(json, "local_ports_usable"));
        assertTrue(json.startsWith("{\"schema\":\"conncount.ports/1\","), json);
        assertTrue(json.contains("net.ipv4.ip_local_port_range = 1024 65535 would give 64,492 more"), json);
        assertFalse(json.contains("tcp_tw_reuse = 1"), json);
        List<String> watched =
                json("ports", "--json", "--watch=0.2", "--count", "2").lines().toList();
        assertFalse(watched.get(0).contains("\"per_second\""), watched.get(0));
        assertTrue(watched.get(1).contains("\"per_second\":0.000"), watched.get(1));
        assertTrue(watched.get(1).contains("\"tcp_active_opens_per_second\":"), watched.get(1));
    }

    @Test
    void socketsThatCarryIpv4TakePortsOfIpv4() throws Exception {
        connect(DESTINATION_PORT, 3);
        namespace.call(() -> {
            // Java's own are of IPv6.
            SocketChannel mapped = SocketChannel.open();
            ours.push(mapped);
            mapped.connect(at(DESTINATION_PORT));
            return null;
        });
        Map<String, String> use = use(DESTINATION_PORT);
        assertEquals(4, number(use, "used"));
        for (String source : List.of("bpf", "sock_diag")) {
            assertEquals(
                    use, ViewRows.inside(namespace, "ports", "--source", source).where("port", use.get("port")));
        }
        connect(DESTINATION_PORT, number(use, "left"));
        assertNoneLeft(DESTINATION_PORT);
    }

    @Test
    void portsInTimeWaitAreUsedUnlessTheyMayBeTakenAgain() throws Exception {
        namespace.call(() -> {
            set("tcp_tw_reuse", "0");
            return null;
        });
        flood(USABLE);
        Map<String, String> use = use(DESTINATION_PORT);
        assertEquals(USABLE, number(use, "used"));
        assertEquals(USABLE, number(use, "time_wait"));
        assertEquals(0, number(use, "left"));
        assertEquals(0, number(use, "reusable"));
        assertNoneLeft(DESTINATION_PORT);
        String advice = json("ports", "--json");
        assertTrue(advice.contains(USABLE + " of them are in TIME_WAIT: with net.ipv4.tcp_tw_reuse = 1"), advice);
        namespace.call(() -> {
            set("tcp_tw_reuse", "2");
            return null;
        });
        use = use(DESTINATION_PORT);
        assertEquals(0, number(use, "left"));
        assertEquals(USABLE, number(use, "reusable"));
        Waiting.until("a port in TIME_WAIT that is taken again", () -> {
            try {
                connect(DESTINATION_PORT, 1);
                return true;
            } catch (IOException e) {
                return false;
            }
        });
    }

    @Test
    void recordingHasNoRangeAndSaysSo() throws Exception {
        connect(DESTINATION_PORT, 3);
        Path file = directory.resolve("ports.rec");
        assertEquals(
                0, namespace.call(() -> Launch.of("record", file.toString())).exitCode());
        Launch answer = Launch.of("ports", "--from", file.toString(), "--json", "dport = :" + DESTINATION_PORT);
        assertTrue(answer.err().contains("range of local ports is not known"), answer.err());
        assertEquals(0, answer.exitCode());
        assertEquals(3, member(answer.out(), "used"));
        assertFalse(answer.out().contains("\"left\""), answer.out());
    }

    @Test
    void everyNamespaceHasPortsOfItsOwn() throws Exception {
        Launch.of("ports", "-N", "all").assertRefused(2, ".. -N");
    }
}
