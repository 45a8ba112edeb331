package io.conncount.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.conncount.testing.ErrorText;
import io.conncount.testing.SocketNamespace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What newcomers type first, for each command, and what they see. Needs root and tmux. */
class FirstHourIT {
    private static final int COLUMNS = 80;
    private static final int ROWS = 24;

    private static SocketNamespace namespace;
    private static int lines;

    @TempDir
    private Path home;

    @BeforeAll
    static void fill() throws Exception {
        // Each makes its archive when it is first called, which takes seconds.
        Launch.of("--help");
        Launch.of("list", "--help");
        Launch.of("top", "--help");
        namespace = new SocketNamespace("--connections", "30");
    }

    @AfterAll
    static void empty() throws IOException {
        namespace.close();
    }

    private Tmux terminal(int columns, int rows) throws IOException, InterruptedException {
        return namespace.call(() -> new Tmux(columns, rows, home));
    }

    /** Types a line of shell; returns what the screen shows once it has ended, which what was typed does not have in it. */
    private static String start(Tmux terminal, String line) throws IOException, InterruptedException {
        lines++;
        terminal.shell("clear; " + line + "; echo line $((0 + " + lines + ")) ended with $?");
        return "line " + lines + " ended with ";
    }

    /** The screen once a line of shell has ended by itself. */
    private static String seen(Tmux terminal, String line, int exitCode) throws IOException, InterruptedException {
        return terminal.await(start(terminal, line) + exitCode);
    }

    /** The screen once a line of shell shows a text; then it is ended by a key. */
    private static String seen(Tmux terminal, String line, String awaited, String endKey, int exitCode)
            throws IOException, InterruptedException {
        String end = start(terminal, line);
        String screen = terminal.await(awaited);
        terminal.keys(endKey);
        terminal.await(end + exitCode);
        return screen;
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "list", "events", "top", "record", "diff", "stats", "check", "serve"})
    void helpIsTheSameInEverySpelling(String command) throws Exception {
        Launch help = Launch.shell("$conncount " + command + " --help");
        assertEquals(0, help.exitCode(), help.err());
        assertEquals("", help.err());
        assertTrue(help.out().startsWith(("Usage: conncount " + command).strip() + " "), help.out());
        help.out().lines().forEach(line -> assertTrue(line.length() <= COLUMNS, line));
        assertEquals(help, Launch.shell("$conncount " + command + " help"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"list", "serve", "ss", "filter", "formats", "conncount-keys"})
    void helpWithATopicIsItsPageOfTheManual(String topic) throws Exception {
        Launch page = Launch.of("help", topic);
        String name = topic.startsWith("conncount-") ? topic : "conncount-" + topic;
        assertTrue(page.out().startsWith("NAME\n     " + name + " - "), page.out());
        assertEquals("", page.err());
        assertEquals(0, page.exitCode());
    }

    @Test
    void helpHasNoEscapesOnADumbTerminal() throws Exception {
        Launch help = Launch.shell("TERM=dumb script -qec '$conncount list --help' /dev/null");
        assertTrue(help.out().contains("Usage: conncount list"), help.out());
        assertFalse(help.out().contains("\033"), help.out());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "--bystate         | '--bystate' .. '--by-state'",
                "-tulpn            | '-p' .. conncount list -tulpn",
                "lsit              | 'lsit' .. 'list'",
                "list --limt 3     | '--limt' .. '--limit'",
                "list -Z           | '-Z' .. ss -Z",
                "events --lmit 3   | '--lmit' .. '--limit'",
                "events -K         | '-K' .. conncount kill",
                "top --intervall 3 | '--intervall' .. '--interval'",
                "top -n            | '-n' .. conncount list -n",
                "record            | conncount record FILE",
                "record x --scurb  | '--scurb' .. '--scrub'",
                "record x -b       | '-b' .. ss -b",
                "serve --grop x    | '--grop' .. '--group'",
                "serve -E          | '-E' .. conncount events"
            })
    void mistakeIsOneLine(String line, String answer) throws Exception {
        Launch launch = Launch.shell("$conncount " + line);
        assertEquals(2, launch.exitCode(), launch.err());
        assertEquals("", launch.out());
        ErrorText.assertNames("conncount: .. " + answer, launch.err());
    }

    @Test
    void mistakeDoesNothingToTheTerminal() throws Exception {
        String told = "conncount: unknown key '\\x1b[2Jx' in --by; conncount help keys lists them\n";
        assertEquals(new Launch(2, "", told), Launch.shell("$conncount --by $'\\e[2Jx'"));
        Path recording = Files.writeString(home.resolve("a\033[2Jb"), "no recording");
        Launch launch = Launch.command(home, List.of(Launch.conncount(), "--from", recording.toString()));
        assertTrue(launch.err().contains("a\\x1b[2Jb: "), launch.err());
    }

    @Test
    void everyCommandDoesSomethingWithoutAnArgument() throws Exception {
        try (Tmux terminal = terminal(COLUMNS, ROWS)) {
            String conncount = Launch.conncount();
            assertTrue(seen(terminal, conncount, 0).contains("ESTAB"));
            assertTrue(seen(terminal, conncount + " list | head -3", 0).contains("Recv-Q"));
            assertTrue(
                    seen(terminal, conncount + " events", "NETID", "C-c", 130).contains("TIME"));
            assertTrue(seen(terminal, conncount + " top", "ESTAB", "q", 0).contains("? help"));
            // The daemon's usual socket may be another's: in a mount namespace /run is its own.
            String serve = "unshare --mount sh -c 'mount -t tmpfs none /run && exec " + conncount + " serve'";
            assertTrue(seen(terminal, serve, "conncount.sock", "C-c", 0).contains("127.0.0.1:12117"));
        }
    }

    @Test
    void firstAnswerOnATerminalSaysWhatToTryNextAndNoOther() throws Exception {
        String conncount = "unset XDG_CACHE_HOME; " + Launch.conncount();
        String next = "conncount help";
        try (Tmux terminal = terminal(COLUMNS, ROWS)) {
            assertFalse(seen(terminal, conncount + " --by-state", 0).contains(next));
            assertFalse(seen(terminal, conncount + " --quiet", 0).contains(next));
            assertFalse(seen(terminal, conncount + " | cat", 0).contains(next));
            assertFalse(seen(terminal, "HOME=/proc " + Launch.conncount(), 0).contains(next));
            assertTrue(seen(terminal, conncount, 0).contains(next));
            assertFalse(seen(terminal, conncount, 0).contains(next));
        }
    }

    @Test
    void pageOfTheManualIsShownWithAPagerAndWithout() throws Exception {
        String page = Launch.conncount() + " help filter";
        try (Tmux terminal = terminal(COLUMNS, ROWS)) {
            assertTrue(seen(terminal, "PAGER='head -n 3' " + page, 0).contains("conncount-filter - "));
            assertTrue(seen(terminal, "MANPAGER='tail -n 3' " + page, 0).contains("conncount(1)"));
            assertTrue(seen(terminal, page + " | head -n 3", 0).contains("conncount-filter - "));
            String without = "JAVA_HOME=" + System.getProperty("java.home") + " PATH=/nowhere /bin/sh " + page;
            assertTrue(seen(terminal, without, 0).contains("conncount(1)"));
        }
    }

    @ParameterizedTest
    @CsvSource({"200, 60, xterm-256color", "40, 10, screen", "20, 5, vt100", "80, 24, ''"})
    void dashboardFitsTheScreen(int columns, int rows, String term) throws Exception {
        try (Tmux terminal = terminal(columns, rows)) {
            seen(terminal, "TERM=" + term + " " + Launch.conncount() + " top", "ESTAB", "q", 0);
            assertEquals("0", terminal.scrolledRows());
        }
    }

    @Test
    void dumbTerminalGetsLines() throws Exception {
        try (Tmux terminal = terminal(COLUMNS, ROWS)) {
            String top = seen(terminal, "TERM=dumb " + Launch.conncount() + " top", 1);
            assertTrue(top.contains("top cannot draw on this terminal (TERM=dumb)"), top);
            String watch = seen(terminal, "TERM=dumb " + Launch.conncount() + " --watch=0.1 --count 2 state listen", 0);
            assertEquals(2, watch.split("LISTEN ", -1).length - 1, watch);
        }
    }
}
