package io.conncount.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.conncount.testing.Command;
import io.conncount.testing.Repository;
import io.conncount.testing.SocketNamespace;
import java.io.IOException;
import java.io.InputStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.FileChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The dashboard in a real terminal, on real sockets. Needs root and tmux. */
class TopIT {
    private static final String TOP = Launch.conncount() + " top";
    private static final String KEYS_LINE = "? help";

    private static SocketNamespace namespace;

    @TempDir
    private Path home;

    @BeforeAll
    static void fill() throws Exception {
        Launch.of("--version");
        namespace = new SocketNamespace("--connections", "600", "--time-wait", "70", "--close-wait", "40");
    }

    @AfterAll
    static void empty() throws IOException {
        namespace.close();
    }

    private Tmux terminal(int columns, int rows) throws IOException, InterruptedException {
        return namespace.call(() -> new Tmux(columns, rows, home));
    }

    /** Runs a command between two looks at the terminal's modes. */
    private void start(Tmux terminal, String command) throws IOException, InterruptedException {
        terminal.shell("stty -a >" + home + "/before; " + command + "; echo ended with $((0 + $?)); stty -a >" + home
                + "/after; echo all is $((6 * 7))");
    }

    private void assertAsBefore(Tmux terminal, int exitCode) throws IOException, InterruptedException {
        String screen = terminal.await("all is 42");
        assertTrue(screen.contains("ended with " + exitCode), screen);
        assertFalse(screen.contains(KEYS_LINE), screen);
        assertEquals(Files.readString(home.resolve("before")), Files.readString(home.resolve("after")));
    }

    private static long pid(Path home) throws IOException, InterruptedException {
        // The only one that has this folder in its environment and is Java.
        for (ProcessHandle process : ProcessHandle.allProcesses().toList()) {
            Path environment = Path.of("/proc", Long.toString(process.pid()), "environ");
            String command = process.info().command().orElse("");
            if (command.endsWith("/java")
                    && Files.isReadable(environment)
                    && Files.readString(environment).contains("XDG_CONFIG_HOME=" + home)) {
                return process.pid();
            }
        }
        throw new IOException("there is no dashboard of " + home);
    }

    @Test
    void filterDrillResizePauseAndQuit() throws Exception {
        try (Tmux terminal = terminal(80, 24)) {
            start(terminal, TOP + " --by local-port");
            String screen = terminal.await("TIME-WAIT");
            assertTrue(
                    screen.lines().anyMatch(line -> line.matches("TIME-WAIT +" + namespace.made("time_wait") + " .*")),
                    screen);
            assertTrue(
                    screen.lines()
                            .anyMatch(line -> line.matches("CLOSE-WAIT +" + namespace.made("close_wait") + " .*")),
                    screen);
            terminal.keys("/");
            terminal.keys("-l", "state close-wai");
            terminal.await("unknown state 'close-wai'");
            terminal.keys("t", "Enter");
            terminal.await(
                    shown -> shown.contains("by local-port where state close-wait") && shown.contains("8000 "),
                    "groups");
            terminal.await(
                    shown -> shown.contains("CLOSE-WAIT") && !shown.contains("TIME-WAIT"),
                    "the states that the filter leaves");
            terminal.keys("3");
            terminal.await("no listeners where state close-wait");
            terminal.keys("2", "Enter");
            terminal.await(
                    shown -> shown.contains("by remote-net where state close-wait and sport = :")
                            && shown.contains("127."),
                    "the drilled groups");
            terminal.keys("4");
            terminal.await(shown -> shown.contains("CLOSE-WAIT") && shown.contains("PEER:PORT"), "the sockets");
            terminal.resize(120, 40);
            terminal.await("c columns");
            terminal.resize(40, 10);
            terminal.await(shown -> shown.lines().count() <= 10 && shown.contains("4 Sockets"), "a small screen");
            terminal.resize(80, 24);
            terminal.keys("1", "Space");
            terminal.await("PAUSED");
            terminal.keys("Escape");
            terminal.await("by local-port where state close-wait");
            terminal.keys("Escape");
            terminal.await(shown -> shown.contains("by local-port ") && !shown.contains("where"), "no filter");
            terminal.keys("q");
            assertAsBefore(terminal, 0);
        }
    }

    @Test
    void terminatedItGivesTheTerminalBack() throws Exception {
        try (Tmux terminal = terminal(80, 24)) {
            start(terminal, TOP);
            terminal.await(KEYS_LINE);
            Command.lines("kill", "-TERM", Long.toString(pid(home)));
            assertAsBefore(terminal, 143);
        }
    }

    @Test
    void quitSignalWritesNothingOverTheScreen() throws Exception {
        try (Tmux terminal = terminal(80, 24)) {
            start(terminal, TOP);
            terminal.await(KEYS_LINE);
            Command.lines("kill", "-QUIT", Long.toString(pid(home)));
            // Drawn after the signal was dealt with, whatever that wrote.
            terminal.keys("?");
            terminal.await("Help: Esc closes");
            assertFalse(terminal.screen().contains("thread dump"));
            terminal.keys("q", "q");
        }
    }

    @Test
    void interruptedItKeepsWhatWasChosenInsideAndNothingElse() throws Exception {
        try (Tmux terminal = terminal(80, 24)) {
            terminal.shell(TOP + " --by user --interval 30");
            terminal.await(KEYS_LINE);
            terminal.keys("2", "c", "Space", "Enter");
            // The terminal drops what was typed and not read before Ctrl-C.
            terminal.await(screen -> screen.contains("USER") && !screen.contains("SHARE"), "the hidden column");
            terminal.keys("C-c");
            // The dashboard also drops what is typed before it has given the terminal back.
            terminal.await(screen -> screen.strip().endsWith("ready>"), "the prompt");
            terminal.shell("echo all is $((6 * 7))");
            terminal.await("all is 42");
            Properties kept = new Properties();
            try (InputStream in = Files.newInputStream(home.resolve("conncount/top.properties"))) {
                kept.load(in);
            }
            assertEquals("share", kept.getProperty("hidden.columns"));
            assertEquals("service", kept.getProperty("by"));
            assertEquals("1000", kept.getProperty("interval.ms"));
        }
    }

    @Test
    void interruptedItGivesTheTerminalBack() throws Exception {
        try (Tmux terminal = terminal(80, 24)) {
            start(terminal, TOP);
            terminal.await(KEYS_LINE);
            terminal.keys("C-c");
            // The shell leaves the rest of the line out.
            terminal.shell("stty -a >" + home + "/after; echo ended with 130; echo all is $((6 * 7))");
            assertAsBefore(terminal, 130);
        }
    }

    /** As when a package is renewed under a running program: a class that it has not needed so far cannot be read. */
    @Test
    void crashGivesTheTerminalBackAndIsNotHidden() throws Exception {
        Path copy = home.resolve("lib");
        Files.createDirectory(copy);
        Command.lines("cp", "-r", Repository.root().resolve("cli/target/conncount/lib") + "/.", copy.toString());
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        try (Tmux terminal = terminal(80, 24)) {
            start(terminal, java + " -cp " + copy.resolve("conncount-cli.jar") + " io.conncount.cli.Main top");
            terminal.await("TIME-WAIT");
            try (FileChannel jar = FileChannel.open(copy.resolve("conncount-tui.jar"), StandardOpenOption.WRITE)) {
                jar.truncate(0);
            }
            terminal.keys("?");
            String screen = terminal.await("all is 42");
            assertTrue(screen.contains("Error") || screen.contains("cannot"), screen);
            assertAsBefore(terminal, 1);
        }
    }

    @Test
    void stoppedItGivesTheTerminalBackAndContinuedItTakesItAgain() throws Exception {
        try (Tmux terminal = terminal(80, 24)) {
            terminal.shell("stty -a >" + home + "/before; echo so $((6 * 7))");
            terminal.await("so 42");
            terminal.shell(TOP);
            terminal.await("TIME-WAIT");
            terminal.keys("C-z");
            String stopped = terminal.await("Stopped");
            assertFalse(stopped.contains(KEYS_LINE), stopped);
            terminal.shell("stty -a >" + home + "/after; echo between $((6 * 7))");
            terminal.await("between 42");
            assertEquals(Files.readString(home.resolve("before")), Files.readString(home.resolve("after")));
            terminal.shell("fg");
            terminal.await(screen -> screen.contains("TIME-WAIT") && screen.contains(KEYS_LINE), "the dashboard");
            terminal.keys("q");
            terminal.await(screen -> !screen.contains(KEYS_LINE), "the shell");
            terminal.shell("stty -a >" + home + "/after; echo ended with 0; echo all is $((6 * 7))");
            assertAsBefore(terminal, 0);
        }
    }

    @Test
    void hostileNamesAreReadAndNotObeyed() throws Exception {
        Path socket = home.resolve("\033]2;pwned\007\033[2J");
        ServerSocketChannel listening = namespace.call(
                () -> ServerSocketChannel.open(StandardProtocolFamily.UNIX).bind(UnixDomainSocketAddress.of(socket)));
        try (listening;
                Tmux terminal = terminal(200, 24)) {
            String title = terminal.title();
            start(terminal, TOP + " -x");
            terminal.await(KEYS_LINE);
            terminal.keys("4");
            terminal.await("\\x1b]2;pwned\\x07\\x1b[2J");
            assertEquals(title, terminal.title());
            terminal.keys("q");
            assertAsBefore(terminal, 0);
        }
    }

    @Test
    void viewIsWrittenAndNoFileOverwritten() throws Exception {
        try (Tmux terminal = terminal(80, 24)) {
            start(terminal, "cd " + home + "; " + TOP + " --by state,family");
            terminal.await("TIME-WAIT");
            terminal.keys("2");
            terminal.await("FAMILY");
            write(terminal, "view.csv", "groups written to view.csv");
            assertTrue(Files.readString(home.resolve("view.csv")).contains("\ntime_wait,ipv4,")
                    || Files.readString(home.resolve("view.csv")).contains(",time_wait,ipv4,"));
            write(terminal, "view.csv", "view.csv exists; choose another name");
            write(terminal, "none/view.csv", "not written: no such directory: " + home + "/none");
            write(terminal, "view.csv/view.csv", "not written: view.csv/view.csv: Not a directory");
            write(terminal, "/proc/view.csv", "not written: cannot create files in /proc");
            terminal.keys("4", "w");
            terminal.keys("Enter");
            terminal.await("sockets written to conncount.json");
            assertTrue(Files.readString(home.resolve("conncount.json")).contains("\"local_port\":"));
            terminal.keys("q");
            assertAsBefore(terminal, 0);
        }
    }

    private static void write(Tmux terminal, String file, String answer) throws IOException, InterruptedException {
        terminal.keys("w", "C-u");
        terminal.keys("-l", file);
        terminal.keys("Enter");
        // A long answer takes several lines.
        terminal.await(screen -> screen.replaceAll("\n *", " ").contains(answer), "'" + answer + "'");
    }

    /** The views show the first 500. */
    @Test
    void everySocketAndEveryGroupIsWritten() throws Exception {
        long made = namespace.made("established");
        assertTrue(made > 500, "only " + made);
        try (Tmux terminal = terminal(80, 24)) {
            start(terminal, TOP + " --by local-address,local-port,remote-address,remote-port state established");
            terminal.await("ESTAB");
            terminal.keys("2");
            terminal.await("other (");
            String count = String.format(Locale.ROOT, "%,d ", made);
            write(terminal, "~/groups.csv", count + "groups written to " + home + "/groups.csv");
            assertEquals(
                    1 + made, Files.readAllLines(home.resolve("groups.csv")).size());
            terminal.keys("4");
            terminal.await("the first 500 sockets");
            write(terminal, "~/sockets.csv", count + "sockets written to " + home + "/sockets.csv");
            assertEquals(
                    1 + made, Files.readAllLines(home.resolve("sockets.csv")).size());
            terminal.keys("q");
            assertAsBefore(terminal, 0);
        }
    }

    /** As bash edits its line; a key that means nothing here does nothing. */
    @Test
    void keysOfShellsEditAFilterAndNeverLoseIt() throws Exception {
        try (Tmux terminal = terminal(80, 24)) {
            start(terminal, TOP);
            terminal.await(KEYS_LINE);
            terminal.keys("/");
            terminal.keys("-l", "dport > 80");
            terminal.await("Enter apply  Esc cancel");
            terminal.keys("M-b", "M-b", "M-d", "M-t", "M-x", "M-Enter", "C-t", "C-x");
            terminal.keys("-l", "<");
            terminal.await("filter: dport < 80");
            terminal.keys("C-a", "C-Right", "C-w");
            terminal.keys("-l", "sport");
            terminal.await("filter: sport < 80");
            terminal.keys("C-e", "BSpace", "C-Left", "C-k");
            terminal.keys("-l", "9000");
            terminal.await("filter: sport < 9000");
            terminal.keys("Enter");
            terminal.await("where sport < 9000");
            terminal.keys("q");
            assertAsBefore(terminal, 0);
        }
    }

    @Test
    void settingsAreKept() throws Exception {
        try (Tmux terminal = terminal(80, 24)) {
            start(terminal, TOP);
            terminal.await("by service");
            terminal.keys("g", "Home", "j", "Enter");
            terminal.await("by proto");
            terminal.keys("+", "q");
            assertAsBefore(terminal, 0);
            String kept = Files.readString(home.resolve("conncount/top.properties"));
            assertTrue(kept.contains("by=proto") && kept.contains("interval.ms=2000"), kept);
            terminal.shell("clear; " + TOP);
            terminal.await("by proto");
            terminal.keys("q");
        }
    }

    @Test
    void recordingIsShownAsItWas() throws Exception {
        Path file = home.resolve("recording");
        Launch recorded = namespace.call(() -> Launch.of("record", file.toString()));
        assertEquals(0, recorded.exitCode(), recorded.err());
        try (Tmux terminal = new Tmux(80, 24, home)) {
            start(terminal, TOP + " --from " + file);
            String screen = terminal.await("TIME-WAIT");
            assertTrue(screen.contains("recorded 20"), screen);
            assertTrue(
                    screen.lines().anyMatch(line -> line.matches("TIME-WAIT +" + namespace.made("time_wait") + " .*")),
                    screen);
            terminal.keys("q");
            assertAsBefore(terminal, 0);
        }
    }

    @Test
    void asciiAndNoColorAreObeyed() throws Exception {
        try (Tmux terminal = terminal(80, 24)) {
            start(terminal, "NO_COLOR=1 " + TOP + " --ascii");
            String screen = terminal.await("TIME-WAIT");
            assertTrue(screen.chars().allMatch(c -> c < 0x7f), screen);
            terminal.keys("q");
            assertAsBefore(terminal, 0);
        }
    }

    @Test
    void withoutATerminalItSaysWhatToDo() throws Exception {
        Launch launch = Launch.of("top");
        assertEquals(1, launch.exitCode());
        assertEquals(
                "conncount: top needs a terminal as standard input and output;" + " elsewhere, use conncount --watch\n",
                launch.err());
        assertEquals(2, Launch.of("top", "state", "nonsense").exitCode());
        assertEquals(2, Launch.of("top", "--by", "nonsense").exitCode());
        assertEquals(2, Launch.of("top", "--cpu-budget", "0").exitCode());
    }

    /** Rows wider or more than the screen would push the header and the largest rows out of it. */
    @Test
    void watchedTableKeepsItsPlaceAndItsHeader() throws Exception {
        String watch = TOP.replace(" top", "") + " --by local-address,remote-address,remote-port --watch=0.3";
        for (String rows : List.of("", " --top 500")) {
            try (Tmux terminal = terminal(80, 24)) {
                terminal.shell(watch + rows);
                String screen = terminal.await("CHANGE");
                assertTrue(screen.lines().limit(2).anyMatch(line -> line.contains("LOCAL-ADDRESS")), screen);
                assertTrue(screen.contains("total"), screen);
                assertEquals("0", terminal.scrolledRows());
                terminal.keys("C-c");
            }
        }
    }

    /** Smaller windows lose columns and rows, never the header and the total. */
    @Test
    void watchedTableFitsWhateverSizeTheWindowIsGiven() throws Exception {
        try (Tmux terminal = terminal(80, 24)) {
            terminal.shell(TOP.replace(" top", "") + " --by remote-address,remote-port --watch=0.2");
            terminal.await("PER SECOND");
            for (int[] size : new int[][] {{40, 10}, {200, 60}, {60, 6}}) {
                terminal.resize(size[0], size[1]);
                terminal.await(
                        screen -> screen.startsWith("REMOTE-ADDRESS")
                                && screen.contains("\ntotal ")
                                && (size[1] < 60
                                        || screen.lines()
                                                        .filter(line -> !line.isBlank())
                                                        .count()
                                                == 59),
                        "a table of " + size[0] + " by " + size[1]);
            }
            terminal.keys("C-c");
        }
    }

    @Test
    void dumbTerminalGetsTheTableAgainWithoutCursorMovements() throws Exception {
        try (Tmux terminal = terminal(80, 24)) {
            terminal.shell(
                    "TERM=dumb " + TOP.replace(" top", "") + " --watch=0.2 --count 3 | cat -v >" + home + "/out");
            terminal.shell(
                    "TERM=dumb " + TOP.replace(" top", "") + " --watch=0.2 --count 2 state listen; echo en'ded'");
            String screen = terminal.await("\nended");
            assertEquals(2, screen.split("STATE", -1).length - 1, screen);
            assertFalse(Files.readString(home.resolve("out")).contains("^["));
        }
    }
}
