package io.conncount.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.conncount.testing.SocketNamespace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The daemon on sockets that systemd's own tool has made and passes, in a namespace of the test. */
@Timeout(120)
class SystemdSocketIT {
    private static SocketNamespace namespace;

    @TempDir
    private Path directory;

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
        Process process = namespace.call(() -> new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log().toFile())
                .start());
        until(process, "Listening on " + places[places.length - 1]);
        return process;
    }

    private Path log() {
        return directory.resolve("log");
    }

    private void until(Process process, String words) throws IOException, InterruptedException {
        while (!Files.readString(log()).contains(words)) { // the test has a timeout
            assertTrue(!process.waitFor(20, TimeUnit.MILLISECONDS), Files.readString(log()));
        }
    }

    private static String curl(String options) throws IOException, InterruptedException {
        return namespace
                .call(() -> Launch.shell("curl --silent --globoff --max-time 50 --noproxy '*' " + options))
                .out();
    }

    @Test
    void everyPassedSocketIsAnsweredFromTheFirstConnectionOn() throws Exception {
        Process process = activated("127.0.0.1:7201", "[::1]:7202", "[::]:7203");
        try {
            assertEquals("ok\n", curl("http://127.0.0.1:7201/healthz"));
            assertEquals("ok\n", curl("http://[::1]:7202/healthz"));
            assertEquals("ok\n", curl("http://127.0.0.1:7203/healthz"));
            until(process, "answering HTTP on 127.0.0.1:7201 (a socket of the service manager)");
            until(process, "answering HTTP on [::1]:7202 (a socket of the service manager)");
            String metrics = curl("http://127.0.0.1:7201/metrics");
            assertTrue(
                    metrics.contains(
                            "conncount_listen_queue_listeners{address=\"127.0.0.1\",family=\"ipv4\",port=\"7201\"} 1"),
                    metrics);
        } finally {
            process.destroy();
        }
        assertEquals(0, process.waitFor(), Files.readString(log()));
    }

    @Test
    void whatIsNoTcpSocketEndsItWithAReason() throws Exception {
        Path socket = directory.resolve("web.sock");
        Process process = activated(socket.toString());
        curl("--unix-socket " + socket + " http://localhost/");
        assertEquals(1, process.waitFor(), Files.readString(log()));
        assertTrue(Files.readString(log()).contains("the passed descriptor 3 is not a listening TCP socket"));
    }

    @Test
    void withoutSystemdItSaysWhatIsMissing() throws Exception {
        Launch launch = Launch.of("serve", "--web.systemd-socket", "--no-socket");
        assertEquals(1, launch.exitCode());
        assertTrue(launch.err().contains("no listening socket was passed to this process"), launch.err());
    }
}
