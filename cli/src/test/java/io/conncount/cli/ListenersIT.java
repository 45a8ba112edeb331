package io.conncount.cli;

import static io.conncount.cli.ViewRows.member;
import static io.conncount.cli.ViewRows.number;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.conncount.testing.Command;
import io.conncount.testing.SocketNamespace;
import io.conncount.testing.Waiting;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code conncount listeners} on queues that are really filled and overflow. Needs root, iproute2 and ss. */
class ListenersIT {
    private static final int BACKLOG = 5;

    /** Linux lets one more wait than was asked for. */
    private static final int WAITING_MAX = BACKLOG + 1;

    private static final int FULL_PORT = 7001;
    private static final int SHARED_PORT = 7002;
    private static final int ACCEPTED_PORT = 7003;
    private static final List<AutoCloseable> OURS = new ArrayList<>();

    private static SocketNamespace namespace;
    private static String name;

    @TempDir
    private Path directory;

    @BeforeAll
    static void makeSockets() throws Exception {
        namespace =
                new SocketNamespace("--connections", "300", "--syn-recv", "4", "--time-wait", "7", "--close-wait", "3");
        namespace.call(() -> {
            name = Command.lines("sh", "-c", "exec ip netns identify $$").get(0);
            fill();
            return null;
        });
    }

    private static InetSocketAddress at(int port) throws IOException {
        return new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), port);
    }

    private static ServerSocketChannel listen(int port, int backlog) throws IOException {
        ServerSocketChannel listener = ServerSocketChannel.open(StandardProtocolFamily.INET);
        OURS.add(listener);
        return listener.setOption(StandardSocketOptions.SO_REUSEPORT, true).bind(at(port), backlog);
    }

    private static void connect(int port, int times) throws IOException {
        for (int i = 0; i < times; i++) {
            OURS.add(SocketChannel.open(at(port)));
        }
    }

    private static void fill() throws Exception {
        listen(FULL_PORT, BACKLOG);
        listen(SHARED_PORT, 100);
        listen(SHARED_PORT, 100);
        ServerSocketChannel accepting = listen(ACCEPTED_PORT, 100);
        connect(FULL_PORT, WAITING_MAX);
        connect(SHARED_PORT, 9);
        connect(ACCEPTED_PORT, 3);
        for (int i = 0; i < 3; i++) {
            OURS.add(accepting.accept());
        }
        // Nobody answers these.
        for (int i = 0; i < 3; i++) {
            SocketChannel refused = SocketChannel.open();
            OURS.add(refused);
            refused.configureBlocking(false);
            assertFalse(refused.connect(at(FULL_PORT)));
        }
        Waiting.until("an overflow", () -> ViewRows.netstat("ListenOverflows") >= 3);
    }

    @AfterAll
    static void endSockets() throws Exception {
        for (AutoCloseable socket : OURS) {
            socket.close();
        }
        namespace.close();
    }

    private static String json(String... words) throws IOException, InterruptedException {
        Launch answer = namespace.call(() -> Launch.of(words));
        assertEquals("", answer.err());
        assertEquals(0, answer.exitCode());
        return answer.out();
    }

    /** The sockets of a listener that ss has in a state. */
    private static long ofSs(List<String> rows, String state, Map<String, String> listener) {
        String local = listener.get("address") + ":" + listener.get("port");
        return rows.stream()
                .map(row -> row.split(" +"))
                .filter(words -> words[0].equals(state) && words[3].equals(local))
                .count();
    }

    @Test
    void fullQueueComesFirst() throws Exception {
        Map<String, String> first =
                ViewRows.inside(namespace, "listeners").rows().get(0);
        assertEquals(FULL_PORT, number(first, "port"));
        assertEquals("127.0.0.1", first.get("address"));
        assertEquals(WAITING_MAX, number(first, "waiting"));
        assertEquals(BACKLOG, number(first, "limit"));
        assertEquals(1, number(first, "sockets"));
        assertEquals("root", first.get("user"));
        assertFalse(first.containsKey("skew"), first.toString());
    }

    @Test
    void overflowsAndDropsAreTheKernels() throws Exception {
        long before = namespace.call(() -> ViewRows.netstat("ListenOverflows"));
        String json = json("listeners", "--json");
        long after = namespace.call(() -> ViewRows.netstat("ListenOverflows"));
        long overflows = member(json, "tcp_listen_overflows");
        assertTrue(before >= 3 && overflows >= before && overflows <= after, json);
        assertTrue(member(json, "tcp_listen_drops") >= overflows, json);
        assertTrue(json.startsWith("{\"schema\":\"conncount.listeners/1\",\"host\":"), json);
        assertTrue(json.contains("\"complete\":true"), json);
    }

    /** Listeners have 104 columns in a table, and limits 92: on a narrower terminal, numbers are left out and texts are cut. */
    @Test
    void tablesFitATerminalOfEightyColumns() throws Exception {
        String conncount = Launch.conncount();
        try (Tmux terminal = namespace.call(() -> new Tmux(80, 40, directory))) {
            terminal.shell("clear; " + conncount + " listeners -c --top 3; " + conncount
                    + " capacity --top 40; echo all''done");
            String screen = terminal.await("alldone");
            List<String> lines = screen.lines().toList();
            int header = indexOf(lines, "ADDRESS ");
            assertTrue(lines.get(header).matches("ADDRESS +PORT +WAITING +LIMIT .*OWNER"), screen);
            for (String row : lines.subList(header + 1, header + 4)) {
                assertTrue(row.matches("127\\.0\\.0\\.1 +\\d+ .* root( .*)?"), screen);
            }
            int limits = indexOf(lines, "LIMIT ");
            assertTrue(lines.get(limits).matches("LIMIT +OF +USE +MAX +SHARE +RAISE"), screen);
            for (String name : List.of("conntrack", "somaxconn", "local_ports")) {
                String row = lines.get(indexOf(lines, name + " "));
                assertTrue(row.matches(name + " .*net\\..*"), screen);
            }
        }
    }

    private static int indexOf(List<String> lines, String beginning) {
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).startsWith(beginning)) {
                return i;
            }
        }
        throw new AssertionError("no line begins with '" + beginning + "' in\n" + String.join("\n", lines));
    }

    @Test
    void listenersThatShareAPortAreOneRowWithTheirSkew() throws Exception {
        Map<String, String> shared = ViewRows.inside(namespace, "listeners").where("port", "" + SHARED_PORT);
        assertEquals(2, number(shared, "sockets"));
        assertEquals(9, number(shared, "waiting"));
        assertEquals(200, number(shared, "limit"));
        long fullest = number(shared, "fullest_waiting");
        assertEquals(9, fullest + number(shared, "least_waiting"));
        List<Integer> lengths =
                namespace.call(() -> Command.lines("ss", "-Htln", "sport", "=", ":" + SHARED_PORT)).stream()
                        .map(line -> Integer.valueOf(line.split(" +")[1]))
                        .sorted()
                        .toList();
        assertEquals(fullest, lengths.get(1).longValue());
        assertEquals(fullest * 2 / 9.0, Double.parseDouble(shared.get("skew")), 0.005);
    }

    @Test
    void connectionsOfAListenerAreCountedByState() throws Exception {
        ViewRows rows = ViewRows.inside(namespace, "listeners", "-c");
        List<String> all = namespace.call(() -> Command.lines("ss", "-Htan"));
        for (Map<String, String> row : rows.rows()) {
            assertEquals(ofSs(all, "ESTAB", row), number(row, "established"), row::toString);
            assertEquals(ofSs(all, "SYN-RECV", row), number(row, "syn_recv"), row::toString);
            assertEquals(ofSs(all, "CLOSE-WAIT", row), number(row, "close_wait"), row::toString);
            assertEquals(ofSs(all, "TIME-WAIT", row), number(row, "time_wait"), row::toString);
        }
        assertEquals(rows, ViewRows.inside(namespace, "listeners", "-c", "--source", "bpf"));
        long handshakes =
                rows.rows().stream().mapToLong(row -> number(row, "syn_recv")).sum();
        assertTrue(handshakes >= 4, rows::toString);
        assertEquals(3, number(rows.where("port", "" + ACCEPTED_PORT), "established"));
    }

    @Test
    void processesAreThoseThatHoldTheListener() throws Exception {
        Map<String, String> row = ViewRows.inside(namespace, "listeners", "-p", "sport", "=", ":" + FULL_PORT)
                .where("port", "" + FULL_PORT);
        String comm = Files.readString(Path.of("/proc/self/comm")).strip();
        assertEquals(comm + "/" + ProcessHandle.current().pid(), row.get("processes"));
    }

    @Test
    void watchingShowsWhatTheCountersGrowBy() throws Exception {
        List<String> answers = json("listeners", "--json", "--watch=0.2", "--count", "2", "--top", "1")
                .lines()
                .toList();
        assertEquals(2, answers.size());
        assertFalse(answers.get(0).contains("tcp_listen_drops_per_second"), answers.get(0));
        assertTrue(answers.get(1).contains("\"tcp_listen_drops_per_second\":"), answers.get(1));
        assertTrue(member(answers.get(1), "not_shown") > 0, answers.get(1));
    }

    @Test
    void namespaceAndRecordingGiveTheSameRows() throws Exception {
        ViewRows inside = ViewRows.inside(namespace, "listeners");
        assertEquals(inside, ViewRows.of(Launch.of("listeners", "-N", name, "--csv")));
        Map<String, String> ofAll = ViewRows.of(Launch.of("listeners", "-N", "all", "--csv", "sport = :" + FULL_PORT))
                .where("netns", name);
        assertEquals("" + WAITING_MAX, ofAll.get("waiting"));
        Path file = directory.resolve("listeners.rec");
        Launch recorded = namespace.call(() -> Launch.of("record", file.toString()));
        assertEquals(0, recorded.exitCode(), recorded.err());
        assertEquals(inside, ViewRows.of(Launch.of("listeners", "--from", file.toString(), "--csv")));
    }
}
