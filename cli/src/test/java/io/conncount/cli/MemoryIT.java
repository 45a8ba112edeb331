package io.conncount.cli;

import static io.conncount.cli.ViewRows.member;
import static io.conncount.cli.ViewRows.number;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.conncount.testing.Command;
import io.conncount.testing.SocketNamespace;
import io.conncount.testing.Waiting;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code conncount memory} beside what {@code ss -m} says of the same sockets. Needs root, iproute2 and ss. */
class MemoryIT {
    private static final int ORPHANS = 4;
    private static final int UDP_PORT = 7202;
    private static final int DATAGRAMS = 5;

    /** Of a socket in its second line, in this order: received, reserved, to be sent, options, backlog. */
    private static final Pattern MEMORY =
            Pattern.compile("skmem:\\(r(\\d+),rb\\d+,t\\d+,tb\\d+,f(\\d+),w(\\d+),o(\\d+),bl(\\d+)");

    private static final List<String> COLUMNS =
            List.of("receive_bytes", "forward_bytes", "send_bytes", "optmem_bytes", "backlog_bytes");

    /** Probes of a closed window may move what is reserved while it is looked at. */
    private static final int TRIES = 20;

    private static final List<AutoCloseable> OURS = new ArrayList<>();

    private static SocketNamespace namespace;
    private static int orphanPort;

    @TempDir
    private Path directory;

    @BeforeAll
    static void makeSockets() throws Exception {
        namespace = new SocketNamespace("--connections", "100", "--fin-wait1", "3", "--time-wait", "20");
        namespace.call(() -> {
            Orphans orphans = new Orphans(ORPHANS);
            OURS.add(orphans);
            orphanPort = orphans.port();
            InetSocketAddress at = new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), UDP_PORT);
            DatagramChannel receiver =
                    DatagramChannel.open(StandardProtocolFamily.INET).bind(at);
            DatagramChannel sender =
                    DatagramChannel.open(StandardProtocolFamily.INET).connect(at);
            OURS.addAll(List.of(receiver, sender));
            for (int i = 0; i < DATAGRAMS; i++) {
                sender.write(ByteBuffer.allocate(1000));
            }
            return null;
        });
    }

    @AfterAll
    static void endSockets() throws Exception {
        for (AutoCloseable socket : OURS) {
            socket.close();
        }
        namespace.close();
    }

    /** The sums of the memory that ss tells, by state, for the columns. */
    private static Map<String, List<Long>> ofSs() throws IOException, InterruptedException {
        List<String> lines = namespace.call(() -> Command.lines("ss", "-HtamnO"));
        Map<String, List<Long>> sums = new HashMap<>();
        for (String line : lines) {
            Matcher memory = MEMORY.matcher(line);
            if (memory.find()) {
                List<Long> sum = sums.computeIfAbsent(
                        line.split(" +")[0], state -> new ArrayList<>(List.of(0L, 0L, 0L, 0L, 0L)));
                for (int i = 0; i < sum.size(); i++) {
                    sum.set(i, sum.get(i) + Long.parseLong(memory.group(i + 1)));
                }
            }
        }
        return sums;
    }

    private static Map<String, List<Long>> ours(ViewRows rows) {
        Map<String, String> names = Map.of(
                "established", "ESTAB", "fin_wait1", "FIN-WAIT-1", "listen", "LISTEN", "close_wait", "CLOSE-WAIT");
        Map<String, List<Long>> sums = new HashMap<>();
        for (Map<String, String> row : rows.rows()) {
            if (names.containsKey(row.get("state"))) {
                List<Long> sum = sums.computeIfAbsent(
                        names.get(row.get("state")), state -> new ArrayList<>(List.of(0L, 0L, 0L, 0L, 0L)));
                for (int i = 0; i < sum.size(); i++) {
                    sum.set(i, sum.get(i) + number(row, COLUMNS.get(i)));
                }
            }
        }
        return sums;
    }

    @ParameterizedTest
    @ValueSource(strings = {"sock_diag", "bpf"})
    void sumsAreThoseOfSs(String source) throws Exception {
        Map<String, List<Long>> before = Map.of();
        Map<String, List<Long>> ours = null;
        for (int i = 0; i < TRIES && !before.equals(ours); i++) {
            before = ofSs();
            ours = ours(ViewRows.inside(namespace, "memory", "--source", source));
        }
        assertEquals(before, ours);
        assertTrue(ours.get("FIN-WAIT-1").get(2) > 0, ours::toString);
        assertTrue(ours.get("ESTAB").get(0) > 0, ours::toString);
    }

    @ParameterizedTest
    @ValueSource(strings = {"sock_diag", "bpf"})
    void orphansStandApart(String source) throws Exception {
        ViewRows rows = ViewRows.inside(namespace, "memory", "--source", source);
        Map<String, String> orphans = rows.where("orphans", "yes");
        assertEquals("fin_wait1", orphans.get("state"));
        assertEquals(ORPHANS, number(orphans, "sockets"));
        assertTrue(number(orphans, "send_bytes") > ORPHANS * 64 * 1024L, orphans.toString());
        assertEquals(
                orphans,
                rows.rows().get(0).containsValue("yes")
                        ? rows.rows().get(0)
                        : rows.rows().get(1));
        Map<String, String> held = rows.rows().stream()
                .filter(row -> "fin_wait1".equals(row.get("state")) && "no".equals(row.get("orphans")))
                .findFirst()
                .orElseThrow();
        assertEquals(namespace.made("fin_wait1"), number(held, "sockets"));
        assertEquals(namespace.made("time_wait"), number(rows.where("state", "time_wait"), "sockets"));
        assertEquals(0, number(rows.where("state", "time_wait"), "total_bytes"));
    }

    @Test
    void everyKeyCanAddUp() throws Exception {
        ViewRows byPort = ViewRows.inside(namespace, "memory", "--by", "remote-port", "state", "fin-wait-1");
        assertEquals(ORPHANS, number(byPort.where("remote_port", "" + orphanPort), "sockets"));
        ViewRows byService = ViewRows.inside(namespace, "memory", "--by", "service", "--source", "bpf");
        assertEquals(byService, ViewRows.inside(namespace, "memory", "--by", "service", "--source", "sock_diag"));
        // The ends that do not read, and the listener.
        assertEquals(ORPHANS + 1, number(byService.where("service", "127.0.0.1:" + orphanPort), "sockets"));
        long pid = ProcessHandle.current().pid();
        ViewRows byPid = ViewRows.inside(namespace, "memory", "--by", "pid", "sport", "=", ":" + orphanPort);
        assertTrue(number(byPid.where("pid", "" + pid), "receive_bytes") > 0, byPid.toString());
    }

    @Test
    void datagramsThatNobodyReadsAreReceived() throws Exception {
        Map<String, String> row =
                ViewRows.inside(namespace, "memory", "-u", "--by", "local-port").where("local_port", "" + UDP_PORT);
        assertTrue(number(row, "receive_bytes") >= DATAGRAMS * 1000, row.toString());
        assertEquals(0, number(row, "send_bytes"));
    }

    @Test
    void documentHasTheSums() throws Exception {
        Launch answer = namespace.call(() -> Launch.of("memory", "--json", "--top", "1"));
        assertEquals("", answer.err());
        String json = answer.out();
        assertTrue(json.startsWith("{\"schema\":\"conncount.memory/1\","), json);
        assertEquals(ORPHANS, member(json, "orphans"));
        assertTrue(member(json, "orphan_bytes") > 0, json);
        assertTrue(member(json, "tcp_socket_memory_bytes") > 0, json);
        assertTrue(member(json, "not_shown") > 0, json);
    }

    @Test
    void recordingAddsUpAsTheHostDid() throws Exception {
        Path file = directory.resolve("memory.rec");
        // Windows that wait to open are probed, and what waits moves between the two.
        Waiting.until("an answer from the recording that is that of the host", () -> {
            assertEquals(
                    0,
                    namespace
                            .call(() -> Launch.of("record", "--force", file.toString()))
                            .exitCode());
            Map<String, String> recorded = ViewRows.of(Launch.of("memory", "--from", file.toString(), "--csv"))
                    .where("state", "established");
            Map<String, String> live = ViewRows.inside(namespace, "memory").where("state", "established");
            return live.get("receive_bytes").equals(recorded.get("receive_bytes"))
                    && live.get("sockets").equals(recorded.get("sockets"));
        });
    }

    @Test
    void sourceThatTellsNoMemoryIsNotTakenForNone() throws Exception {
        Launch answer = namespace.call(() -> Launch.of("memory", "--source", "procfs", "--json"));
        assertEquals(1, answer.exitCode(), answer.out());
        assertEquals("", answer.out());
        assertTrue(answer.err().contains("/proc/net does not have the data for this question"), answer.err());
    }
}
