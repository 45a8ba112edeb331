package io.conncount.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.conncount.testing.SocketNamespace;
import io.conncount.testing.Waiting;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The daemon on sockets that systemd's own tool has made and passes, in a namespace of the test. */
@Timeout(Waiting.SECONDS_MAX)
class SystemdSocketIT {
    private static SocketNamespace namespace;

    @TempDir
    private Path directory;

    private OutputLog log;

    @BeforeAll
    static void makeNamespace() throws IOException, InterruptedException {
        namespace = new SocketNamespace("--connections", "1");
        Launch.of("--version");
    }

    @AfterAll
    static void letItGo() throws IOException {
        namespace.close();
    }

    /** Listens, and becomes the daemon at the first connection. */
    private Process activated(String... places) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("systemd-socket-activate", "--setenv=PATH"));
        for (String place : places) {
            command.add("--listen=" + place);
        }
        command.addAll(List.of(Launch.conncount(), "serve", "--web.systemd-socket", "--no-socket"));
        Process process = namespace.call(
                () -> new ProcessBuilder(command).redirectErrorStream(true).start());
        log = OutputLog.of(process);
        until("Listening on " + places[places.length - 1]);
        return process;
    }

    private void until(String words) throws IOException, InterruptedException {
        log.await(Pattern.compile(Pattern.quote(words)));
    }

    private static String curl(String options) throws IOException, InterruptedException {
        return namespace
                .call(() -> Launch.shell(
                        "curl --silent --globoff --max-time " + Waiting.SECONDS_MAX + " --noproxy '*' " + options))
                .out();
    }

    @Test
    void everyPassedSocketIsAnsweredFromTheFirstConnectionOn() throws Exception {
        Process process = activated("127.0.0.1:7201", "[::1]:7202", "[::]:7203");
        try {
            assertEquals("ok\n", curl("http://127.0.0.1:7201/healthz"));
            assertEquals("ok\n", curl("http://[::1]:7202/healthz"));
            assertEquals("ok\n", curl("http://127.0.0.1:7203/healthz"));
            until("answering HTTP on 127.0.0.1:7201 (a socket of the service manager)");
            until("answering HTTP on [::1]:7202 (a socket of the service manager)");
            String metrics = curl("http://127.0.0.1:7201/metrics");
            assertTrue(
                    metrics.contains(
                            "conncount_listen_queue_listeners{address=\"127.0.0.1\",family=\"ipv4\",port=\"7201\"} 1"),
                    metrics);
        } finally {
            process.toHandle().destroy();
        }
        assertEquals(0, process.waitFor(), log.whole());
    }

    @Test
    void whatIsNoTcpSocketEndsItWithAReason() throws Exception {
        Path socket = directory.resolve("web.sock");
        Process process = activated(socket.toString());
        curl("--unix-socket " + socket + " http://localhost/");
        assertEquals(1, process.waitFor(), log.whole());
        assertTrue(log.whole().contains("the passed descriptor 3 is not a listening TCP socket"));
    }

    @Test
    void withoutSystemdItSaysWhatIsMissing() throws Exception {
        Launch launch = Launch.of("serve", "--web.systemd-socket", "--no-socket");
        assertEquals(1, launch.exitCode());
        assertTrue(launch.err().contains("no listening socket was passed to this process"), launch.err());
    }
}
