package io.conncount.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.conncount.testing.Command;
import io.conncount.testing.SocketNamespace;
import io.conncount.testing.Waiting;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Units, containers and pods of real sockets, in a tree of cgroups that systemd and others would make. Needs root and a cgroup2 mount. */
class CgroupOwnersIT {
    private static final String ID = "0123456789ab".repeat(6).substring(0, 64);
    private static final String POD = "0a1b2c3d-4e5f-6071-8293-a4b5c6d7e8f9";

    /**
     * A shell that goes into one group after the other and opens connections there: three in two groups of a unit, one in a container of
     * another, two in a pod, and one in a group that is then removed.
     */
    private static final String SCRIPT = """
            set -e
            mount=$(awk '/ - cgroup2 /{print $5; exit}' /proc/self/mountinfo)
            back=$mount$(sed -n 's/^0:://p' /proc/self/cgroup)
            top=$mount/conncount-$$.slice
            leave() {
                echo $$ >$back/cgroup.procs
                find $top -depth -type d -exec rmdir {} \\;
            }
            trap leave EXIT
            listener=$(ss -tlnH | awk 'NR == 1 {sub(/:/, "/", $4); print $4}')
            enter() {
                mkdir -p $top/$1
                echo $$ >$top/$1/cgroup.procs
            }
            enter web.service/one
            exec 11<>/dev/tcp/$listener 12<>/dev/tcp/$listener
            enter web.service/two
            exec 13<>/dev/tcp/$listener
            enter app.service/docker-$id.scope
            exec 14<>/dev/tcp/$listener
            enter kubepods-besteffort-pod$(echo $pod | tr - _).slice/cri-containerd-$id.scope
            exec 15<>/dev/tcp/$listener 16<>/dev/tcp/$listener
            enter short.service
            exec 17<>/dev/tcp/$listener
            echo $$ >$back/cgroup.procs
            rmdir $top/short.service
            echo $$
            cat
            """;

    private static SocketNamespace namespace;
    private static Process shell;
    private static String below;
    private static String netns;

    @BeforeAll
    static void makeTree() throws Exception {
        Launch.of("--version");
        namespace = new SocketNamespace("--connections", "1");
        netns = namespace
                .call(() -> Command.lines("sh", "-c", "ip netns identify $$"))
                .get(0);
        shell = namespace.call(() -> new ProcessBuilder("bash", "-c", "id=" + ID + " pod=" + POD + "\n" + SCRIPT)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start());
        below = "\"cgroup in /conncount-" + shell.inputReader().readLine() + ".slice\"";
    }

    @AfterAll
    static void removeTree() throws Exception {
        shell.getOutputStream().close();
        assertEquals(0, shell.waitFor());
        namespace.close();
    }

    private static String ask(String words) throws IOException, InterruptedException {
        Launch launch = namespace.call(() -> Launch.shell("$conncount " + words));
        assertEquals("", launch.err());
        return launch.out();
    }

    @ParameterizedTest
    @ValueSource(strings = {"bpf", "sock_diag"})
    void cgroupsOfOneUnitAreOneGroup(String source) throws Exception {
        String docker = "app.service/docker-" + ID + ".scope";
        String containerd = "cri-containerd-" + ID + ".scope";
        assertEquals(
                "web.service 3\n" + containerd + " 2\n" + docker + " 1\n",
                ask("--by unit --source " + source + " " + below));
        assertEquals("(none) 3\n0123456789ab 3\n", sorted(ask("--by container --source " + source + " " + below)));
        assertEquals("(none) 4\n" + POD + " 2\n", sorted(ask("--by pod --source " + source + " " + below)));
        assertTrue(ask("--by unit,state --source " + source).contains("(gone) ESTAB 1\n"));
    }

    /** The kernel counts more groups than there are. */
    @ParameterizedTest
    @ValueSource(strings = {"bpf", "sock_diag"})
    void limitOfGroupsIsOneOfUnitsAndNotOfCgroups(String source) throws Exception {
        assertEquals("web.service 3\n", ask("--by unit --max-groups 1 --source " + source + " unit = web.service"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"-N %s", "--netns all"})
    void unitsAreKnownFromOutside(String where) throws Exception {
        Launch launch =
                Launch.shell("$conncount --by unit " + where.replace("%s", netns) + " unit = web.service and " + below);
        assertEquals("web.service 3\n", launch.out(), launch.err());
    }

    @Test
    void dashboardDrillsIntoAUnit(@TempDir Path directory) throws Exception {
        try (Tmux terminal = namespace.call(() -> new Tmux(160, 40, directory))) {
            terminal.shell(Launch.conncount() + " top --by unit " + below);
            terminal.await("by unit");
            terminal.keys("2");
            terminal.await("web.service ");
            terminal.keys("Enter");
            terminal.await("and unit = web.service");
            terminal.keys("4");
            terminal.await(
                    screen -> screen.lines()
                                    .filter(line -> line.contains("ESTAB"))
                                    .count()
                            == 3,
                    "three sockets");
        }
    }

    private static String sorted(String rows) {
        return String.join("\n", rows.lines().sorted().toList()) + "\n";
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "unit = web.service               | 3",
                "unit != web.service              | 3",
                "container = 0123456789ab         | 3",
                "container = 0123456789ab01       | 3",
                "container = %s                   | 3",
                "container != %s                  | 3",
                "container = (none)               | 3",
                "pod = 0a1b2c3d-4e5f-6071-8293-a4b5c6d7e8f9 | 2",
                "pod != 0a1b2c3d-4e5f-6071-8293-a4b5c6d7e8f9 and not unit = web.service | 1",
                "unit = nobody.service            | 0",
                "unit = (not-reported)            | 0",
            })
    void filterFindsEveryCgroup(String filter, int sockets) throws Exception {
        for (String source : List.of("bpf", "sock_diag")) {
            String question = " --source " + source + " '" + quoted(filter.replace("%s", ID)) + "' and " + below;
            assertEquals(sockets, ask("list -tanH" + question).lines().count(), source);
            assertTrue(ask("--by state" + question).contains(sockets == 0 ? "" : "ESTAB " + sockets + "\n"), source);
        }
    }

    /** Words in parentheses are quoted in filters. */
    private static String quoted(String filter) {
        return filter.replaceAll("(\\([a-z-]+\\))", "\"$1\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"bpf", "sock_diag"})
    void socketOfARemovedCgroupIsFound(String source) throws Exception {
        assertEquals(
                "(gone) (gone) (gone)\n",
                ask("list -tanH --columns unit,container,pod --source " + source + " unit = '\"(gone)\"'")
                        .replaceAll(" +", " "));
    }

    @Test
    void columnsTellTheSame() throws Exception {
        String rows = ask("list -tanH --columns unit,container,pod " + below).replaceAll(" +", " ");
        assertEquals(3, rows.lines().filter("web.service (none) (none)"::equals).count(), rows);
        assertTrue(rows.contains("cri-containerd-" + ID + ".scope 0123456789ab " + POD + "\n"), rows);
    }

    @Test
    void recordingKnowsItsUnits(@TempDir Path directory) throws Exception {
        String file = directory.resolve("units.rec").toString();
        Launch recording = namespace.call(() -> Launch.of("record", file));
        assertEquals(0, recording.exitCode(), recording.err());
        String live = ask("--by unit,container,pod,state");
        assertEquals(
                live,
                Launch.of("--from", file, "--by", "unit,container,pod,state").out());
        assertEquals(
                "web.service 3\n",
                Launch.of("--from", file, "--by", "unit", "unit", "=", "web.service")
                        .out());
    }

    @Test
    void daemonAnswersByUnit(@TempDir Path directory) throws Exception {
        List<String> serve = List.of(Launch.conncount(), "serve", "-N", netns, "--group", "by=unit,state top=20");
        try (DaemonProcess daemon = DaemonProcess.start(directory, serve)) {
            assertEquals(
                    ask("--by unit,container,state"),
                    daemon.ask("--fresh --by unit,container,state").out());
            Waiting.until(
                    "the metric of a unit",
                    () -> Command.lines("curl", "-s", "http://" + daemon.address() + "/metrics").stream()
                            .anyMatch(line -> line.contains("state=\"established\",unit=\"web.service\"} 3")));
        }
    }
}
