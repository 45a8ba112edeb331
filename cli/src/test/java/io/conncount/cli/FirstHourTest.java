package io.conncount.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.conncount.cli.events.Events;
import io.conncount.cli.list.ListSockets;
import io.conncount.cli.options.Command.ExitCode;
import io.conncount.cli.options.ParsedArguments;
import io.conncount.cli.options.UsageException;
import io.conncount.testing.ErrorText;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.Model.CommandSpec;

/** What newcomers type by mistake, and what they are told. */
class FirstHourTest {
    private static List<String> refusal(String line) {
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int code = Main.run(line.split(" "), new PrintStream(err, true, StandardCharsets.UTF_8));
        List<String> lines = err.toString(StandardCharsets.UTF_8).lines().toList();
        assertEquals(ExitCode.USAGE, code, line + ": " + lines);
        return lines;
    }

    private static void assertAnswer(String line, String answer) {
        List<String> lines = refusal(line);
        ErrorText.assertNames(answer, lines.get(0));
        // Below a fault in a filter there are the filter and a caret.
        assertTrue(lines.size() == 1 || (lines.size() == 3 && lines.get(2).endsWith("^")), lines.toString());
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
                "-c                | conncount --watch",
                "-v                | -V shows the version",
                "-?                | -h shows help",
                "-watch            | write --watch",
                "-json             | write --json",
                "--list            | write conncount list",
                "--bye state       | did you mean '--by'?",
                "--colour          | did you mean '--color'?",
                "--interval 5      | top and serve .. conncount top --interval",
                "--columns state   | conncount list --columns",
                "-p                | conncount list -p",
                "list -Z           | ss -Z shows them",
                "list -K           | conncount kill",
                "list -s           | conncount --by proto,state -A all",
                "list --inet-sockopt | ss --inet-sockopt shows them",
                "list --watch      | counts .. conncount --watch",
                "list --watch 5    | counts .. conncount --watch",
                "list --by state   | counts, top .. accept it: conncount --by",
                "list --limt 3     | did you mean '--limit'?",
                "list -q           | unknown option '-q'; see conncount list --help",
                "events -x         | (-t, -u)",
                "events -A all     | (-t, -u)",
                "events -l         | (-t, -u)",
                "events --color=no | counts, list, top and other commands accept it: conncount --color",
                "events --top 3    | counts, list .. accept it: conncount --top",
                "events state listen | 'state'",
                "events sport = :80 and (user root or process sshd) | no owner: remove users",
                "events not cgroup / | no owner: remove users",
                "record x --json   | counts, list, stats and other commands accept it: conncount --json",
                "serve 9100        | '9100' .. conncount serve --help",
                "serve -t          | '-t' .. counts, list, top and other commands accept it: conncount -t",
                "record            | conncount record FILE"
            })
    void optionThatIsNotThereIsAnsweredByWhatIs(String line, String answer) {
        assertAnswer(line, answer);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "-t list           | commands come first: conncount list -t",
                "--json list -tan  | commands come first: conncount list --json -tan",
                "-A tcp list       | commands come first: conncount list -A tcp",
                "lst               | did you mean 'list'?",
                "lsit              | did you mean 'list'?",
                "evnts             | did you mean 'events'?",
                "vesrion           | did you mean 'version'?",
                "help lst          | did you mean 'list'?",
                "ls                | conncount list",
                "dump              | conncount record FILE",
                "watch             | write conncount --watch",
                "by state          | write conncount --by",
                "local-port        | write conncount --by local-port",
                "zzz               | 'zzz' .. conncount --help",
                "status            | conncount, which counts by state",
                "sockets           | conncount list",
                "connections       | conncount list state connected",
                "ps                | conncount list -p",
                "port 80           | conncount list sport = :80, or conncount ports",
                "ports 80          | conncount list sport = :80",
                "ports :443        | conncount list sport = :443",
                "monitor           | conncount top",
                "limits            | conncount capacity",
                "metrics           | conncount serve",
                "compare a b       | conncount diff A B",
                "keys              | write conncount help keys",
                "man               | conncount help",
                "help zzzz         | a topic is a command, or filter, keys",
                "listen            | write state listen",
                "list established  | write state established",
                "tcp               | write -A tcp",
                "list 443          | write sport = :443 or dport = :443",
                "10.0.0.1          | write src 10.0.0.1 or dst 10.0.0.1",
                "sprt = :80        | did you mean 'sport'?"
            })
    void wordThatIsNoCommandIsAnsweredByWhatWasMeant(String line, String answer) {
        assertAnswer(line, answer);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "--watch 5         | write --watch=5",
                "--color never     | write --color=never",
                "--color=banana    | choose from auto, always, never",
                "--by              | --by KEY[,KEY...]",
                "-A                | -A QUERY[,QUERY...]",
                "--top --json      | --top N",
                "--top 1 --top 2   | --top .. twice",
                "--json=pretty     | --json",
                "--by stat         | did you mean 'state'?",
                "--by satte        | did you mean 'state'?",
                "--by STATE        | did you mean 'state'?",
                "--by pids         | did you mean 'pid'?",
                "--sort port       | choose from count, state",
                "-f ipx            | choose from inet, inet6, unix, link, netlink, vsock",
                "--source proc     | sock_diag, procfs",
                "list --columns x  | conncount help columns",
                "serve --compat x  | 'node'",
                "serve --web.listen-address 9100 | 9100: .. HOST:PORT",
                "-F /nowhere       | -F /nowhere",
                "and sport = :80   | before 'and'",
                "sport = :-1       | ':-1'",
                "state bound-inactive | list -B"
            })
    void wrongValueIsAnsweredByRightOnes(String line, String answer) {
        assertAnswer(line, answer);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--by zzzzzz",
                "ro",
                "list --columns zzz",
                "-q",
                "list --columns x",
                "--xy",
                "serve --compat zzz",
                "state zzzz",
                "zzz = 1"
            })
    void nothingIsSuggestedThatIsFarFromTheWord(String line) {
        String refusal = refusal(line).get(0);
        assertFalse(refusal.contains("did you mean"), refusal);
    }

    @ParameterizedTest
    @CsvSource({
        "help,         conncount,        --help",
        "help all,     conncount,        --help",
        "--help list,  conncount list,   --help",
        "-h top,       conncount top,    --help",
        "list help,    conncount list,   --help",
        "record help,  conncount record, --help",
        "help serve -t, conncount serve, --help",
        "version,      conncount,        --version"
    })
    void helpAndVersionAreWordsAndOptions(String line, String command, String option) throws UsageException {
        Invocation asked = Invocation.of(List.of(line.split(" ")));
        assertEquals(command, asked.command().spec().name());
        assertTrue(asked.words().contains(option), asked.words().toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"record list", "user list", "-F list sport = :1", "--from list"})
    void nameOfACommandIsAValueWhereOneIsMeant(String line) throws UsageException {
        assertNotNull(Invocation.of(List.of(line.split(" "))).command());
    }

    @Test
    void flagThatIsGivenTwiceMeansNoMore() throws UsageException {
        CommandSpec spec = new ListSockets().spec();
        ParsedArguments given = ParsedArguments.parse(new picocli.CommandLine(spec), List.of("-t", "-tan"));
        assertTrue(given.has("-t") && given.has("-a"));
        assertThrows(
                UsageException.class,
                () -> ParsedArguments.parse(
                        new picocli.CommandLine(new ListSockets().spec()), List.of("-F", "a", "-Fb")));
    }

    /** Or it would be taken for a slip in one of the command's own, and not for what it is. */
    @Test
    void noOptionOfACommandIsALetterOffOneOfAnother() {
        for (CommandSpec spec : Commands.specs()) {
            for (CommandSpec other : Commands.specs()) {
                for (String name : other.optionsMap().keySet()) {
                    if (spec.findOption(name) == null) {
                        assertEquals(Optional.empty(), Corrections.slip(name, spec), spec.name() + " " + name);
                    }
                }
            }
        }
    }

    @Test
    void eventsHaveOnlyWhatTheKernelTellsOf() {
        CommandSpec events = new Events().spec();
        for (String option : List.of("-x", "-w", "-0", "-M", "-S", "-A", "-l", "-a", "--color")) {
            assertNull(events.findOption(option), option);
        }
    }
}
