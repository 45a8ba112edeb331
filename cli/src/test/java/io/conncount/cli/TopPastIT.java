package io.conncount.cli;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.conncount.testing.SocketNamespace;
import io.conncount.testing.Waiting;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongPredicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The dashboard on what a daemon has recorded among real sockets, in a real terminal. Needs root and tmux. */
class TopPastIT {
    private static final int SPIKE = 70;

    @TempDir
    private static Path directory;

    private static SocketNamespace namespace;
    private static DaemonProcess daemon;
    private static Path history;
    private static String spike;
    private static long established;

    @TempDir
    private Path home;

    @BeforeAll
    static void record() throws Exception {
        namespace = new SocketNamespace("--connections", "40", "--close-wait", "5");
        Launch.of("--version");
        history = directory.resolve("history");
        daemon = namespace.call(() -> DaemonProcess.recording(directory, history, "by=remote-net/24"));
        recorded("close-wait", count -> count == 5);
        spike = namespace.call(TopPastIT::spike).toString();
        recorded("established", count -> count < established);
    }

    @AfterAll
    static void endDaemon() throws IOException, InterruptedException {
        if (daemon != null) {
            daemon.close();
        }
        namespace.close();
    }

    /** Waits until a number of sockets in a state is recorded, and returns the whole answer. */
    private static String recorded(String state, LongPredicate wanted) throws Exception {
        AtomicReference<String> answer = new AtomicReference<>();
        Waiting.until("a record of " + state, () -> {
            Launch asked = Launch.of("--at", "now", "--json", "--history", history.toString(), "state", state);
            answer.set(asked.out());
            return asked.exitCode() == 0 && wanted.test(total(asked.out()));
        });
        return answer.get();
    }

    private static Instant time(String answer) {
        return Instant.parse(found("\"time\":\"([^\"]+)\"", answer));
    }

    private static long total(String answer) {
        return Long.parseLong(found("\"total\":(\\d+)", answer));
    }

    private static String found(String pattern, String text) {
        Matcher found = Pattern.compile(pattern).matcher(text);
        assertTrue(found.find(), text);
        return found.group(1);
    }

    /** For a while there are many connections more; returns a time at which there were. */
    private static Instant spike() throws Exception {
        long before = total(recorded("established", count -> true));
        List<Socket> sockets = new ArrayList<>();
        try (ServerSocket listener = new ServerSocket(0, SPIKE, InetAddress.getByName("127.0.0.77"))) {
            for (int i = 0; i < SPIKE; i++) {
                sockets.add(new Socket(listener.getInetAddress(), listener.getLocalPort()));
            }
            Instant begin = time(recorded("established", count -> count >= before + SPIKE));
            // Other series were sampled a little earlier or later.
            Waiting.until("later records", () -> {
                String answer = recorded("established", count -> count >= before + SPIKE);
                established = total(answer);
                return time(answer).isAfter(begin.plusSeconds(2));
            });
            return begin.plusSeconds(1);
        } finally {
            for (Socket socket : sockets) {
                socket.close();
            }
        }
    }

    private Tmux top(int columns, int rows, String options) throws IOException, InterruptedException {
        Tmux terminal = namespace.call(() -> new Tmux(columns, rows, home));
        terminal.shell(Launch.conncount() + " top --by local-port " + options + "; echo ended with $((0 + $?))");
        return terminal;
    }

    private static String shownTime(String screen) {
        return found("recorded (\\S+ \\d\\d:\\d\\d:\\d\\d), ", screen);
    }

    private static String here() {
        return "--history " + history;
    }

    @Test
    void stepsGoFromNowIntoThePastAndBack() throws Exception {
        try (Tmux terminal = top(100, 30, here())) {
            terminal.await("CLOSE-WAIT");
            terminal.keys("]");
            terminal.await("this is the present");
            terminal.keys("[");
            String newest = shownTime(terminal.await("PAST"));
            terminal.keys("[", "[", "[");
            String earlier = terminal.await(screen -> !shownTime(screen).equals(newest), "an earlier moment");
            assertTrue(earlier.contains("▲"), earlier);
            assertTrue(earlier.lines().anyMatch(line -> line.matches("CLOSE-WAIT +5 .*")), earlier);
            terminal.keys("{");
            terminal.await(screen -> shownTime(screen).compareTo(shownTime(earlier)) < 0, "a moment before that");
            terminal.keys("}");
            terminal.await(screen -> shownTime(screen).compareTo(shownTime(earlier)) >= 0, "that moment again");
            terminal.keys("L");
            String now = terminal.await(screen -> !screen.contains("PAST") && screen.contains(" s old"), "the present");
            assertFalse(now.contains("▲"), now);
            terminal.keys("q");
            terminal.await("ended with 0");
        }
    }

    @Test
    void momentOfASpikeIsShownByEveryRecordedKey() throws Exception {
        try (Tmux terminal = top(80, 24, here() + " --at " + spike)) {
            String screen = terminal.await("PAST");
            assertTrue(screen.lines().anyMatch(line -> line.matches("ESTAB +" + established + " .*")), screen);
            assertTrue(screen.contains("a second: "), screen);
            terminal.keys("2", "g");
            terminal.await("Group by one or more keys");
            terminal.keys("Escape");
            terminal.await(shown -> !shown.contains("Group by one or more keys"), "the groups");
            terminal.keys("/");
            terminal.keys("-l", "state established");
            terminal.keys("Enter");
            terminal.await(
                    shown -> shown.contains("by local-port where state established") && shown.contains("8000 "),
                    "ports");
            terminal.keys("w");
            terminal.keys("C-u");
            terminal.keys("-l", home + "/spike.csv");
            terminal.keys("Enter");
            terminal.await("written to");
            List<String> lines = Files.readAllLines(home.resolve("spike.csv"));
            assertTrue(lines.get(0).startsWith("time,local_port,count"), lines.get(0));
            assertTrue(lines.stream().anyMatch(line -> line.contains(",8000,")), lines.toString());
            terminal.keys("t");
            terminal.keys("-l", "1970-01-01 00:00");
            terminal.keys("Enter");
            terminal.await("nothing was recorded at");
            terminal.keys("q");
            terminal.await("ended with 0");
        }
    }

    @Test
    void whatWasNotRecordedIsSaidWithWhatWas() throws Exception {
        try (Tmux terminal = top(120, 40, here() + " --at now")) {
            terminal.await("PAST");
            terminal.keys("4");
            String sockets = terminal.await("has no sockets").replaceAll("\\s+", " ");
            assertTrue(sockets.contains("by local-port,state of tcp"), sockets);
            terminal.keys("3");
            terminal.await(screen -> screen.contains("*:8000") || screen.contains("127.0.0.1:8000"), "accept queues");
            terminal.keys("5");
            terminal.await("has no ports");
            terminal.keys("1", "/");
            terminal.keys("-l", "sport = :1");
            terminal.keys("Enter");
            terminal.await("has no counts of");
        }
    }

    @Test
    void thereMayBeNoHistory() throws Exception {
        try (Tmux terminal = top(80, 24, "--history " + home + "/nowhere")) {
            terminal.await("CLOSE-WAIT");
            terminal.keys("[");
            terminal.await("there is no history at");
            terminal.keys("q");
            terminal.await("ended with 0");
        }
        try (Tmux terminal = top(80, 24, here() + " --at -1000d")) {
            terminal.await("ended with 1");
            assertTrue(terminal.screen().contains("nothing was recorded at"), terminal.screen());
        }
    }

    /** No daemon writes it, and its host is another one. */
    @Test
    void copyIsShownElsewhere() throws Exception {
        Path copy = home.resolve("copy.db");
        Launch.shell("sqlite3 -readonly '" + history + "/history.db' '.backup " + copy + "'");
        Launch.shell("sqlite3 '" + copy + "' 'UPDATE about SET host = \"web7\"'");
        try (Tmux terminal = new Tmux(40, 10, home)) {
            terminal.shell(Launch.conncount() + " top --history " + copy + " --at " + spike);
            terminal.await(screen -> screen.contains("web7") && screen.contains("PAST"), "the other host");
            terminal.keys("[");
            terminal.await("PAST");
        }
    }
}
