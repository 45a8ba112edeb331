package io.conncount.cli.options;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.conncount.cli.count.Count;
import io.conncount.filter.ConditionText;
import io.conncount.filter.ParsedFilter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class FilterReaderTest {
    @TempDir
    private Path directory;

    private static ParsedFilter read(String... args) throws UsageException {
        return FilterReader.read(ParsedArguments.parse(new CommandLine(new Count().spec()), List.of(args)));
    }

    private static String text(String... args) throws UsageException {
        return ConditionText.of(List.of(read(args).filter().orElseThrow().condition()));
    }

    private static void assertFault(String message, String... args) {
        UsageException e = assertThrows(UsageException.class, () -> read(args));
        assertEquals(message, e.getMessage());
    }

    private String file(String content) throws IOException {
        return Files.writeString(directory.resolve("filter"), content).toString();
    }

    @Test
    void faultIsShownWithTheFilterAndACaretUnderIt() {
        assertFault("""
                unknown state 'lisen'; did you mean 'listen'?
                  state lisen
                        ^""", "state", "lisen");
        assertFault("""
                unknown filter field 'dprt'; did you mean 'dport'?
                  dport = :22 or dprt = :443
                                 ^""", "dport = :22 or dprt = :443");
        assertFault("""
                the parenthesis is never closed
                  (dport = :22
                  ^""", "(dport", "=", ":22");
        assertFault("""
                'dport' needs a value
                  dport =
                         ^""", "dport", "=");
    }

    @Test
    void longFiltersAreShownAroundTheFault() {
        String many = "sport = :1 or ".repeat(100);
        UsageException e = assertThrows(UsageException.class, () -> read(many + "x " + many));
        List<String> lines = e.getMessage().lines().toList();
        assertEquals(3, lines.size());
        assertTrue(lines.get(1).startsWith("  ...") && lines.get(1).endsWith("..."), lines.get(1));
        assertTrue(lines.get(1).length() < 140, lines.get(1));
        assertEquals('x', lines.get(1).charAt(lines.get(2).indexOf('^')));
    }

    @Test
    void whatCouldDoThingsToATerminalIsEscaped() {
        assertFault("""
                unknown filter field 'd\\x1b[2J'
                  sport 1 d\\x1b[2J
                          ^""", "sport 1 d\u001b[2J");
    }

    @Test
    void fileIsReadAsIfItsLinesWereWordsBehindThoseOfTheCommandLine() throws Exception {
        String file = file("dport = :443\n\tor sport = :22\r\n");
        assertEquals("dport = :443 or sport = :22", text("-F", file));
        assertEquals("dport = :443 or sport = :22", text("--filter=" + file));
        assertEquals("dev = lo and dport = :443 or sport = :22", text("-F", file, "dev", "lo"));
        assertTrue(read("-F", file("")).filter().isEmpty());
        assertEquals("dport = :443 or sport = :22", text("-F", file("# web\ndport = :443\n  # ssh\nor sport = :22")));
        assertTrue(read("-F", file("# nothing\n")).filter().isEmpty());
    }

    @Test
    void fileThatCannotBeReadOrIsNoFilterIsNamed() throws Exception {
        Path nowhere = directory.resolve("nowhere");
        assertFault(
                "-F " + nowhere + ": cannot be read: " + nowhere + " (No such file or directory)",
                "-F",
                nowhere.toString());
        String large = file("x".repeat(100_000));
        assertFault("-F " + large + ": has more than 65536 bytes, the limit for a filter", "-F", large);
        assertFault("""
                unknown filter field 'dpor'; did you mean 'dport'?
                  dport = :1 dpor
                             ^""", "-F", file("dport = :1\ndpor\n"));
    }
}
