package io.conncount.counters;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.conncount.testing.Command;
import io.conncount.testing.SocketNamespace;
import io.conncount.testing.Waiting;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What the kernel tells of a network namespace, beside what nstat and the files print there. */
class MeasuresIT {
    private static SocketNamespace namespace;

    @BeforeAll
    static void makeSockets() throws Exception {
        namespace = new SocketNamespace("--connections", "50", "--time-wait", "5");
    }

    @AfterAll
    static void letThemGo() throws Exception {
        namespace.close();
    }

    private static Measures read() {
        return new ProcNet(ProcNet.OF_THIS_THREAD).readAll();
    }

    @Test
    void countersAreThoseThatNstatPrints() throws Exception {
        namespace.call(() -> {
            Map<Measure, String> names = Map.of(
                    Measure.TCP_ACTIVE_OPENS, "TcpActiveOpens",
                    Measure.TCP_PASSIVE_OPENS, "TcpPassiveOpens",
                    Measure.TCP_ATTEMPT_FAILS, "TcpAttemptFails",
                    Measure.TCP_ESTABLISHED_RESETS, "TcpEstabResets",
                    Measure.TCP_SENT_RESETS, "TcpOutRsts",
                    Measure.TCP_RETRANSMITTED_SEGMENTS, "TcpRetransSegs",
                    Measure.TCP_SENT_SEGMENTS, "TcpOutSegs",
                    Measure.TCP_RECEIVED_SEGMENTS, "TcpInSegs",
                    Measure.TCP_LISTEN_OVERFLOWS, "TcpExtListenOverflows",
                    Measure.TCP_LISTEN_DROPS, "TcpExtListenDrops");
            Map<String, Long> printed = new HashMap<>();
            for (String line : Command.lines("nstat", "-asz")) {
                String[] words = line.split(" +");
                if (!line.startsWith("#")) {
                    printed.put(words[0], Long.valueOf(words[1]));
                }
            }
            Measures measures = read();
            names.forEach((measure, name) ->
                    assertEquals(printed.get(name), measures.of(measure).orElseThrow(), name));
            assertTrue(measures.of(Measure.TCP_PASSIVE_OPENS).orElseThrow() >= 50);
            return null;
        });
    }

    @Test
    void limitsAreThoseThatTheFilesOfTheNamespaceShow() throws Exception {
        namespace.call(() -> {
            Measures measures = read();
            assertFile("net.ipv4.ip_local_port_range", 0, measures.of(Measure.LOCAL_PORTS_MIN));
            assertFile("net.ipv4.ip_local_port_range", 1, measures.of(Measure.LOCAL_PORTS_MAX));
            assertFile("net.ipv4.tcp_max_tw_buckets", 0, measures.of(Measure.TCP_TIME_WAIT_MAX));
            assertFile("net.core.somaxconn", 0, measures.of(Measure.ACCEPT_QUEUE_MAX));
            assertFile("fs.file-max", 0, measures.of(Measure.OPEN_FILES_MAX));
            assertEquals(OptionalLong.empty(), measures.of(Measure.TCP_SOCKET_MEMORY_MAX), "not of this namespace");
            Command.lines(
                    "sh",
                    "-c",
                    "cd /proc/sys/net && echo 20000 30000 >ipv4/ip_local_port_range && echo 77 >core/somaxconn");
            assertEquals(OptionalLong.of(30_000), read().of(Measure.LOCAL_PORTS_MAX));
            assertEquals(OptionalLong.of(77), read().of(Measure.ACCEPT_QUEUE_MAX));
            return null;
        });
    }

    private static void assertFile(String name, int column, OptionalLong measured) throws Exception {
        String file = "/proc/sys/" + name.replace('.', '/');
        String printed = Command.lines("cat", file).get(0).split("\\s+")[column];
        assertEquals(OptionalLong.of(Long.parseLong(printed)), measured, name);
    }

    @Test
    void fullAcceptQueueIsCountedAsOverflow() throws Exception {
        namespace.call(() -> {
            long before = read().of(Measure.TCP_LISTEN_OVERFLOWS).orElseThrow();
            List<SocketChannel> clients = new ArrayList<>();
            try (ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
                for (int i = 0; i < 4; i++) {
                    clients.add(SocketChannel.open());
                    clients.get(i).configureBlocking(false);
                    clients.get(i).connect(new InetSocketAddress(listener.getInetAddress(), listener.getLocalPort()));
                }
                awaitMore(before);
            } finally {
                for (SocketChannel client : clients) {
                    client.close();
                }
            }
            return null;
        });
    }

    private static void awaitMore(long before) throws Exception {
        Waiting.until(
                "a queue that runs over",
                () -> read().of(Measure.TCP_LISTEN_OVERFLOWS).orElseThrow() > before);
    }
}
