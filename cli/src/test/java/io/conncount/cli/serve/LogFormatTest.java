package io.conncount.cli.serve;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** One line a message, whatever is in it. */
class LogFormatTest {
    private static final Logger ROOT = Logger.getLogger("");
    private static final Logger OURS = Logger.getLogger("io.conncount.exporters.web");
    private static final Logger THEIRS = Logger.getLogger("sun.net.httpserver");

    private final ByteArrayOutputStream logged = new ByteArrayOutputStream();
    private Handler[] handlers;
    private Level level;

    @BeforeEach
    void keepTheLoggers() {
        handlers = ROOT.getHandlers();
        level = ROOT.getLevel();
    }

    @AfterEach
    void putTheLoggersBack() {
        Arrays.stream(ROOT.getHandlers()).forEach(ROOT::removeHandler);
        Arrays.stream(handlers).forEach(ROOT::addHandler);
        ROOT.setLevel(level);
        Logger.getLogger("io.conncount").setLevel(null);
    }

    private void install(String name) {
        LogFormat.install(name, new PrintStream(logged, true, StandardCharsets.UTF_8));
    }

    private List<String> levels() {
        return logged.toString(StandardCharsets.UTF_8)
                .lines()
                .map(line -> line.replaceAll("time=\\S+ level=(\\w+) msg=\"(\\w+)\"", "$1 $2"))
                .toList();
    }

    private static String format(String message, Throwable thrown) {
        LogRecord line = new LogRecord(Level.WARNING, message);
        line.setInstant(Instant.parse("2026-11-23T05:00:00.123456Z"));
        line.setThrown(thrown);
        return new LogFormat().format(line);
    }

    @Test
    void lineHasTimeLevelAndMessage() {
        assertEquals(
                "time=2026-11-23T05:00:00.123Z level=warn msg=\"the web configuration cannot be read\"\n",
                format("the web configuration cannot be read", null));
    }

    @Test
    void textsCannotMakeALineOfTheirOwn() {
        assertEquals(
                "time=2026-11-23T05:00:00.123Z level=warn msg=\"a \\\"b\\\" \\\\ \\r\\n\\ttime=0"
                        + " level=error \\u001b[2J\\u2028\\u202e é\"\n",
                format("a \"b\" \\ \r\n\ttime=0 level=error \033[2J\u2028\u202e é", null));
        assertEquals(
                4096 + "time=2026-11-23T05:00:00.123Z level=warn msg=\"\"\n".length(),
                format("x".repeat(99_999), null).length());
    }

    @Test
    void exceptionsAreOneLineWithTheirCauses() {
        IOException thrown = new IOException("cannot read\nweb.yml", new IOException("it is a directory"));
        assertEquals(
                "time=2026-11-23T05:00:00.123Z level=warn msg=\"m\" error=\"java.io.IOException: cannot read\\nweb.yml:"
                        + " caused by java.io.IOException: it is a directory\"\n",
                format("m", thrown));
        String fault = format("m", new IllegalStateException("odd"));
        assertTrue(fault.contains(" at io.conncount.cli.serve.LogFormatTest."), fault);
        assertEquals(1, fault.lines().count());
    }

    @Test
    void parametersAreFilledIn() {
        LogRecord line = new LogRecord(Level.INFO, "listening on {0}");
        line.setParameters(new Object[] {"127.0.0.1:9"});
        assertTrue(new LogFormat().format(line).endsWith(" level=info msg=\"listening on 127.0.0.1:9\"\n"));
    }

    private void logAll() {
        OURS.fine("ours");
        OURS.info("ours");
        OURS.warning("ours");
        OURS.severe("ours");
        THEIRS.info("theirs");
        THEIRS.warning("theirs");
    }

    @Test
    void levelsAreOursAndOfOthersOnlyWhatIsWrong() {
        install("info");
        logAll();
        assertEquals(List.of("info ours", "warn ours", "error ours", "warn theirs"), levels());
    }

    @Test
    void levelsCanBeLowerAndHigher() {
        install("debug");
        logAll();
        assertEquals(List.of("debug ours", "info ours", "warn ours", "error ours", "warn theirs"), levels());
        logged.reset();
        install("error");
        logAll();
        assertEquals(
                List.of("error ours"),
                levels().stream().filter(line -> line.endsWith("ours")).toList());
        assertThrows(IllegalArgumentException.class, () -> install("loud"));
    }
}
