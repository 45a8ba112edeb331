package io.conncount.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

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

    @TempDir
    private Path directory;

    @BeforeAll
    static void fill() throws IOException, InterruptedException {
        Launch.of("--version");
        namespace = new SocketNamespace("--connections", "600", "--ipv6", "30", "--time-wait", "70", "--udp", "2");
        path = namespace.call(() -> {
            Command.lines("ip", "link", "add", "conncount-in", "type", "bridge");
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
            String page = "http://" + daemon.address() + "/metrics";
            Pattern counted =
                    Pattern.compile("_sockets\\{[^}]*state=\"time_wait\"[^}]*} " + namespace.made("time_wait"));
            Waiting.until(
                    counted + " at " + page,
                    () -> Command.lines("curl", "-s", page).stream()
                            .anyMatch(line -> counted.matcher(line).find()));
            String answer = daemon.ask("--fresh --by state").out();
            assertTrue(answer.contains("TIME-WAIT " + namespace.made("time_wait") + "\n"), answer);
            assertTrue(daemon.log().contains("sampling network namespace " + path), daemon.log());
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
