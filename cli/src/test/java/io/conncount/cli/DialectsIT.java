package io.conncount.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.conncount.testing.Command;
import io.conncount.testing.ErrorText;
import io.conncount.testing.HeldNamespace;
import io.conncount.testing.NativeSockets;
import io.conncount.testing.SocketNamespace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
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

/** Lines with ss and netstat, run by these and by us. Needs root, iproute2, net-tools and Python. */
class DialectsIT {
    private static final int TRIES_MAX = 5;

    private static final int LOOPBACK = 1;

    /** Times go on, the group of a process is not that of another, and TCP's memory is that of every namespace. */
    private static final Pattern MOVING = Pattern.compile(
            "^TCP: \\d+|orphaned \\d+|closed \\d+|timer:\\([^)]*\\)|last(snd|rcv|ack):\\d+|cgroup:\\S+|(keepalive|timewait|on|probe) \\([^)]*\\)");

    /** A netlink socket of each program, and half of a pair that the virtual machine makes itself. */
    private static final Pattern OWN =
            Pattern.compile("tcpdiag:|^u_str ESTAB 0 0 \\* \\d+ \\* 0|^unix 2 \\[ \\] STREAM CONNECTED \\d+$");

    /** Runs the module as Ansible runs it, with the program that it is to read. */
    private static final String ANSIBLE = "ansible() { echo '{\"ANSIBLE_MODULE_ARGS\": {\"command\": \"'$1'\"}}'"
            + " | /usr/bin/python3 target/readers/listen_ports_facts.py | /usr/bin/python3 -m json.tool; }\n";

    private static HeldNamespace namespace;
    private static NativeSockets sockets;

    @TempDir
    private static Path directory;

    private static Path ours;

    @BeforeAll
    static void makeSockets() throws Exception {
        Launch.of("--version");
        namespace = new HeldNamespace();
        sockets = namespace.call(() -> NativeSockets.ofEveryTable(Files.createDirectory(directory.resolve("u"))));
        namespace.call(() -> sockets.packetWithEverything(LOOPBACK));
        ours = Files.createDirectory(directory.resolve("bin"));
        for (String program : List.of("ss", "netstat")) {
            Files.createSymbolicLink(ours.resolve(program), Path.of(Launch.conncount()));
        }
    }

    @AfterAll
    static void letThemGo() throws Exception {
        sockets.close();
        namespace.close();
    }

    /** Rows in any order, with blanks squeezed, and the exit code at the end. */
    private static List<String> answer(String line, String path) throws IOException, InterruptedException {
        String script = "export PATH=" + path + "$PATH\n" + ANSIBLE + line + " 2>/dev/null\necho rc=$?";
        return Command.lines("bash", "-c", script).stream()
                .map(row -> row.strip().replaceAll("[ \\t]+", " ").replace("PortProcess", "Port"))
                .filter(row -> !OWN.matcher(row).find())
                .map(row -> MOVING.matcher(row).replaceAll("T").replaceAll(" Process$", ""))
                .map(row -> row.replace("\u0001", "\\x01"))
                .sorted()
                .toList();
    }

    private static void assertAnswersAgree(String line) throws IOException, InterruptedException {
        namespace.call(() -> assertAgreeHere(line));
    }

    /** Connections that wait for their end are gone after a minute: answers differ only if they do so each time. */
    private static Void assertAgreeHere(String line) throws IOException, InterruptedException {
        List<String> theirs = answer(line, "");
        List<String> answer = answer(line, ours + ":");
        for (int i = 1; i < TRIES_MAX && !theirs.equals(answer); i++) {
            theirs = answer(line, "");
            answer = answer(line, ours + ":");
        }
        assertEquals(theirs, answer);
        return null;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ss",
                "ss -tan",
                "ss -ltn",
                "ss -tlna",
                "ss -tanl",
                "ss -ntt -t",
                "ss -lun",
                "ss -tuan",
                "ss --tcp --list --num",
                "ss -4t",
                "ss -6",
                "ss -4 -a",
                "ss -f inet -lt",
                "ss -wa",
                "ss -A tcp,udp",
                "ss -a -A 'inet,!udp' -n",
                "ss -t state time-wait",
                "ss -t state established state close-wait",
                "ss exclude listening exclude established -t",
                "ss -tn state connected sport gt :7000",
                "ss -ta '( sport = :7100 or dport = :7200 )'",
                "ss -o state established '( dport = :http or sport = :https )' | wc -l",
                "ss -Htan | awk '{print $1}' | sort | uniq -c",
                "ss -Htln4",
                "ss -tane",
                "ss -tanm",
                "ss -tiO",
                "ss -tan --tos",
                "ss -s",
                "ss -tn dst 127.0.0.0/8",
                "ss -Z",
                "ss -S",
                "ss -d",
                "ss --tipc",
                "ss -n --xdp",
                "ss -tq",
                "ss -A nothing",
                "ss -f nothing",
                "ss -tn state nowhere",
                "ss -tn state",
                "ss -0n",
                "ss -0m",
                "ss -0e",
                "ss -0abe",
                "ss -0aebmO",
                "ss -Mani",
                "ss -ManiO",
                "ss -tani '( sport = :9001 or dport = :9001 )'",
                "ss -tan --inet-sockopt",
                "ss -eaonmi | grep -v '^nl\\|bbr:'",
                "ss -taniO --inet-sockopt",
                "ss -uan --inet-sockopt",
                "ss -xem",
                "ss -xla -e",
                "ss -f netlink -em",
                "ss -xa",
                "ss -x src '/tmp/*'",
                "ss -f netlink | grep -v /",
                "ss -N nowhere -t",
            })
    void rowsAndExitCodeAreThoseOfSs(String line) throws Exception {
        assertAnswersAgree(line);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "netstat -tan",
                "netstat -t",
                "netstat -tuln",
                "netstat -tW",
                "netstat -tunaW",
                "netstat -ant | awk '{print $6}' | sort | uniq -c",
                "netstat -ntu | awk '{print $5}' | cut -d: -f1 | sort | uniq -c | sort -n",
                "netstat -plnt | grep 7500",
                "netstat -tne",
                "netstat -tno | grep -v keepalive",
                "netstat -4 -an --wide",
                "netstat -6 -an",
                "netstat --inet --list --numeric",
                "netstat -w",
                "netstat -U -an",
                "netstat -xan | grep -v odd",
                "netstat -x | grep -v odd",
                "netstat -xlp | grep -v odd",
                "netstat --tcp -q",
                "netstat -W -neoa | grep -v odd",
                "netstat -s",
                "netstat -st",
                "netstat -suw4",
                "netstat -6 --statistics",
                "netstat -sU",
                "netstat -s46",
                "netstat -sx",
            })
    void rowsAndExitCodeAreThoseOfNetstat(String line) throws Exception {
        assertAnswersAgree(line);
    }

    /** What jc, a module of Ansible, a plugin of Munin and the lines of sosreport make of them. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "ss -tan | jc -p --ss",
                "ss -lun | jc -p --ss",
                "netstat -tunl | jc -p --netstat",
                "netstat -tan | grep -v TIME | jc -p --netstat",
                "MUNIN_LIBDIR=/usr/share/munin /usr/share/munin/plugins/netstat",
            })
    void readersOfTextReadTheSame(String line) throws Exception {
        assertAnswersAgree(line);
    }

    /** The names of these processes are such that ss and netstat read them right. */
    @Test
    void readersOfProcessesReadTheSame() throws Exception {
        try (SocketNamespace plain = new SocketNamespace("--connections", "3", "--udp", "2")) {
            for (String line :
                    List.of("ansible ss", "ansible netstat", "ss -peaonmi | grep -v ^nl", "netstat -W -neopa")) {
                plain.call(() -> assertAgreeHere(line));
            }
        }
    }

    /** Nothing is squeezed here. */
    @ParameterizedTest
    @ValueSource(strings = {"ss -ltn", "ss -lun", "ss -0n", "ss -Htln"})
    void columnsAreAsWideAsThoseOfSs(String line) throws Exception {
        String script = "$0" + line.substring(2) + " | sed 's/ *$//' | sort";
        assertEquals(
                namespace.call(() -> Command.lines("bash", "-c", script, "ss")),
                namespace.call(() ->
                        Command.lines("bash", "-c", script, ours.resolve("ss").toString())));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "-r  | -r: .. 'ip route'",
                "-i  | -i: .. 'ip -s link'",
                "-g  | -g: .. 'ip maddress'",
                "-tq | invalid option -- 'q'",
                "-A x | Unknown address family 'x'",
            })
    void whatIsNotAboutSocketsIsOneLine(String words, String message) throws Exception {
        namespace.call(() -> Launch.of(("netstat " + words).split(" "))).assertRefused(3, message);
    }

    /** A newline in a name makes a line of the kernel's file that could be taken for a socket. */
    @Test
    void namesThatLookLikeLinesAreNotBelieved() throws Exception {
        String script = "import socket,sys; s = socket.socket(socket.AF_UNIX);"
                + " s.bind('\\0conncount-odd\\nffff: 0 x y z 1 2 3 4'); s.listen(); print(flush=True); sys.stdin.read()";
        Process process = namespace.call(() -> new ProcessBuilder("python3", "-c", script)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start());
        try {
            assertEquals("", process.inputReader().readLine());
            Launch launch = namespace.call(() -> Launch.of("netstat", "-xlp"));
            assertEquals(0, launch.exitCode(), launch.err());
            assertTrue(launch.out().contains(" @conncount-odd\n"), launch.out());
            assertFalse(launch.out().contains("x y z"), launch.out());
        } finally {
            process.getOutputStream().close();
            process.waitFor();
        }
    }

    @Test
    void dumpIsReadBackBySs() throws Exception {
        String file = directory.resolve("tcp.dump").toString();
        Launch launch = namespace.call(() -> Launch.of("ss", "-ta", "-D", file));
        assertEquals(new Launch(0, "", ""), launch);
        List<String> read = answer("TCPDIAG_FILE=" + file + " ss -tanH", "");
        assertTrue(read.size() > 700, read.toString());
        assertEquals(
                read.size() - 1,
                Launch.of("list", "-tanH", "--from", file).out().lines().count());
    }

    @Test
    void killClosesWithoutAQuestion() throws Exception {
        try (HeldNamespace other = new HeldNamespace()) {
            assertTrue(other.call(() -> Command.lines("ss", "-tnH", "dport", "=", ":7100"))
                            .size()
                    > 10);
            Launch launch = other.call(() -> Launch.of("ss", "-K", "-tn", "dport = :7100"));
            assertEquals(0, launch.exitCode(), launch.err());
            assertTrue(launch.out().startsWith("State "), launch.out());
            assertEquals(List.of(), other.call(() -> Command.lines("ss", "-tnH", "dport", "=", ":7100")));
        }
    }

    /** ss 6.1 writes the keys themselves before everything else. */
    @Test
    void keysOfMd5StandWithTheirSocket() throws Exception {
        NativeSockets keyed = new NativeSockets();
        try (keyed) {
            namespace.call(() -> keyed.listenerWithMd5Keys(7900));
            Launch launch = namespace.call(() -> Launch.of("ss", "-tlniO", "sport = :7900"));
            assertTrue(
                    launch.out().contains(" md5keys:10.1.0.0/16=a\\040b\\054c\\134d\\001,127.0.0.1/32=s3cret\n"),
                    launch.out());
            Launch list = namespace.call(() -> Launch.of("list", "-tlnieO", "--json", "sport = :7900"));
            assertFalse(list.out().contains("s3cret"), list.out());
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "-T             | -T: .. -p",
                "-tq            | invalid option -- 'q'",
                "-t sport <     | ",
            })
    void whatCannotBeHadIsOneLine(String words, String message) throws Exception {
        Launch launch = namespace.call(() -> Launch.of(("ss " + words).split(" ")));
        assertEquals(255, launch.exitCode());
        assertEquals("", launch.out());
        if (message != null) {
            ErrorText.assertNames("conncount: " + message, launch.err());
        }
    }

    /** Those that ss shows in its help are known here; the manual says what becomes of them. */
    @Test
    void everyOptionOfSsIsKnown() throws Exception {
        List<String> help = Command.lines("bash", "-c", "ss -h");
        List<String> options = help.stream()
                .flatMap(row ->
                        Pattern.compile("(?<![\\w-])--?[\\w-]+").matcher(row).results())
                .map(MatchResult::group)
                .distinct()
                .collect(Collectors.toList());
        assertTrue(options.size() > 60, options.toString());
        options.removeAll(List.of("-h", "--help"));
        for (String option : options) {
            String value = Pattern.compile("-[fADFN]|--(family|query|socket|diag|filter|net)")
                            .matcher(option)
                            .matches()
                    ? " /dev/null"
                    : "";
            Launch launch = Launch.of(("ss -h " + option + value).split(" "));
            boolean known = !launch.err().contains("option");
            assertTrue(known, option + ": " + launch.err());
        }
    }
}
