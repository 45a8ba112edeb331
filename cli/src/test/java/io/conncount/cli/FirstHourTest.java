package io.conncount.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** What newcomers type first, and what they are told. */
class FirstHourTest {
    private static final int COLUMNS = 80;

    private static String refusal(String line) {
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int code = Main.run(line.split(" "), new PrintStream(err, true, StandardCharsets.UTF_8));
        assertEquals(ExitCode.USAGE, code, line);
        return err.toString(StandardCharsets.UTF_8).lines().findFirst().orElse("");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "-tan              | conncount list -tan",
                "-tulpn            | conncount list -tulpn",
                "-n                | conncount list -n",
                "-s                | conncount --by proto,state -A all",
                "-E                | conncount events",
                "-D x              | conncount record FILE",
                "-t list           | commands come first: conncount list -t",
                "--json list       | commands come first: conncount list --json",
                "--watch 5         | write --watch=5",
                "list --watch      | only counts have it: conncount --watch",
                "list --by state   | only counts have it: conncount --by",
                "lst               | did you mean 'list'?",
                "lsit              | did you mean 'list'?",
                "evnts             | did you mean 'events'?",
                "vesrion           | did you mean 'version'?",
                "ls                | conncount list",
                "netstat           | conncount list -tan",
                "ss                | conncount list",
                "dump              | conncount record FILE",
                "and sport = :80   | a condition is missing before 'and'",
                "sport = :-1       | ':-1' is no port",
                "state bound-inactive | list -B",
                "--by stat         | did you mean 'state'?",
                "--by satte        | did you mean 'state'?",
                "--colour          | did you mean '--color'?"
            })
    void slipIsAnsweredByWhatWasMeant(String line, String answer) {
        String refusal = refusal(line);
        assertTrue(refusal.contains(answer), refusal);
    }

    @ParameterizedTest
    @ValueSource(strings = {"--by zzzzzz", "ro", "list --columns zzz", "-q", "list --columns x"})
    void nothingIsSuggestedThatIsFarFromTheWord(String line) {
        String refusal = refusal(line);
        assertTrue(!refusal.contains("did you mean"), refusal);
    }

    static List<CommandLine> commands() {
        List<CommandLine> commands = new ArrayList<>();
        Stream.concat(
                        Stream.of(new Count()),
                        Commands.all().stream()
                                .map(entry -> Commands.byName(entry.name()).orElseThrow()))
                .forEach(command -> {
                    CommandSpec spec = command.spec();
                    command.describe(spec.usageMessage());
                    commands.add(new CommandLine(spec));
                });
        return commands;
    }

    @ParameterizedTest
    @MethodSource("commands")
    void helpFitsTheScreenAndNoLineIsBroken(CommandLine command) {
        for (String line : command.getCommandSpec().usageMessage().footer()) {
            assertTrue(line.replace("%%", "%").length() <= COLUMNS, () -> line.length() + ": " + line);
        }
        command.getUsageMessage().lines().forEach(line -> assertTrue(line.length() <= COLUMNS, line));
    }

    @ParameterizedTest
    @MethodSource("commands")
    void optionsInHelpAreAccepted(CommandLine command) {
        for (OptionSpec option : command.getCommandSpec().options()) {
            if (option.usageHelp() || option.versionHelp() || option.hidden()) {
                continue;
            }
            for (String name : option.names()) {
                List<String> words = new ArrayList<>(List.of(name));
                if (option.arity().min() > 0) {
                    words.add("1");
                }
                command.parseArgs(words.toArray(new String[0]));
                assertTrue(command.getParseResult().hasMatchedOption(name), name);
            }
        }
    }

    @Test
    void eventsHaveOnlyWhatTheKernelTellsOf() {
        CommandSpec events = new Events().spec();
        for (String option : List.of("-x", "-w", "-0", "-M", "-S", "-A", "-l", "-a", "--color")) {
            assertEquals(null, events.findOption(option), option);
        }
    }
}
