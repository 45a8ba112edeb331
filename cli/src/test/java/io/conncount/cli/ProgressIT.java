package io.conncount.cli;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.conncount.testing.Command;
import io.conncount.testing.Waiting;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What somebody sees who waits at a terminal, here for a daemon that says nothing. */
@Timeout(Waiting.SECONDS_MAX)
class ProgressIT {
    private static final Pattern WAITING = Pattern.compile("\033\\[Kconncount: counting sockets, \\d+ s");

    @TempDir
    private Path directory;

    private ServerSocketChannel listen() throws IOException {
        return ServerSocketChannel.open(StandardProtocolFamily.UNIX).bind(UnixDomainSocketAddress.of(socket()));
    }

    private Path socket() {
        return directory.resolve("s.sock");
    }

    private Process ask(String term) throws IOException {
        return run("--daemon --by-state", term);
    }

    private Process run(String words, String term) throws IOException {
        ProcessBuilder builder = new ProcessBuilder("script", "-qec", Launch.conncount() + " " + words, "/dev/null");
        builder.environment().putAll(Map.of("TERM", term, "CONNCOUNT_SOCKET", socket().toString()));
        return builder.start();
    }

    @Test
    void lineGrowsOlderAndIsErased() throws Exception {
        try (ServerSocketChannel daemon = listen()) {
            OutputLog seen = OutputLog.of(ask("xterm"));
            try (SocketChannel caller = daemon.accept()) {
                assertTrue(caller.isConnected());
                seen.await(WAITING);
            }
            assertTrue(seen.whole().contains("\033[Kconncount: "), seen.whole());
        }
    }

    @Test
    void lineShowsForAQuestionOfMonitoringAndIsErased() throws Exception {
        try (ServerSocketChannel daemon = listen()) {
            OutputLog seen = OutputLog.of(run("check --daemon 'state=established > 1'", "xterm"));
            try (SocketChannel caller = daemon.accept()) {
                assertTrue(caller.isConnected());
                seen.await(Pattern.compile("\033\\[Kconncount: checking, \\d+ s"));
            }
            assertTrue(seen.whole().contains("\033[KCONNCOUNT UNKNOWN"), seen.whole());
        }
    }

    /** Here for a Prometheus that says nothing, and then something else. */
    @Test
    void lineShowsForAFleetAndIsErased() throws Exception {
        try (ServerSocket prometheus = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            OutputLog seen =
                    OutputLog.of(run("fleet --prometheus http://127.0.0.1:" + prometheus.getLocalPort(), "xterm"));
            try (Socket caller = prometheus.accept()) {
                seen.await(Pattern.compile("\033\\[Kconncount: asking Prometheus, \\d+ s"));
                caller.getOutputStream()
                        .write("HTTP/1.1 500 no\r\nContent-Length: 0\r\n\r\n".getBytes(StandardCharsets.UTF_8));
            }
            assertTrue(seen.whole().contains("\033[Kconncount: http"), seen.whole());
        }
    }

    /** Here for a file that is not written yet. */
    @Test
    void lineShowsForOtherCommandsTooAndIsErased() throws Exception {
        Path answer = directory.resolve("answer.json");
        Path late = directory.resolve("late.json");
        Files.writeString(answer, Launch.of("--json").out());
        Command.lines("mkfifo", late.toString());
        String diff = Launch.conncount() + " diff " + answer + " " + late;
        ProcessBuilder builder = new ProcessBuilder("script", "-qec", diff, "/dev/null");
        builder.environment().put("TERM", "xterm");
        OutputLog seen = OutputLog.of(builder.start());
        seen.await(Pattern.compile("\033\\[Kconncount: reading files, \\d+ s"));
        Files.write(late, Files.readAllBytes(answer));
        assertTrue(seen.whole().contains("did not change"), seen.whole());
    }

    @Test
    void nothingThatMustBeErasedIsWrittenToADumbTerminal() throws Exception {
        try (ServerSocketChannel daemon = listen()) {
            Process process = ask("dumb");
            OutputLog seen = OutputLog.of(process);
            try (SocketChannel caller = daemon.accept()) {
                assertTrue(caller.isConnected());
                Waiting.until("the timer to look", () -> !hasThread(process, "progress"));
            }
            assertTrue(seen.whole().contains("conncount: "), seen.whole());
            assertFalse(seen.whole().contains("counting"), seen.whole());
            assertFalse(seen.whole().contains("\033"), seen.whole());
        }
    }

    private static boolean hasThread(Process process, String name) throws IOException {
        for (ProcessHandle child : process.descendants().toList()) {
            for (Path thread : threads(child)) {
                if (nameOf(thread).equals(name)) {
                    return true;
                }
            }
        }
        return false;
    }

    private static List<Path> threads(ProcessHandle process) throws IOException {
        try (Stream<Path> threads = Files.list(Path.of("/proc/" + process.pid() + "/task"))) {
            return threads.toList();
        } catch (NoSuchFileException e) {
            return List.of();
        }
    }

    private static String nameOf(Path thread) throws IOException {
        try {
            return Files.readString(thread.resolve("comm")).strip();
        } catch (NoSuchFileException e) {
            return "";
        }
    }
}
