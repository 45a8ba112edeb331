package io.conncount.cli;

import static io.conncount.cli.ViewRows.member;
import static io.conncount.cli.ViewRows.number;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.conncount.sys.KernelFile;
import io.conncount.testing.Command;
import io.conncount.testing.SocketNamespace;
import io.conncount.testing.Waiting;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** {@code conncount capacity} beside what files and sysctls say. Needs root, iproute2, nft and Python. */
class CapacityIT {
    private static SocketNamespace namespace;

    @BeforeAll
    static void makeSockets() throws Exception {
        namespace = new SocketNamespace("--connections", "60", "--time-wait", "70");
    }

    @AfterAll
    static void endSockets() throws IOException {
        namespace.close();
    }

    private static String json(String... words) throws IOException, InterruptedException {
        Launch answer = namespace.call(() -> Launch.of(words));
        assertEquals("", answer.err());
        assertEquals(0, answer.exitCode());
        return answer.out();
    }

    /** A number of a file of the thread's namespace. */
    private static long ofFile(String file, int word) throws IOException {
        return Long.parseLong(KernelFile.text(Path.of(file)).strip().split("\\s+")[word]);
    }

    private static long ofSockstat(String name) throws IOException {
        String tcp = Files.readAllLines(Path.of("/proc/thread-self/net/sockstat")).stream()
                .filter(line -> line.startsWith("TCP:"))
                .findFirst()
                .orElseThrow();
        List<String> words = Arrays.asList(tcp.split(" "));
        return Long.parseLong(words.get(words.indexOf(name) + 1));
    }

    @Test
    void limitsAreThoseThatFilesSay() throws Exception {
        ViewRows rows = ViewRows.inside(namespace, "capacity");
        namespace.call(() -> {
            Map<String, Long> limits = Map.of(
                    "open_files", ofFile("/proc/sys/fs/file-max", 0),
                    "time_wait", ofFile("/proc/sys/net/ipv4/tcp_max_tw_buckets", 0),
                    "somaxconn", ofFile("/proc/sys/net/core/somaxconn", 0),
                    "syn_backlog", ofFile("/proc/sys/net/ipv4/tcp_max_syn_backlog", 0),
                    "epoll_watches", ofFile("/proc/sys/fs/epoll/max_user_watches", 0),
                    "net_namespaces", ofFile("/proc/sys/user/max_net_namespaces", 0),
                    "tcp_hash", Math.abs(ofFile("/proc/sys/net/ipv4/tcp_ehash_entries", 0)),
                    "local_ports",
                            ofFile("/proc/sys/net/ipv4/ip_local_port_range", 1)
                                    - ofFile("/proc/sys/net/ipv4/ip_local_port_range", 0)
                                    + 1);
            limits.forEach((name, max) -> assertEquals(max, number(rows.where("limit", name), "max"), name));
            return null;
        });
        // The namespace does not show these, and the answer says so.
        for (String name : List.of("tcp_memory", "orphans")) {
            Map<String, String> row = rows.where("limit", name);
            assertFalse(row.containsKey("max"), row.toString());
            assertEquals("shown only in the host's own network namespace", row.get("note"));
        }
    }

    @Test
    void useIsWhatIsThere() throws Exception {
        ViewRows rows = ViewRows.inside(namespace, "capacity");
        assertEquals(namespace.made("time_wait"), number(rows.where("limit", "time_wait"), "use"));
        namespace.call(() -> {
            assertEquals(ofSockstat("inuse") + ofSockstat("tw"), number(rows.where("limit", "tcp_hash"), "use"));
            return null;
        });
    }

    @Test
    void closedConnectionsThatHaveDataLeftAreOrphans() throws Exception {
        try (SocketNamespace orphaned = new SocketNamespace("--connections", "1");
                Orphans orphans = orphaned.call(() -> new Orphans(5))) {
            assertEquals(5, orphans.count());
            orphaned.call(() -> {
                // The kernel adds up those of all its processors now and then.
                Waiting.until("orphans", () -> ofSockstat("orphan") >= 5);
                long use = number(ViewRows.of(Launch.of("capacity", "--csv")).where("limit", "orphans"), "use");
                // They are those of all namespaces, which come and go.
                assertTrue(use >= 5, () -> "orphans " + use);
                long memory = number(ViewRows.of(Launch.of("capacity", "--csv")).where("limit", "tcp_memory"), "use");
                assertTrue(memory > 0, () -> "memory " + memory);
                return null;
            });
        }
    }

    @Test
    void hostShowsItsLimitsOfMemoryAndOrphans() throws Exception {
        ViewRows rows = ViewRows.of(Launch.of("capacity", "--csv"));
        long page = Long.parseLong(Command.lines("getconf", "PAGESIZE").get(0));
        String memory = "/proc/sys/net/ipv4/tcp_mem";
        assertEquals(ofFile(memory, 2) * page, number(rows.where("limit", "tcp_memory"), "max"));
        assertEquals(ofFile(memory, 1) * page, number(rows.where("limit", "tcp_memory_pressure"), "max"));
        assertEquals("bytes", rows.where("limit", "tcp_memory").get("unit"));
        assertEquals(ofFile("/proc/sys/net/ipv4/tcp_max_orphans", 0), number(rows.where("limit", "orphans"), "max"));
        String json = Launch.of("capacity", "--json").out();
        long page1 = member(json, "slab_TCP_bytes") + member(json, "slab_sock_inode_cache_bytes");
        long page2 = member(json, "slab_dentry_bytes") + member(json, "slab_filp_bytes");
        assertEquals(page1 + page2, member(json, "connection_bytes"));
        assertTrue(member(json, "room_connections") > 0, json);
    }

    @Test
    void fullestProcessAndQueueComeFirst() throws Exception {
        String script = """
                import resource, socket, sys
                resource.setrlimit(resource.RLIMIT_NOFILE, (100, 100))
                kept = []
                try:
                    while True: kept.append(socket.socket())
                except OSError: print('full', flush=True)
                sys.stdin.read()
                """;
        Process full = new ProcessBuilder("python3", "-c", script).start();
        try (BufferedReader said = full.inputReader()) {
            assertEquals("full", said.readLine());
            Map<String, String> row = ViewRows.inside(namespace, "capacity").where("of", "python3/" + full.pid());
            assertEquals("process_open_files", row.get("limit"));
            assertEquals(100, number(row, "use"));
            assertEquals(100, number(row, "max"));
            assertEquals("LimitNOFILE", row.get("raise"));
        } finally {
            full.destroy();
            full.waitFor();
        }
    }

    @Test
    void fullestAcceptQueueIsNamed() throws Exception {
        namespace.call(() -> {
            InetSocketAddress at = new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), 7001);
            List<SocketChannel> clients = new ArrayList<>();
            try (ServerSocketChannel listener =
                    ServerSocketChannel.open(StandardProtocolFamily.INET).bind(at, 5)) {
                for (int i = 0; i < 6; i++) {
                    clients.add(SocketChannel.open(at));
                }
                Waiting.until(
                        "a full queue",
                        () -> Command.lines("ss", "-Htln", "sport", "=", ":7001")
                                .get(0)
                                .matches("LISTEN +6 +5 .*"));
                ViewRows rows = ViewRows.of(Launch.of("capacity", "--csv"));
                Map<String, String> queue = rows.where("limit", "accept_queue");
                assertEquals("127.0.0.1:7001", queue.get("of"));
                assertEquals(6, number(queue, "use"));
                assertEquals(5, number(queue, "max"));
                assertEquals(queue, rows.rows().get(0));
                assertEquals(6, number(rows.where("limit", "somaxconn"), "use"));
                assertTrue(listener.isOpen());
            } finally {
                for (SocketChannel client : clients) {
                    client.close();
                }
            }
            return null;
        });
    }

    @Test
    void trackedConnectionsAreCounted() throws Exception {
        try (SocketNamespace tracked = new SocketNamespace("--connections", "1")) {
            String rules = "nft add table inet t"
                    + " && nft 'add chain inet t out { type filter hook output priority 0 ; }'"
                    + " && nft add rule inet t out ct state new accept";
            tracked.call(() -> {
                Command.lines("sh", "-c", rules);
                try (ServerSocketChannel listener = ServerSocketChannel.open(StandardProtocolFamily.INET)
                                .bind(new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), 0));
                        SocketChannel client = SocketChannel.open(listener.getLocalAddress())) {
                    assertTrue(client.isConnected());
                    Map<String, String> row =
                            ViewRows.of(Launch.of("capacity", "--csv")).where("limit", "conntrack");
                    assertEquals(1, number(row, "use"));
                    assertEquals(ofFile("/proc/sys/net/netfilter/nf_conntrack_max", 0), number(row, "max"));
                }
                return null;
            });
        }
    }

    @Test
    void planIsAFileForSysctl() throws Exception {
        Launch plan = Launch.of("capacity", "--plan", "300,000,000");
        assertEquals("", plan.err());
        assertEquals(0, plan.exitCode());
        List<String> set =
                plan.out().lines().filter(line -> !line.startsWith("#")).toList();
        for (String line : set) {
            assertTrue(line.matches("[a-z_.0-9-]+ = \\d+( \\d+ \\d+)?"), line);
            String name = line.split(" = ")[0];
            String[] now = Command.lines("sysctl", "-n", name).get(0).split("\\s+");
            String[] needed = line.split(" = ")[1].split(" ");
            assertEquals(now.length, needed.length, line);
            long last = Long.parseLong(needed[needed.length - 1]);
            assertTrue(last > Long.parseLong(now[now.length - 1]), line);
        }
        assertTrue(
                set.stream()
                        .anyMatch(line -> line.startsWith("fs.file-max = ")
                                && Long.parseLong(line.split(" = ")[1]) >= 330_000_000),
                plan.out());
        assertTrue(plan.out().contains("net.ipv4.tcp_mem = "), plan.out());
        assertTrue(plan.out().contains("# LimitNOFILE=330000000\n"), plan.out());
        assertTrue(plan.out().contains("which is too little"), plan.out());
    }

    @Test
    void planOfWhatThereIsRaisesNothing() throws Exception {
        String json = json("capacity", "--plan", "10", "--json");
        assertTrue(json.startsWith("{\"schema\":\"conncount.plan/1\","), json);
        assertTrue(json.contains("\"plan\":[]"), json);
        assertTrue(json.contains("cannot be estimated from"), json);
        assertTrue(json.contains("net.ipv4.tcp_mem cannot be read here"), json);
        Launch.of("capacity", "--plan", "10", "--watch").assertRefused(2, "--plan and --watch");
    }

    @Test
    void whatOnlyRootMayReadIsSaid() throws Exception {
        Launch answer = Launch.shell(Launch.AS_NOBODY + "capacity --json");
        assertEquals(0, answer.exitCode(), answer.err());
        assertTrue(answer.out().contains("only root can read /proc/slabinfo"), answer.out());
        assertFalse(answer.out().contains("\"connection_bytes\""), answer.out());
        assertTrue(member(answer.out(), "slab_TCP_bytes") > 0, answer.out());
        assertTrue(answer.out().contains("\"limit\":\"open_files\""), answer.out());
    }
}
