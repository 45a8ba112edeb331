package io.conncount.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.conncount.testing.Command;
import io.conncount.testing.HeldNamespace;
import io.conncount.testing.Waiting;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who holds sockets, as a user asks for it. Needs root, iproute2, Python and tmux. */
class ProcessesIT {
    private static final Pattern HOLDER = Pattern.compile("pid=\\d+,fd=\\d+");
    private static final String HOSTILE = "a \\x22),(\\x0a\\x1b[1m\\x5c,x";

    /** Root without any capability, which sees into processes as an ordinary user does. */
    private static final String UNPRIVILEGED = "setpriv --bounding-set=-all --inh-caps=-all ";

    /** Connections to port 7600, until the input ends: on their way to nobody, or of a process that shares its table. */
    private static final String ODD = """
            import array, ctypes, os, platform, socket, sys
            server = socket.create_server(("127.0.0.1", 7600))
            kept = []
            for _ in range(5):
                kept.append((socket.create_connection(("127.0.0.1", 7600)), server.accept()[0]))
            if sys.argv[1] == "flight":
                here, there = socket.socketpair()
                ends = array.array("i", [client.fileno() for client, _ in kept])
                here.sendmsg([b"x"], [(socket.SOL_SOCKET, socket.SCM_RIGHTS, ends)])
                for client, _ in kept:
                    client.close()
            else:
                clone = {"x86_64": 56, "aarch64": 220}[platform.machine()]
                child = ctypes.CDLL(None).syscall(clone, 0x400 | 17, 0, 0, 0, 0)
            if sys.argv[1] == "flight" or child != 0:
                print("ready", flush=True)
            os.read(0, 1)
            os._exit(0)
            """;

    private static HeldNamespace namespace;

    @TempDir
    private Path directory;

    @BeforeAll
    static void makeSockets() throws Exception {
        Launch.of("--version");
        namespace = new HeldNamespace();
    }

    @AfterAll
    static void letThemGo() throws Exception {
        namespace.close();
    }

    private static Launch inside(String line) throws IOException, InterruptedException {
        Launch launch = namespace.call(() -> Launch.shell(line));
        assertEquals(0, launch.exitCode(), launch.err());
        return launch;
    }

    /** The holders of each row, by what stands before them. Threads with a table of their own are unknown to ss. */
    private static Map<String, Set<String>> holders(List<String> rows) {
        Map<String, Set<String>> holders = new TreeMap<>();
        for (String row : rows) {
            String socket = row.replaceFirst("users:.*", "").strip().replaceAll(" +", " ");
            if (!socket.contains(":7400")) {
                holders.put(
                        socket,
                        HOLDER.matcher(row)
                                .results()
                                .map(MatchResult::group)
                                .collect(Collectors.toCollection(TreeSet::new)));
            }
        }
        return holders;
    }

    @ParameterizedTest
    @ValueSource(strings = {"bpf", "sock_diag"})
    void holdersAreThoseOfSs(String source) throws Exception {
        List<String> ours = inside("$conncount list -tanpH --source " + source)
                .out()
                .lines()
                .toList();
        assertEquals(holders(namespace.call(() -> Command.lines("ss", "-tanpH"))), holders(ours));
        assertTrue(ours.size() > 700, "" + ours.size());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--by process",
                "--by process,pid,exe,state",
                "--by pid,local-port",
                "--by state process = conncount-held",
                "--by state process != conncount-kid",
                "--by process 'state established and ( process = \"(unowned)\" or dport = :7500 )'",
                "--by process,congestion,direction,service",
                "list -tanpH",
                "list -ta --csv --columns process,pid,exe,users,local_port,remote_port",
            })
    void kernelAndProcTellTheSame(String words) throws Exception {
        assertEquals(
                sorted("$conncount " + words + " --source sock_diag"), sorted("$conncount " + words + " --source bpf"));
    }

    private static List<String> sorted(String line) throws IOException, InterruptedException {
        // Timers go on.
        return inside(line)
                .out()
                .lines()
                .map(row -> row.replaceAll("timer:\\S+", ""))
                .sorted()
                .toList();
    }

    /** What is shared counts once; the sockets of a thread with a table of its own are its process's. */
    @Test
    void everySocketCountsOnce() throws Exception {
        String counts = inside("$conncount --by process,state").out();
        assertTrue(counts.contains("conncount-held ESTAB 700\n"), counts);
        assertTrue(counts.contains("conncount-held CLOSE-WAIT 20\n"), counts);
        assertTrue(counts.contains("(unowned) ESTAB 40\n"), counts);
        assertTrue(counts.contains("(unowned) FIN-WAIT-2 20\n"), counts);
        assertTrue(counts.contains(HOSTILE.replace(" ", "\\x20").replace("\\x22", "\"") + " ESTAB 20\n"), counts);
    }

    @ParameterizedTest
    @CsvSource({
        "conncount-held, 700",
        // The two that were forked have what was there then, and the passed sockets are those of the last.
        "conncount-kid, 600",
        "nobody-has-this-name, 0"
    })
    void filterFindsEveryHolder(String process, int sockets) throws Exception {
        String counts =
                inside("$conncount --by-state --json process = " + process).out();
        assertTrue(counts.contains("{\"state\":\"established\",\"count\":" + sockets + "}"), counts);
    }

    @Test
    void filterTakesTheNumberOfAProcessAndEscapedNames() throws Exception {
        int receiver = namespace.pids().get(3);
        String byName =
                inside("$conncount list -tanH 'process = \"" + HOSTILE + "\"'").out();
        assertEquals(
                inside("$conncount list -tanH pid = " + receiver)
                        .out()
                        .lines()
                        .sorted()
                        .toList(),
                byName.lines().sorted().toList());
        Launch wrong = Launch.of("--by-state", "pid", "=", "nginx");
        assertEquals(2, wrong.exitCode());
        assertTrue(wrong.err().contains("'nginx' is not the number of a process"), wrong.err());
    }

    @ParameterizedTest
    @ValueSource(strings = {"--json", "--ndjson", "--csv", "list -tap --json", "list -tap --csv", "list -tanp"})
    void hostileNamesAreEscaped(String words) throws Exception {
        String by = words.contains("list") ? " " : " --by process ";
        Launch launch = inside("$conncount " + words + by);
        assertTrue(launch.out().contains("x0a"), launch.out());
        assertFalse(launch.out().contains("\033"), launch.out());
        if (words.endsWith("json")) {
            inside("set -o pipefail; $conncount " + words + by
                    + "| python3 -c 'import json,sys; [json.loads(l) for l in sys.stdin]'");
        }
    }

    /** A blank splits only columns; what stands between the quotes of a name is escaped once, and the cell once more. */
    @ParameterizedTest
    @CsvSource(quoteCharacter = '`', delimiter = ';', textBlock = """
                    -H -p;                  users:(("a\\x20\\x22),(\\x0a\\x1b[1m\\x5c,x",pid=0,fd=0))
                    -H --columns users;     (("a\\x20\\x5cx22),(\\x0a\\x1b[1m\\x5cx5c,x",pid=0,fd=0))
                    --csv --columns users;  "((""a \\x5cx22),(\\x0a\\x1b[1m\\x5cx5c,x"",pid=0,fd=0))"
                    --json --columns users; {"users":"((\\"a \\\\x5cx22),(\\\\x0a\\\\x1b[1m\\\\x5cx5c,x\\",pid=0,fd=0))"}
                    """)
    void namesAmongHoldersAreEscapedOnce(String format, String users) throws Exception {
        String rows = inside("$conncount list -ta " + format + " dport = :7500").out();
        assertTrue(rows.replaceAll("(pid|fd)=\\d+", "$1=0").contains(users), rows);
    }

    @Test
    void whatAUserMayNotSeeIsSaidAndNotMixedWithWhatNobodyHas() throws Exception {
        Launch launch = inside(UNPRIVILEGED + "$conncount --by process,state");
        assertTrue(launch.out().contains("(not-permitted) ESTAB 722\n"), launch.out());
        assertTrue(launch.out().contains("(unowned) FIN-WAIT-2 20\n"), launch.out());
        assertTrue(launch.err().startsWith("conncount: no process is known for "), launch.err());
        assertEquals(1, launch.err().lines().count());
    }

    @Test
    void usersSeeTheirOwnProcesses() throws Exception {
        String own =
                "import socket,sys; s = socket.create_server((\"127.0.0.1\", 7600)); print(flush=True); sys.stdin.read()";
        Launch launch = inside(UNPRIVILEGED + "bash -c 'coproc python3 -c \"$0\"; read -u ${COPROC[0]};"
                + " $conncount list -tlnpH sport = :7600; eval \"exec ${COPROC[1]}>&-\"; wait' '" + own + "'");
        assertTrue(launch.out().contains("users:((\"python3\",pid="), launch.out());
    }

    @Test
    void processesThatProcHidesAreNotTakenForNone() throws Exception {
        Launch launch = inside("unshare --mount bash -c 'mount -t proc -o hidepid=2 proc /proc && " + UNPRIVILEGED
                + "$conncount --by process,state'");
        assertTrue(launch.out().contains("(not-permitted) ESTAB 722\n"), launch.out());
        assertTrue(launch.err().startsWith("conncount: no process is known for "), launch.err());
    }

    @Test
    void dashboardGroupsByProcess() throws Exception {
        String path = "/proc/" + namespace.pids().get(0) + "/ns/net";
        try (Tmux terminal = new Tmux(120, 40, directory)) {
            terminal.shell(Launch.conncount() + " top --by process -N " + path);
            terminal.await("conncount-held");
            terminal.keys("2");
            terminal.await("(unowned)");
            terminal.keys("Enter");
            terminal.await("process = conncount-held");
            terminal.keys("q");
        }
    }

    @Test
    void daemonExportsAndAnswersByProcess() throws Exception {
        String path = "/proc/" + namespace.pids().get(0) + "/ns/net";
        List<String> serve = List.of(Launch.conncount(), "serve", "-N", path, "--group", "by=process,state top=20");
        try (DaemonProcess daemon = DaemonProcess.start(directory, serve)) {
            Waiting.until(
                    "the metric of a process",
                    () -> Command.lines("curl", "-s", "http://" + daemon.address() + "/metrics").stream()
                            .anyMatch(line -> line.contains("process=\"conncount-held\",state=\"established\"} 700")));
            String answer = daemon.ask("--fresh --by process,state").out();
            assertTrue(answer.contains("conncount-held ESTAB 700\n"), answer);
            assertEquals(
                    inside("$conncount --by exe,state").out(),
                    daemon.ask("--fresh --by exe,state").out());
        }
    }

    /** From 10,000 open files on, the kernel is asked first. */
    @Test
    void explanationSaysWhyTheKernelWasNotAsked() throws Exception {
        String script = "import os,resource,sys; limit = resource.getrlimit(resource.RLIMIT_NOFILE)[1];"
                + " resource.setrlimit(resource.RLIMIT_NOFILE, (limit, limit));"
                + " held = [os.open('/dev/null', os.O_RDONLY) for _ in range(10500)]; print(flush=True); sys.stdin.read()";
        Process files = new ProcessBuilder("python3", "-c", script)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try {
            assertEquals("", files.inputReader().readLine());
            String explained =
                    inside(UNPRIVILEGED + "$conncount --by process --explain").out();
            assertTrue(explained.contains("from /proc/PID/fd, because no BPF program can: "), explained);
            assertTrue(explained.contains("CAP_BPF"), explained);
            assertTrue(inside("$conncount --by process --explain").out().contains("from a BPF program"), "as root");
        } finally {
            files.getOutputStream().close();
            files.waitFor();
        }
    }

    @Test
    void explanationSaysWhereHoldersAreFrom() throws Exception {
        String kernel = inside("$conncount --by process --source bpf --explain").out();
        assertTrue(
                kernel.startsWith("1. walk in the kernel over the descriptors of every process, and over tcp"), kernel);
        assertFalse(kernel.contains("not used"), kernel);
        String list = inside("$conncount list -tanp --source bpf --explain").out();
        assertTrue(list.contains("from a BPF program"), list);
        String proc =
                inside("$conncount list -tanp --source sock_diag --explain").out();
        assertTrue(proc.contains("from /proc/PID/fd"), proc);
    }

    private static void amongOddSockets(String kind, Callable<Void> task) throws Exception {
        Process process = namespace.call(() -> new ProcessBuilder("python3", "-c", ODD, kind)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start());
        try {
            assertEquals("ready", process.inputReader().readLine());
            task.call();
        } finally {
            process.getOutputStream().close();
            process.waitFor();
        }
    }

    @Test
    void socketOnItsWayIsHeldByNobody() throws Exception {
        amongOddSockets("flight", () -> {
            String counts = inside("$conncount --by process,state dport = :7600 --source bpf")
                    .out();
            assertEquals("(unowned) ESTAB 5\n", counts);
            String explained =
                    inside("$conncount --by process --source bpf --explain").out();
            assertTrue(explained.contains("not used: the descriptors of processes lead to 5 sockets fewer"), explained);
            return null;
        });
    }

    @Test
    void socketInATableThatTwoProcessesShareCountsOnce() throws Exception {
        amongOddSockets("table", () -> {
            kernelAndProcTellTheSame("--by process,pid,state,remote-port sport = :7600 or dport = :7600");
            String counts = inside("$conncount --by process,state dport = :7600 --source bpf")
                    .out();
            assertEquals("python3 ESTAB 5\n", counts);
            String explained =
                    inside("$conncount --by process --source bpf --explain").out();
            assertFalse(explained.contains("not used"), explained);
            return null;
        });
    }
}
