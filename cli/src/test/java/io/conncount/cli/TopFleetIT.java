package io.conncount.cli;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.conncount.testing.PrometheusProcess;
import io.conncount.testing.SocketNamespace;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The dashboard on the hosts of a real Prometheus, in a real terminal. Needs root and tmux. */
class TopFleetIT {
    private static final int CLOSE_WAIT = 7;

    @TempDir
    private Path directory;

    private Tmux top(String options) throws IOException, InterruptedException {
        Tmux terminal = new Tmux(100, 30, directory);
        terminal.shell(Launch.conncount() + " top " + options + "; echo ended with $((0 + $?))");
        return terminal;
    }

    private static boolean hasLine(String screen, String pattern) {
        return screen.lines().anyMatch(line -> line.matches(pattern));
    }

    @Test
    void hostsAreShownAndOneOfThem() throws Exception {
        try (SocketNamespace namespace = new SocketNamespace("--connections", "20", "--close-wait", "" + CLOSE_WAIT);
                ScrapedDaemons daemons = new ScrapedDaemons(namespace, directory, i -> "instance: host" + i)) {
            PrometheusProcess prometheus = namespace.call(() -> new PrometheusProcess(directory, daemons.targets()));
            try (Tmux terminal =
                    namespace.call(() -> top("--prometheus " + prometheus.url() + " --by local-port --interval 0.5"))) {
                assertHostsAndOne(terminal);
                daemons.get(2).close();
                terminal.await(
                        screen -> screen.contains("INCOMPLETE") && screen.contains("gave no numbers"),
                        "a host that is gone");
                prometheus.close();
                terminal.await("cannot connect");
                terminal.keys("q");
                terminal.await("ended with 0");
            } finally {
                prometheus.close();
            }
        }
    }

    private static void assertHostsAndOne(Tmux terminal) throws Exception {
        String all = 3 * CLOSE_WAIT + "";
        String hosts = terminal.await(
                screen -> hasLine(screen, "CLOSE-WAIT +" + all + " .*") && hasLine(screen, "host2 +\\d+ .*"), "hosts");
        assertTrue(hosts.contains("3 hosts"), hosts);
        assertTrue(hosts.contains("by instance"), hosts);
        assertFalse(hosts.contains("load "), hosts);
        terminal.keys("2", "Enter");
        terminal.await(screen -> screen.contains(" by http://") && hasLine(screen, "CLOSE-WAIT +7 .*"), "one host");
        terminal.await(screen -> screen.contains("1 host") && hasLine(screen, "8000 +\\d+ .*"), "its groups");
        terminal.keys("4");
        terminal.await("a Prometheus has counts only");
        terminal.keys("1", "Escape");
        terminal.await(screen -> screen.contains("hosts of ") && hasLine(screen, "host1 +\\d+ .*"), "all hosts again");
    }

    @Test
    void whatIsNoPrometheusIsSaidOnTheScreen() throws Exception {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        try (Tmux terminal = top("--prometheus http://127.0.0.1:" + port)) {
            terminal.await("cannot connect; is Prometheus running there?");
            terminal.keys("q");
            terminal.await("ended with 0");
        }
        for (String words : List.of(
                "top --timeout 3",
                "top --prometheus http://a --daemon",
                "top --prometheus http://a state listen",
                "top --prometheus x")) {
            assertTrue(Launch.of(words.split(" ")).exitCode() == 2, words);
        }
    }
}
