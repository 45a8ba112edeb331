package io.conncount.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.conncount.sys.NetNamespaces;
import io.conncount.testing.Command;
import io.conncount.testing.SocketNamespace;
import io.conncount.testing.Waiting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code -N}: a namespace as it is seen from outside. Needs root, iproute2, curl and tmux. */
class NetNamespaceIT {
    private static final String MISSING = "conncount-no-such";

    private static SocketNamespace namespace;
    private static String path;
    private static String name;

    @TempDir
    private Path directory;

    @BeforeAll
    static void fill() throws IOException, InterruptedException {
        Launch.of("--version");
        namespace = new SocketNamespace("--connections", "600", "--ipv6", "30", "--time-wait", "70", "--udp", "2");
        path = namespace.call(() -> {
            Command.lines("ip", "link", "add", "conncount-in", "type", "bridge");
            name = Command.lines("sh", "-c", "exec ip netns identify $$").get(0);
            return "/proc/" + Files.readSymbolicLink(Path.of("/proc/thread-self")) + "/ns/net";
        });
    }

    @AfterAll
    static void empty() throws IOException {
        namespace.close();
    }

    private static Launch outside(String... words) throws IOException, InterruptedException {
        List<String> all = new ArrayList<>(List.of(words));
        all.addAll(List.of("-N", path));
        return Launch.of(all.toArray(String[]::new));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "--by local-port,state --exact --threads 4",
                "-tu --by proto,family,state",
                "--by direction,service",
                "--source procfs",
                "state time-wait"
            })
    void countsAreThoseFromInside(String words) throws IOException, InterruptedException {
        String[] options = words.isEmpty() ? new String[0] : words.split(" ");
        Launch inside = namespace.call(() -> Launch.of(options));
        assertTrue(!inside.out().isEmpty(), inside.err());
        assertEquals(inside, outside(options));
    }

    @Test
    void filtersNameTheInterfacesOfTheNamespace() throws IOException, InterruptedException {
        Launch launch = outside("--by-state", "not dev conncount-in");
        assertEquals("", launch.err());
        assertTrue(launch.out().contains("TIME-WAIT " + namespace.made("time_wait") + "\n"), launch.out());
        assertEquals(2, Launch.of("not dev conncount-in").exitCode());
    }

    @Test
    void everyNamespaceIsCountedAndNamed() throws IOException, InterruptedException {
        Launch launch = Launch.of("--netns", "all", "--by", "netns,state");
        assertEquals("", launch.err());
        assertTrue(launch.out().contains(name + " TIME-WAIT " + namespace.made("time_wait") + "\n"), launch.out());
        assertTrue(launch.out().contains(name + " ESTAB " + namespace.made("established") + "\n"), launch.out());
        assertEquals(
                namespace.call(() -> Launch.of("-tu", "--by", "proto,family,state")),
                Launch.of("-tu", "--by", "proto,family,state", "-N", "all", "netns", "=", name));
        assertEquals(
                namespace.call(() -> Launch.of("--by", "direction,service")),
                Launch.of("--by", "direction,service", "-N", "all", "netns", "=", name));
    }

    @Test
    void listenersOfOneNamespaceAreNoneOfAnother() throws IOException, InterruptedException {
        try (SocketNamespace other = new SocketNamespace("--connections", "5", "--listen", "3")) {
            String inode =
                    Long.toString(other.call(() -> NetNamespaces.ofThisThread().orElseThrow()));
            String words = "--by direction,service,local-port -N all";
            assertEquals(
                    other.call(() -> Launch.shell("$conncount --by direction,service,local-port")),
                    Launch.shell("$conncount " + words + " netns = " + inode));
        }
    }

    @Test
    void rowsNameTheirNamespace() throws IOException, InterruptedException {
        List<String> rows = Launch.of("list", "-taH", "--netns", "all", "netns", "=", name)
                .out()
                .lines()
                .toList();
        assertEquals(
                namespace
                        .call(() -> Launch.of("list", "-taH"))
                        .out()
                        .lines()
                        .map(row -> row + " netns:" + name)
                        .sorted()
                        .toList(),
                rows.stream().sorted().toList());
        assertEquals(
                rows.stream().sorted().toList(),
                Launch.of("list", "-taH", "--netns", "all", "--source", "bpf", "netns", "=", name)
                        .out()
                        .lines()
                        .sorted()
                        .toList());
        String csv = Launch.of("list", "-N", "all", "-tl", "--csv").out();
        assertTrue(csv.lines().findFirst().orElse("").endsWith(",netns"), csv);
        assertTrue(
                Launch.of("list", "-N", "all", "-ta", "--columns", "netns,netns_inode", "state", "time-wait")
                        .out()
                        .contains(name + " "),
                csv);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--by netns",
                "netns = 7",
                "list netns_inode = 7",
                "list --columns netns",
                "top --by netns",
                "serve --group by=netns"
            })
    void oneNamespaceIsNoQuestion(String words) throws IOException, InterruptedException {
        Launch launch = Launch.shell("$conncount " + words);
        assertEquals(2, launch.exitCode());
        assertTrue(launch.err().startsWith("conncount: netns needs --netns all"), launch.err());
    }

    @Test
    void interfacesOfAllNamespacesAreNumbers() throws IOException, InterruptedException {
        Launch launch = Launch.of("--netns", "all", "dev", "lo");
        assertEquals(2, launch.exitCode());
        assertTrue(launch.err().startsWith("conncount: 'lo' is not an index"), launch.err());
        assertEquals(0, Launch.of("--netns", "all", "dev", "1").exitCode());
    }

    @Test
    void whatAUserMayNotSeeIsMissingAndSaidToBe() throws IOException, InterruptedException {
        Launch launch = Launch.shell("setpriv --bounding-set=-all --inh-caps=-all $conncount -N all");
        assertEquals(1, launch.exitCode());
        assertTrue(launch.err().startsWith("conncount: incomplete: "), launch.err());
        assertTrue(launch.err().contains("network namespace"), launch.err());
        assertTrue(launch.out().contains("ESTAB "), launch.out());
    }

    @Test
    void daemonSamplesEveryNamespace() throws Exception {
        List<String> serve = List.of(Launch.conncount(), "serve", "--netns", "all", "--group", "by=netns,state top=50");
        try (DaemonProcess daemon = DaemonProcess.start(directory, serve)) {
            awaitMetric(daemon, "netns=\"" + name + "\",state=\"time_wait\"} " + namespace.made("time_wait"));
            String answer = daemon.ask("--fresh --by netns,state").out();
            assertTrue(answer.contains(name + " TIME-WAIT " + namespace.made("time_wait") + "\n"), answer);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "list", "top", "serve --no-socket --web.listen-address 127.0.0.1:0"})
    void missingNamespaceIsAnErrorThatNamesIt(String command) throws IOException, InterruptedException {
        Launch launch = Launch.shell("$conncount " + command + " --netns " + MISSING);
        assertEquals(1, launch.exitCode());
        assertTrue(
                launch.err().startsWith("conncount: cannot enter network namespace '" + MISSING + "': "), launch.err());
        assertEquals(1, launch.err().lines().count());
    }

    @ParameterizedTest
    @ValueSource(strings = {"--from /dev/null", "--daemon", "top --daemon", "top --from /dev/null"})
    void otherSourcesHaveNamespacesOfTheirOwn(String words) throws IOException, InterruptedException {
        Launch launch = Launch.shell("$conncount " + words + " -N " + path);
        assertEquals(2, launch.exitCode(), launch.err());
        assertTrue(launch.err().contains("--net cannot be combined"), launch.err());
    }

    @Test
    void daemonSamplesTheNamespaceAndListensWhereItWasStarted() throws Exception {
        List<String> serve =
                List.of(Launch.conncount(), "serve", "-N", path, "--group", "by=interface filter=not dev conncount-in");
        try (DaemonProcess daemon = DaemonProcess.start(directory, serve)) {
            awaitMetric(daemon, "_sockets\\{[^}]*state=\"time_wait\"[^}]*} " + namespace.made("time_wait"));
            String answer = daemon.ask("--fresh --by state").out();
            assertTrue(answer.contains("TIME-WAIT " + namespace.made("time_wait") + "\n"), answer);
            assertTrue(daemon.log().contains("sampling network namespace " + path), daemon.log());
        }
    }

    private static void awaitMetric(DaemonProcess daemon, String regex) throws Exception {
        String page = "http://" + daemon.address() + "/metrics";
        Pattern metric = Pattern.compile(regex);
        Waiting.until(
                metric + " at " + page,
                () -> Command.lines("curl", "-s", page).stream()
                        .anyMatch(line -> metric.matcher(line).find()));
    }

    @Test
    void dashboardGroupsByNamespace() throws Exception {
        try (Tmux terminal = new Tmux(120, 40, directory)) {
            terminal.shell(Launch.conncount() + " top --by netns -N all");
            String screen = terminal.await(name);
            assertTrue(screen.lines().findFirst().orElse("").contains(" netns all"), screen);
            terminal.keys("q");
        }
    }

    @Test
    void dashboardShowsTheNamespace() throws Exception {
        try (Tmux terminal = new Tmux(120, 40, directory)) {
            terminal.shell(Launch.conncount() + " top --by local-port -N " + path);
            String screen = terminal.await("TIME-WAIT");
            assertTrue(
                    screen.lines().anyMatch(line -> line.matches("TIME-WAIT +" + namespace.made("time_wait") + " .*")),
                    screen);
            assertTrue(screen.lines().findFirst().orElse("").contains(" netns " + path), screen);
            terminal.await("8000 ");
            terminal.keys("3");
            terminal.await(shown -> shown.contains("8000"), "the listeners");
            terminal.keys("q");
        }
    }
}
