package io.conncount.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.conncount.testing.Command;
import io.conncount.testing.SocketNamespace;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Thresholds on real sockets, as a monitoring system runs them. */
class CheckIT {
    private static final int BACKLOG = 4;
    private static final List<Closeable> KEPT = new ArrayList<>();

    private static SocketNamespace namespace;
    private static String path;
    private static int port;

    @TempDir
    private static Path directory;

    /** Among others, a listener whose queue is half full: nobody accepts what two clients opened. */
    @BeforeAll
    static void makeSockets() throws IOException, InterruptedException {
        namespace = new SocketNamespace("--connections", "40", "--close-wait", "30", "--time-wait", "12");
        path = namespace.call(() -> {
            ServerSocket server = new ServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress());
            KEPT.add(server);
            port = server.getLocalPort();
            for (int i = 0; i < BACKLOG / 2; i++) {
                Socket client = new Socket(server.getInetAddress(), port);
                KEPT.add(client);
                client.getOutputStream().write(new byte[1000]);
            }
            return "/proc/" + Files.readSymbolicLink(Path.of("/proc/thread-self")) + "/ns/net";
        });
    }

    @AfterAll
    static void endSockets() throws IOException {
        for (Closeable kept : KEPT) {
            kept.close();
        }
        namespace.close();
    }

    private static Launch check(String words) throws IOException, InterruptedException {
        return namespace.call(() -> Launch.shell("$conncount check " + words));
    }

    /** Where there is IPv6, Java's sockets are of that family. */
    private static void assertLine(int exitCode, String line, Launch launch) {
        String out = launch.out().replace("::ffff:", "");
        assertEquals(new Launch(exitCode, line + "\n", ""), new Launch(launch.exitCode(), out, launch.err()));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "state close-wait > 30  | 0 | OK: state close-wait is 30                 | 30;;30;0;",
                "state close-wait >= 30 | 2 | CRITICAL: state close-wait is 30, at least 30 | 30;;@30:;0;",
                "state close-wait < 31  | 2 | CRITICAL: state close-wait is 30, below 31 | 30;;31:;0;"
            })
    void countIsCompared(String question, int exitCode, String text, String data) throws Exception {
        assertLine(exitCode, "CONNCOUNT " + text + " | 'state close-wait'=" + data, check("'" + question + "'"));
    }

    @ParameterizedTest
    @CsvSource({"10, 20, 2", "10, 40, 1", "40, 50, 0", "10:20, 40, 1", "@30:31, 40, 1", "20:, 10:, 0"})
    void rangesDecide(String warning, String critical, int exitCode) throws Exception {
        Launch launch = check("'state=close-wait' --warning " + warning + " --critical " + critical);
        assertEquals(exitCode, launch.exitCode(), launch.out());
        assertTrue(
                launch.out().endsWith("| 'state close-wait'=30;" + warning + ";" + critical + ";0;\n"), launch.out());
    }

    @Test
    void severalQuestionsAreOneLine() throws Exception {
        assertLine(
                2,
                "CONNCOUNT CRITICAL: state close-wait is 30, above 7; state time-wait is 12 | "
                        + "'state time-wait'=12;;100;0; 'state close-wait'=30;;7;0;",
                check("'state time-wait > 100' 'state close-wait > 7'"));
    }

    @Test
    void fullestAcceptQueueIsFound() throws Exception {
        assertLine(
                1,
                "CONNCOUNT WARNING: accept_queue.share is 50%, at least 40 (at port " + port
                        + " of 127.0.0.1) | 'accept_queue.share'=50%;@40:;90;0;100",
                check("accept_queue.share --warning @40: --critical 90"));
    }

    @Test
    void numbersOfSocketsHavePercentiles() throws Exception {
        Launch launch = check("'recvq.max sport = :" + port + " >= 1k'");
        assertEquals(2, launch.exitCode());
        assertTrue(launch.out().contains("recvq.max sport = :" + port + " is 1004 B, at least 1000"), launch.out());
    }

    @Test
    void measuresAreThoseOfTheKernel() throws Exception {
        String max = Command.lines("cat", "/proc/sys/net/ipv4/tcp_max_orphans").get(0);
        Launch orphans = Launch.of("check", "tcp_orphans", "--critical", "100000000");
        assertEquals(0, orphans.exitCode(), orphans.out());
        assertEquals(
                "CONNCOUNT OK: tcp_orphans is N | 'tcp_orphans'=N;;100000000;0;" + max + "\n",
                orphans.out().replaceAll("( is |=)\\d+", "$1N"));
        Launch opens = check("'tcp_passive_opens < 70'");
        assertTrue(opens.out().matches("CONNCOUNT OK: tcp_passive_opens is \\d+ \\| .*=\\d+c;;70:;0;\n"), opens.out());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "open_files",
                "somaxconn",
                "accept_queue",
                "time_wait",
                "process_open_files",
                "net_namespaces",
                "memory"
            })
    void limitsOfCapacityAreShares(String limit) throws Exception {
        Launch launch = check(limit + ".share --critical 1000000");
        assertEquals(0, launch.exitCode(), launch.out());
        assertTrue(
                launch.out().matches("CONNCOUNT OK: " + limit + "\\.share is [\\d.]+% \\(.*\\) \\| .*=[\\d.]+%;.*\n"),
                launch.out());
        Launch all = Launch.of("check", "process_open_files.share > 5", "-N", "all");
        assertEquals(3, all.exitCode());
        assertTrue(all.out().contains("each network namespace has ports and limits of its own"), all.out());
    }

    /** Twenty ports for one destination, of which thirteen are taken. */
    @Test
    void portsOfTheFullestDestinationAreAShare() throws Exception {
        try (SocketNamespace narrow = new SocketNamespace("--connections", "1")) {
            List<Closeable> ours = new ArrayList<>();
            Launch launch = narrow.call(() -> {
                Files.writeString(Path.of("/proc/sys/net/ipv4/ip_local_port_range"), "40000 40019");
                ServerSocket server = new ServerSocket(7000, 50, InetAddress.getLoopbackAddress());
                ours.add(server);
                for (int i = 0; i < 13; i++) {
                    ours.add(new Socket(server.getInetAddress(), 7000));
                }
                return Launch.of("check", "ports.share >= 60%");
            });
            for (Closeable socket : ours) {
                socket.close();
            }
            assertLine(
                    2,
                    "CONNCOUNT CRITICAL: ports.share is 65%, at least 60 (from 127.0.0.1 to port 7000 of 127.0.0.1)"
                            + " | 'ports.share'=65%;;@60:;0;100",
                    launch);
        }
    }

    @Test
    void recordingIsChecked() throws Exception {
        String file = directory.resolve("sockets.rec").toString();
        namespace.call(() -> Launch.of("record", file));
        assertLine(
                2,
                "CONNCOUNT CRITICAL: state close-wait is 30, above 7; accept_queue.share is 50% (at port " + port
                        + " of 127.0.0.1) | 'state close-wait'=30;;7;0; 'accept_queue.share'=50%;;60;0;100",
                Launch.of("check", "state close-wait > 7", "accept_queue.share > 60%", "--from", file));
        Launch launch = Launch.of("check", "tcp_orphans > 7", "--from", file);
        assertEquals(3, launch.exitCode());
        assertTrue(launch.out().contains("tcp_orphans is not known: a recording has no tcp_orphans"), launch.out());
    }

    @Test
    void otherNamespaceIsChecked() throws Exception {
        Launch launch = Launch.of("check", "state close-wait > 7", "-N", path);
        assertLine(2, "CONNCOUNT CRITICAL: state close-wait is 30, above 7 | 'state close-wait'=30;;7;0;", launch);
    }

    @Test
    void daemonCounts() throws Exception {
        List<String> serve = List.of(Launch.conncount(), "serve");
        try (DaemonProcess daemon = namespace.call(() -> DaemonProcess.start(directory, serve))) {
            Launch launch = Launch.shell("CONNCOUNT_SOCKET='" + daemon.socket()
                    + "' $conncount check --daemon 'state close-wait > 7' 'tcp_orphans > 100000000'");
            assertEquals(2, launch.exitCode(), launch.out());
            assertTrue(launch.out().startsWith("CONNCOUNT CRITICAL: state close-wait is 30, above 7; tcp_orphans is "));
        }
    }

    /** What a monitoring system takes for CRITICAL elsewhere, such as a usage error, is UNKNOWN, and on standard output. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "``                                    | check needs",
                "--bogus                               | unknown option '--bogus'",
                "'state lisen > 5'                     | unknown state 'lisen'",
                "'state listen > 5' --from /nowhere    | /nowhere: no such file",
                "'state listen > 5' -N nowhere         | cannot enter network namespace 'nowhere'",
                "'rtt.p99 state listen > 5'            | rtt.p99 state listen is not known"
            })
    void failureIsUnknown(String words, String text) throws Exception {
        Launch launch = check(words);
        assertEquals(3, launch.exitCode(), launch.out());
        assertTrue(launch.out().startsWith("CONNCOUNT UNKNOWN: " + text), launch.out());
        assertEquals(1, launch.out().lines().count(), launch.out());
        assertEquals("", launch.err());
    }
}
