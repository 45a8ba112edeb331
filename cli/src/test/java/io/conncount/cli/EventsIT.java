package io.conncount.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.conncount.testing.ErrorText;
import io.conncount.testing.SocketNamespace;
import io.conncount.testing.Waiting;
import java.io.BufferedReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** {@code conncount events}, from the launcher to the rows, in a namespace where nothing else happens. */
@Timeout(Waiting.SECONDS_MAX)
class EventsIT {
    private static final int PAUSE_MILLISECONDS = 20;

    private static SocketNamespace namespace;

    @BeforeAll
    static void makeNamespace() throws Exception {
        namespace = new SocketNamespace("--connections", "1");
    }

    @AfterAll
    static void closeNamespace() throws Exception {
        namespace.close();
    }

    @Test
    void connectionsOfAServiceAreToldAsTheyEnd() throws Exception {
        List<String> rows = rowsOf("events", "sport = :7100", "--limit", "2", "--csv", "--columns", "netid,local_port");
        assertEquals("time,netid,local_port", rows.get(0));
        assertTrue(rows.get(1).matches("\\d{4}-\\d\\d-\\d\\dT[0-9:.]+Z,tcp,7100"), rows.get(1));
        assertEquals(3, rows.size());
    }

    @Test
    void jsonIsALineARowWithWhatTcpKnew() throws Exception {
        List<String> rows = rowsOf("events", "sport = :7100", "--limit", "1", "--json");
        assertTrue(rows.get(0).matches("\\{\"time\":\".*Z\",\"netid\":\"tcp\",.*\"local_port\":7100,.*}"), rows.get(0));
        assertTrue(rows.get(0).contains("\"bytes_received\":"), rows.get(0));
        AnswerSchemas.assertValid(List.of("events", "--json"), rows.get(0));
        assertEquals(1, rows.size());
    }

    @Test
    void tablesWithoutEventsAreAMistakeOfUsage() throws Exception {
        Launch launch = Launch.of("events", "-x");
        assertEquals(2, launch.exitCode());
        ErrorText.assertNames("unknown option '-x' .. TCP and UDP .. -t, -u", launch.err());
    }

    /** What it prints while connections to port 7100 come and go, until it has enough. */
    private static List<String> rowsOf(String... arguments) throws Exception {
        return namespace.call(() -> {
            List<String> command = new ArrayList<>(List.of(Launch.conncount()));
            command.addAll(List.of(arguments));
            Process process = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            try (BufferedReader output = process.inputReader();
                    ServerSocket server = new ServerSocket(7100, 1, InetAddress.getLoopbackAddress())) {
                while (!process.waitFor(PAUSE_MILLISECONDS, TimeUnit.MILLISECONDS)) {
                    connectAndReset(server);
                }
                return output.lines().toList();
            } finally {
                process.destroy();
            }
        });
    }

    private static void connectAndReset(ServerSocket server) throws Exception {
        try (Socket client = new Socket(server.getInetAddress(), server.getLocalPort());
                Socket accepted = server.accept()) {
            client.setSoLinger(true, 0);
            accepted.setSoLinger(true, 0);
        }
    }
}
