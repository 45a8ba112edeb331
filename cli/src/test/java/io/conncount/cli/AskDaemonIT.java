package io.conncount.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.conncount.exporters.client.DaemonClient;
import io.conncount.group.GroupKey;
import io.conncount.group.GroupKeys;
import io.conncount.query.Query;
import io.conncount.query.Selection;
import io.conncount.snapshot.Snapshot;
import io.conncount.socket.AddressFamily;
import io.conncount.socket.Protocol;
import io.conncount.socket.TcpState;
import io.conncount.testing.SocketNamespace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code conncount --daemon}: a daemon among real sockets gives the answers that the kernel would. */
class AskDaemonIT {
    @TempDir
    private static Path directory;

    private static SocketNamespace namespace;
    private static DaemonProcess daemon;

    @BeforeAll
    static void startDaemon() throws IOException, InterruptedException {
        namespace = new SocketNamespace(
                "--connections", "500", "--ipv6", "20", "--udp", "3", "--time-wait", "30", "--close-wait", "7");
        Launch.of("--version");
        List<String> serve =
                List.of(Launch.conncount(), "serve", "--group", "by=local-port,state top=5", "--group-interval", "1");
        daemon = namespace.call(() -> DaemonProcess.start(directory, serve));
    }

    @AfterAll
    static void endDaemon() throws IOException, InterruptedException {
        if (daemon != null) {
            daemon.close();
        }
        namespace.close();
    }

    private static String answer(Launch launch) {
        assertEquals("", launch.err());
        assertEquals(0, launch.exitCode());
        return launch.out();
    }

    /** An answer without what differs from one moment, and from one asker, to the next. */
    private static String lasting(String json) {
        return json.replaceAll("\"time\":\"[^\"]*\",", "")
                .replaceAll(
                        ",\"error_bar\":\\d+,\"source\":\"[^\"]*\",\"elapsed_ms\":[\\d.]+(,\"age_ms\":[\\d.]+)?", "");
    }

    @Test
    void answersEqualThoseOfTheKernel() throws IOException, InterruptedException {
        for (String words : List.of(
                "",
                "-tu --by proto,family,state",
                "--by state -6",
                "--by local-port,state",
                "--by local-port",
                "--by service,direction state established",
                "--by remote-net/24,user,cgroup,interface,mark,timer --sort user",
                "--by local-port --top 3 'dport = :8000 or (sport in 8001-8002 and not user nobody)'",
                "-x --by type,state --fresh",
                "--by remote-port --max-groups 100000 -4 --exact")) {
            String own =
                    answer(namespace.call(() -> Launch.shell("$conncount --json " + words.replace("--fresh", ""))));
            String given = answer(daemon.ask("--json " + words));
            if (!words.startsWith("-x")) {
                assertEquals(lasting(own), lasting(given), words);
            }
            assertTrue(given.contains("\"source\":\"daemon:sock_diag"), given);
            assertTrue(given.matches("(?s).*,\"age_ms\":\\d+\\.\\d}\n"), given);
        }
    }

    @Test
    void callersAtOnceShareOneWalk() throws Exception {
        Selection established = new Selection(
                EnumSet.of(Protocol.TCP), AddressFamily.IP, EnumSet.of(TcpState.ESTABLISHED), Optional.empty());
        GroupKey network = GroupKeys.byWord("remote-net/24").orElseThrow();
        Query query = new Query(established, List.of(network), false, 1, 1000);
        ExecutorService threads = Executors.newCachedThreadPool();
        List<Future<Snapshot>> answers = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            answers.add(threads.submit(() -> new DaemonClient(daemon.socket(), false).collect(query)));
        }
        Set<Instant> times = new HashSet<>();
        for (Future<Snapshot> answer : answers) {
            times.add(answer.get().time());
        }
        threads.shutdown();
        assertEquals(1, times.size());
    }

    @Test
    void commandsAtOnceShareOneWalk() throws IOException, InterruptedException {
        // One group: they write to one file, and a long line is not written all at once.
        String shell = "for i in 1 2 3 4 5 6; do CONNCOUNT_SOCKET='" + daemon.socket()
                + "' $conncount --daemon --json --by remote-net/24 --top 1 & done; wait";
        List<String> answers = answer(Launch.shell(shell)).lines().toList();
        assertEquals(6, answers.size());
        Set<String> times = new HashSet<>();
        for (String answer : answers) {
            times.add(answer.replaceAll(".*\"time\":\"([^\"]*)\".*", "$1"));
        }
        assertEquals(1, times.size(), times.toString());
    }

    @Test
    void everyFormatAndWatchWork() throws IOException, InterruptedException {
        assertTrue(answer(daemon.ask("--csv --by local-port,state --top 2")).startsWith("local_port,state,count\n"));
        List<String> watched = answer(daemon.ask("--watch=0.2 --count 3 --ndjson --top 1"))
                .lines()
                .toList();
        assertEquals(6, watched.size(), watched.toString());
        assertTrue(watched.get(4).contains("\"delta\":"), watched.get(4));
        String explained = answer(daemon.ask("--explain --by remote-address"));
        assertTrue(explained.startsWith("1. copy tcp sockets of ipv4 and ipv6 in "), explained);
        assertTrue(explained.endsWith(" s ago by the daemon\n"), explained);
        Launch table = daemon.ask("--by-state --color=never | cat; script -qec \"stty cols 80 rows 24; NO_COLOR=1"
                + " CONNCOUNT_SOCKET='" + daemon.socket() + "' $conncount --daemon\" /dev/null");
        assertTrue(
                table.out().strip().matches("(?s).*, sock_diag\\+counters, sampled \\d+\\.\\d s ago by the daemon"),
                table.out());
    }

    @Test
    void refusalsOfTheKernelAreSaidAsWithoutTheDaemon() throws IOException, InterruptedException {
        Launch own = namespace.call(() -> Launch.of("-S"));
        Launch given = daemon.ask("-S");
        assertEquals(own.exitCode(), given.exitCode());
        assertEquals(own.out(), given.out());
        assertEquals(own.err().split(";")[0], given.err().split(";")[0]);
    }

    @Test
    void withoutADaemonOneLineSaysWhatToDo() throws IOException, InterruptedException {
        Launch launch = Launch.shell("CONNCOUNT_SOCKET=" + directory + "/none $conncount --daemon");
        assertEquals(
                new Launch(
                        1,
                        "",
                        "conncount: no daemon is listening at " + directory
                                + "/none: No such file or directory; start one"
                                + " (conncount serve), set CONNCOUNT_SOCKET to its socket, or run without --daemon\n"),
                launch);
        assertEquals(
                0,
                Launch.shell("CONNCOUNT_SOCKET=" + directory + "/none $conncount")
                        .exitCode());
    }

    @Test
    void whoMayNotAskIsToldTheGroup() throws IOException, InterruptedException {
        // As a process of no capabilities: it is still root, so the socket and its directory must be another's.
        Path closed = Files.createDirectory(directory.resolve("closed"));
        String serve = "chown nobody " + closed + "; setpriv --bounding-set=-all --inh-caps=-all bash -c '"
                + "exec 2>&1; CONNCOUNT_SOCKET=" + closed + "/s $conncount --daemon'";
        Files.setPosixFilePermissions(closed, java.nio.file.attribute.PosixFilePermissions.fromString("rwx------"));
        Launch launch = Launch.shell(serve);
        assertEquals(1, launch.exitCode());
        assertTrue(
                launch.out().startsWith("conncount: cannot connect to the daemon at " + closed + "/s: "), launch.out());
    }

    @Test
    void countingLoadsNothingThatItDoesNotNeed() throws IOException, InterruptedException {
        String loaded = Launch.shell("CONNCOUNT_JAVA_OPTS='-Xlog:class+load:stdout' $conncount --by-state")
                .out();
        assertTrue(loaded.contains("io.conncount.cli.count.CountRun"), loaded);
        // The first lambda of ours costs milliseconds, and so do streams.
        for (String foreign : List.of(
                "io.conncount.exporters", "io.conncount.sampler", "com.fasterxml", "AskDaemon", "java.util.stream")) {
            assertTrue(!loaded.contains(foreign), foreign);
        }
        assertTrue(loaded.lines().noneMatch(line -> line.matches(".*io\\.conncount.*Lambda.*")), loaded);
    }
}
