package io.conncount.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.conncount.testing.Command;
import io.conncount.testing.SocketNamespace;
import java.io.IOException;
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

/** Closing real sockets. Needs root, iproute2, Python and tmux. */
class KillIT {
    private static final int CONNECTIONS = 8;
    private static final String UNPRIVILEGED = "setpriv --bounding-set=-net_admin --inh-caps=-net_admin ";

    /** Connections to a port of a host, and a connected UDP socket. */
    private static final String POPULATION = """
            import socket, sys
            host, port = sys.argv[1], int(sys.argv[2])
            family = socket.AF_INET6 if ":" in host else socket.AF_INET
            listener = socket.create_server(("::" if ":" in host else host, port), family=family,
                                            dualstack_ipv6=":" in host)
            kept = []
            for _ in range(int(sys.argv[3])):
                kept.append(socket.create_connection((host, port)))
                kept.append(listener.accept()[0])
            udp = socket.socket(family, socket.SOCK_DGRAM)
            udp.connect((host, port))
            print(flush=True)
            sys.stdin.read()
            """;

    private static SocketNamespace namespace;

    @TempDir
    private Path directory;

    @BeforeAll
    static void makeNamespace() throws Exception {
        Launch.of("--version");
        namespace = new SocketNamespace("--connections", "3");
    }

    @AfterAll
    static void letItGo() throws Exception {
        namespace.close();
    }

    /** What is done while the sockets are there. */
    private interface Body {
        void run() throws Exception;
    }

    private static void populated(String host, int port, Body body) throws Exception {
        Process process =
                namespace.call(() -> new ProcessBuilder("python3", "-c", POPULATION, host, "" + port, "" + CONNECTIONS)
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start());
        try {
            assertEquals("", process.inputReader().readLine());
            body.run();
        } finally {
            process.getOutputStream().close();
            process.onExit().join();
        }
    }

    private static Launch inside(String line) throws IOException, InterruptedException {
        return namespace.call(() -> Launch.shell(line));
    }

    private static long open(String filter) throws IOException, InterruptedException {
        return namespace
                .call(() -> Command.lines("sh", "-c", "ss -tuanH " + filter))
                .size();
    }

    @ParameterizedTest
    @CsvSource({"127.0.0.1, 7801", "::1, 7802", "::ffff:127.0.0.1, 7803"})
    void exactlyWhatMatchesIsClosed(String host, int port) throws Exception {
        long others = open("sport = :8000 or dport = :8000");
        populated(host, port, () -> {
            String filter = "'dport = :" + port + "'";
            Launch launch = inside("$conncount kill --yes " + filter);
            assertEquals(0, launch.exitCode(), launch.err());
            assertEquals(CONNECTIONS + 1, launch.out().lines().count(), launch.out());
            assertEquals("conncount: closed 8 of 8 sockets\n", launch.err());
            assertEquals(0, open("state established dport = :" + port + " and not sport = :" + port) - 1, "UDP stays");
            assertEquals(1, open("state listening sport = :" + port));
            Launch again = inside("$conncount kill --yes " + filter);
            assertEquals(0, again.exitCode());
            assertEquals("conncount: no socket matches\n", again.err());
            assertEquals(0, inside("$conncount kill --yes -u " + filter).exitCode());
        });
        assertEquals(others, open("sport = :8000 or dport = :8000"));
    }

    @Test
    void eachClosedSocketIsALineOfJson() throws Exception {
        populated("127.0.0.1", 7811, () -> {
            Launch launch = inside(
                    "set -o pipefail; $conncount kill --yes --rate 1000 --json dport = :7811 | python3 -c '"
                            + "import json,sys; rows = [json.loads(line) for line in sys.stdin];"
                            + " assert all(r[\"time\"] and r[\"remote_port\"] == 7811 and r[\"cookie\"] for r in rows); print(len(rows))'");
            assertEquals(CONNECTIONS + "\n", launch.out(), launch.err());
        });
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "                              | kill needs a filter",
                "-a                            | kill needs a filter",
                "state all                     | kill needs a filter",
                "dport = :7821                 | there is no terminal to ask on",
                "dport = :7821 --from x        | kill closes sockets of this host",
                "dport = :7821 --daemon        | kill closes sockets of this host",
                "dport = :7821 --source procfs | kill closes sockets of this host",
                "dport = :7821 -N all          | one network namespace at a time",
                "dport = :7821 --yes --max 0   | --max",
            })
    void questionThatCouldCloseTooMuchIsRefused(String words, String why) throws Exception {
        populated("127.0.0.1", 7821, () -> {
            Launch launch = inside("$conncount kill " + (words == null ? "" : words) + " < /dev/null");
            assertEquals(2, launch.exitCode(), launch.err());
            assertTrue(launch.err().contains(why), launch.err());
            assertEquals("", launch.out());
            assertEquals(2 * CONNECTIONS, open("state established sport = :7821 or dport = :7821") - 1);
        });
    }

    @Test
    void moreThanTheLimitAreLeftAlone() throws Exception {
        populated("127.0.0.1", 7831, () -> {
            Launch launch = inside("$conncount kill --yes --max 7 dport = :7831");
            assertEquals(1, launch.exitCode());
            assertEquals(
                    "conncount: 8 sockets match, more than --max 7, so nothing was closed: narrow the filter, or raise"
                            + " --max\n",
                    launch.err());
            assertEquals(
                    0, inside("$conncount kill --yes --max 8 dport = :7831").exitCode());
        });
    }

    @Test
    void whoMayNotCloseIsTold() throws Exception {
        populated("127.0.0.1", 7841, () -> {
            Launch launch = inside(UNPRIVILEGED + "$conncount kill --yes dport = :7841");
            assertEquals(1, launch.exitCode());
            assertTrue(launch.err().contains("CAP_NET_ADMIN"), launch.err());
            assertEquals("", launch.out());
            assertEquals(2 * CONNECTIONS, open("state established sport = :7841 or dport = :7841") - 1);
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"y", "n"})
    void itAsksOnATerminal(String answer) throws Exception {
        String path = namespace
                .call(() -> Command.lines("sh", "-c", "ip netns identify $$"))
                .get(0);
        populated("127.0.0.1", 7851, () -> {
            try (Tmux terminal = new Tmux(120, 40, directory)) {
                terminal.shell(Launch.conncount() + " kill -N " + path + " dport = :7851");
                terminal.await("Close 8 sockets (8 ESTAB)? [y/N]");
                assertEquals(2 * CONNECTIONS, open("state established sport = :7851 or dport = :7851") - 1);
                terminal.keys(answer, "Enter");
                terminal.await(answer.equals("y") ? "closed 8 of 8 sockets" : "nothing was closed");
                long left = open("state established dport = :7851 and not sport = :7851") - 1;
                assertEquals(answer.equals("y") ? 0 : CONNECTIONS, left);
            }
        });
    }

    /** What is left of a connection, or not yet one, has no process; the kernel lets it go all the same, or says that it does not. */
    @ParameterizedTest
    @ValueSource(strings = {"time-wait", "syn-recv", "syn-sent", "fin-wait-2", "close-wait"})
    void connectionsOfEveryStateAreClosedOrNamed(String state) throws Exception {
        try (SocketNamespace sockets = new SocketNamespace(
                "--connections=5",
                "--time-wait=4",
                "--syn-recv=4",
                "--syn-sent=4",
                "--fin-wait2=4",
                "--close-wait=4")) {
            long established = count(sockets, "established");
            assertTrue(count(sockets, state) >= 4);
            Launch launch = sockets.call(() -> Launch.shell("$conncount kill --yes state " + state));
            assertEquals(0, launch.exitCode(), launch.err());
            assertEquals(0, count(sockets, state), launch.err());
            assertTrue(launch.out().lines().count() > 4, launch.out());
            assertEquals(established, count(sockets, "established"));
        }
    }

    private static long count(SocketNamespace sockets, String state) throws IOException, InterruptedException {
        return sockets.call(() -> Command.lines("ss", "-tanH", "state", state)).size();
    }

    @Test
    void whatIsClosedIsWhatSsCloses() throws Exception {
        List<Long> left = new ArrayList<>();
        for (String command : List.of("ss -tK", "$conncount kill --yes")) {
            populated("127.0.0.1", 7861, () -> {
                inside(command + " 'dport = :7861'");
                left.add(open("sport = :7861 or dport = :7861"));
            });
        }
        assertEquals(left.get(0), left.get(1));
    }
}
