package io.conncount.cli;

import io.conncount.testing.SocketNamespace;
import io.conncount.testing.Waiting;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The views of the dashboard in a real terminal, on real sockets. Needs root and tmux. */
class TopViewsIT {
    private static final String TOP = Launch.conncount() + " top";

    private static SocketNamespace namespace;

    @TempDir
    private Path home;

    @BeforeAll
    static void fill() throws Exception {
        Launch.of("--version");
        namespace = new SocketNamespace("--connections", "60", "--time-wait", "7", "--close-wait", "4");
    }

    @AfterAll
    static void empty() throws IOException {
        namespace.close();
    }

    private Tmux terminal(int columns, int rows) throws IOException, InterruptedException {
        return namespace.call(() -> new Tmux(columns, rows, home));
    }

    @Test
    void viewsLeadToTheSocketsBehindTheirRows() throws Exception {
        try (Tmux terminal = terminal(120, 40)) {
            terminal.shell(TOP + " --by local-port");
            terminal.await("TIME-WAIT");
            terminal.keys("3");
            terminal.await(shown -> shown.contains("OWNER") && shown.contains("ESTAB"), "listeners");
            terminal.keys("6");
            terminal.await(shown -> shown.contains("memory by local-port") && shown.contains("OPTMEM"), "memory");
            terminal.keys("7");
            terminal.await(
                    shown -> shown.contains("limits, the nearest first") && shown.contains("time_wait"), "capacity");
            terminal.keys("8");
            terminal.await(shown -> shown.contains("rtt_ms by local-port") && shown.contains("P99 MS"), "stats");
            terminal.keys("5");
            terminal.await(shown -> shown.contains("DESTINATION") && shown.contains("REUSABLE"), "ports");
            terminal.keys("4");
            terminal.await("PEER:PORT");
            terminal.keys("/");
            terminal.keys("-l", "state established");
            terminal.keys("Enter");
            terminal.await("sockets where state established");
            terminal.await(shown -> shown.contains("ESTAB ") && !shown.contains("LISTEN "), "established sockets");
            terminal.keys("Enter");
            terminal.await(
                    shown -> shown.contains("the socket where") && shown.contains("congestion "), "all of a socket");
            terminal.keys("Escape");
            terminal.await("PEER:PORT");
            terminal.keys("q");
            terminal.await(screen -> screen.strip().endsWith("ready>"), "the prompt");
        }
    }

    /** Connections that come and go between two samples change no number of sockets. */
    @Test
    void groupsShowWhatIsOpenedAndClosed() throws Exception {
        try (Tmux terminal = terminal(100, 30)) {
            terminal.shell(TOP + " --by local-port");
            terminal.await("TIME-WAIT");
            terminal.keys("2");
            terminal.await("CLOSED/S");
            try (ServerSocket server =
                    namespace.call(() -> new ServerSocket(7070, 8, InetAddress.getLoopbackAddress()))) {
                terminal.keys("/");
                terminal.keys("-l", "sport = :7070");
                terminal.keys("Enter");
                Waiting.until("connections opened and closed", () -> {
                    namespace.call(() -> {
                        connectAndClose(server);
                        return null;
                    });
                    return terminal.screen()
                            .lines()
                            .anyMatch(line -> line.matches("7070 +1 .* [1-9][0-9,.]* +[1-9][0-9,.]*( .*)?"));
                });
            }
            terminal.keys("q");
            terminal.await(screen -> screen.strip().endsWith("ready>"), "the prompt");
        }
    }

    private static void connectAndClose(ServerSocket server) throws IOException {
        try (Socket client = new Socket(server.getInetAddress(), server.getLocalPort());
                Socket accepted = server.accept()) {
            // Without TIME_WAIT.
            client.setSoLinger(true, 0);
            accepted.setSoLinger(true, 0);
        }
    }

    @Test
    void anotherNetworkNamespaceIsChosen() throws Exception {
        try (Tmux terminal = terminal(80, 24)) {
            terminal.shell(TOP + " --by local-port");
            terminal.await("TIME-WAIT");
            terminal.keys("2", "N");
            terminal.await("every network namespace at once");
            terminal.keys("j", "Enter");
            terminal.await(screen -> screen.contains(" netns all") && screen.contains("by local-port"), "all of them");
            terminal.keys("5");
            terminal.await("each network namespace has ports of its own");
            terminal.keys("N");
            terminal.await("every network namespace at once");
            terminal.keys("Home", "Enter");
            terminal.await(screen -> !screen.contains("netns all") && screen.contains("REUSABLE"), "the own one");
            terminal.keys("q");
            terminal.await(screen -> screen.strip().endsWith("ready>"), "the prompt");
        }
    }
}
