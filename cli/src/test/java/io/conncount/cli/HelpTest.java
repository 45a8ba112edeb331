package io.conncount.cli;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.conncount.cli.check.Check;
import io.conncount.cli.completion.CompletionCommand;
import io.conncount.cli.count.Count;
import io.conncount.cli.count.CountReader;
import io.conncount.cli.diff.Diff;
import io.conncount.cli.events.Events;
import io.conncount.cli.fleet.Fleet;
import io.conncount.cli.kill.Kill;
import io.conncount.cli.list.ListReader;
import io.conncount.cli.list.ListSockets;
import io.conncount.cli.options.Command;
import io.conncount.cli.options.CommandNames;
import io.conncount.cli.options.HelpText;
import io.conncount.cli.options.ParsedArguments;
import io.conncount.cli.options.SourceOptions;
import io.conncount.cli.options.UsageException;
import io.conncount.cli.record.RecordCommand;
import io.conncount.cli.recordings.ListRecordings;
import io.conncount.cli.serve.ServeReader;
import io.conncount.cli.stats.Stats;
import io.conncount.cli.top.Top;
import io.conncount.cli.top.TopReader;
import io.conncount.cli.views.ViewCommand;
import io.conncount.cli.views.ViewRun.ViewOptions;
import io.conncount.source.HostSource;
import io.conncount.source.recording.RecordingException;
import io.conncount.testing.Repository;
import io.conncount.tui.SettingsFile;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Help tells what is accepted, and nothing else, on 80 columns. */
class HelpTest {
    private static final int COLUMNS = 80;
    private static final int ROWS = 40;
    private static final String RECORDING = Repository.root()
            .resolve("collector/src/test/resources/freebsd/15.1")
            .toString();

    private static final String CERTIFICATE =
            Repository.root().resolve("cli/src/test/resources/fleet/ca.pem").toString();

    private static final String ONE_LINE = "/proc/sys/kernel/ostype";

    /** For each option with a value, one that is right, and one that is wrong unless every value may be right. */
    private static final Map<String, List<String>> VALUES = Map.ofEntries(
            Map.entry("-A", List.of("tcp", "zzz")),
            Map.entry("-f", List.of("inet", "zzz")),
            Map.entry("-F", List.of("/dev/null", "/nowhere")),
            Map.entry("--by", List.of("state", "z z")),
            Map.entry("--prometheus", List.of("http://localhost:9090/prom", "zzz")),
            Map.entry("--at", List.of("-2h", "zzz")),
            Map.entry("--since", List.of("24h", "zzz")),
            Map.entry("--without", List.of("ports,memory", "zzz")),
            Map.entry("--record-when", List.of("state=syn-recv > 5000 for 10s", "state=syn-recv")),
            Map.entry("--record-keep", List.of("3", "zzz")),
            Map.entry("--record-dir", List.of("/var/tmp")),
            Map.entry("--every", List.of("1m", "zzz")),
            Map.entry("--history", List.of("/var/lib/conncount")),
            Map.entry("--history-size", List.of("2G", "zzz")),
            Map.entry("--history-age", List.of("7d", "zzz")),
            Map.entry("--timeout", List.of("3", "zzz")),
            Map.entry("--user", List.of("me")),
            Map.entry("--password-file", List.of(ONE_LINE, "/nowhere")),
            Map.entry("--token-file", List.of(ONE_LINE, "/nowhere")),
            Map.entry("--ca-file", List.of(CERTIFICATE, ONE_LINE)),
            Map.entry("--warning", List.of("10:20", "zzz")),
            Map.entry("--critical", List.of("@10", "zzz")),
            Map.entry("--top", List.of("3", "zzz")),
            Map.entry("--sort", List.of("state", "zzz")),
            Map.entry("--max-groups", List.of("3", "zzz")),
            Map.entry("--watch", List.of("3", "zzz")),
            Map.entry("--count", List.of("3", "zzz")),
            Map.entry("--color", List.of("never", "zzz")),
            Map.entry("--plan", List.of("2000000", "zzz")),
            Map.entry("--threads", List.of("3", "zzz")),
            Map.entry("--from", List.of(RECORDING, "/nowhere")),
            Map.entry("--source", List.of("procfs", "zzz")),
            Map.entry("-N", List.of("ns1")),
            Map.entry("--columns", List.of("state", "zzz")),
            Map.entry("--max", List.of("3", "zzz")),
            Map.entry("--rate", List.of("3", "zzz")),
            Map.entry("--limit", List.of("3", "zzz")),
            Map.entry("--interval", List.of("3", "zzz")),
            Map.entry("--cpu-budget", List.of("3%", "zzz")),
            Map.entry("--web.listen-address", List.of("127.0.0.1:80", "zzz")),
            Map.entry("--web.telemetry-path", List.of("/metrics", "zzz")),
            Map.entry("--web.max-requests", List.of("3", "zzz")),
            Map.entry("--web.config.file", List.of("web.yml")),
            Map.entry("--group", List.of("by=state", "zzz")),
            Map.entry("--max-series", List.of("3", "zzz")),
            Map.entry("--compat", List.of("node", "zzz")),
            Map.entry("--group-interval", List.of("3", "zzz")),
            Map.entry("--deadline", List.of("3", "zzz")),
            Map.entry("--socket", List.of("/run/socket")),
            Map.entry("--socket-group", List.of("adm")),
            Map.entry("--socket-mode", List.of("0660", "zzz")),
            Map.entry("--log.level", List.of("info", "zzz")));

    /** What must be given besides, for an option to mean something. */
    private static final Map<String, List<String>> BESIDES = Map.ofEntries(
            Map.entry("conncount --count", List.of("--watch")),
            Map.entry("conncount listeners --count", List.of("--watch")),
            Map.entry("conncount ports --count", List.of("--watch")),
            Map.entry("conncount memory --count", List.of("--watch")),
            Map.entry("conncount capacity --count", List.of("--watch")),
            Map.entry("conncount check --critical", List.of("tcp_orphans")),
            Map.entry("conncount check --fresh", List.of("--daemon")),
            Map.entry("conncount fleet --count", List.of("--watch")),
            Map.entry("conncount fleet --user", List.of("--password-file", ONE_LINE)),
            Map.entry("conncount fleet --password-file", List.of("--user", "me")),
            Map.entry("conncount top --timeout", List.of("--prometheus", "http://localhost:9090")),
            Map.entry("conncount top --token-file", List.of("--prometheus", "http://localhost:9090")),
            Map.entry("conncount top --ca-file", List.of("--prometheus", "http://localhost:9090")),
            Map.entry(
                    "conncount top --user",
                    List.of("--password-file", ONE_LINE, "--prometheus", "http://localhost:9090")),
            Map.entry(
                    "conncount top --password-file", List.of("--user", "me", "--prometheus", "http://localhost:9090")),
            Map.entry("conncount stats --count", List.of("--watch")),
            Map.entry("conncount stats --sort", List.of("--by", "state")),
            Map.entry("conncount --fresh", List.of("--daemon")),
            Map.entry("conncount --every", List.of("--since", "1h")),
            Map.entry("conncount --history", List.of("--at", "now")),
            Map.entry("conncount diff --at", List.of("--at", "now")),
            Map.entry("conncount diff --history", List.of("--at", "now", "--at", "now")),
            Map.entry("conncount check --history", List.of("--since", "1h")),
            Map.entry("conncount serve --history-size", List.of("--history", "/var/lib/conncount")),
            Map.entry("conncount serve --history-age", List.of("--history", "/var/lib/conncount")),
            Map.entry("conncount top --fresh", List.of("--daemon")),
            Map.entry("conncount top --sort", List.of("--by", "state")),
            Map.entry("conncount list --sort", List.of("--top", "3")),
            Map.entry("conncount list --top", List.of("--sort", "state")),
            Map.entry("conncount list --reverse", List.of("--sort", "state", "--top", "3")),
            Map.entry("conncount serve --record-keep", List.of("--record-when", "tcp_orphans > 5")),
            Map.entry("conncount serve --record-dir", List.of("--record-when", "tcp_orphans > 5")),
            Map.entry("conncount serve --socket-mode", List.of("--socket", "/run/socket")));

    static List<Command> commands() {
        return Stream.concat(
                        Stream.of(new Count()),
                        CommandNames.all().stream()
                                .map(entry -> Commands.byName(entry.name()).orElseThrow()))
                .toList();
    }

    private static String help(Command command) {
        return HelpText.all(command, new CommandLine(command.spec()), false);
    }

    /** As the command reads its words before it does anything. */
    private static void read(Command command, List<String> words) throws UsageException, RecordingException {
        ParsedArguments given = ParsedArguments.parse(new CommandLine(command.spec()), words);
        if (command instanceof Count) {
            new CountReader(given).read();
        } else if (command instanceof ListSockets) {
            new ListReader(given).read();
        } else if (command instanceof Top) {
            new TopReader(given).read(SettingsFile.of(Map.of()), Map.of());
        } else if (command instanceof Events) {
            Events.options(given);
        } else if (command instanceof Kill) {
            Kill.options(given);
        } else if (command instanceof Check) {
            Check.questions(given);
        } else if (command instanceof Stats) {
            Stats.options(given);
        } else if (command instanceof Diff) {
            Diff.options(given);
        } else if (command instanceof Fleet) {
            Fleet.check(given);
        } else if (command instanceof RecordCommand) {
            RecordCommand.selection(given);
        } else if (command instanceof ListRecordings) {
            ListRecordings.directory(given);
        } else if (command instanceof CompletionCommand) {
            CompletionCommand.shell(given);
        } else if (command instanceof ViewCommand view) {
            view.view(given, HostSource.open());
            ViewOptions.read(given);
        } else {
            ServeReader reader = new ServeReader(given);
            reader.read(reader.groups(), reader.flight());
            reader.logLevel();
        }
        if (given.has(SourceOptions.FROM) || given.has(SourceOptions.SOURCE)) {
            SourceOptions.open(given);
        }
        given.color();
    }

    private static List<String> line(Command command, OptionSpec option, Optional<String> value) {
        List<String> words = new ArrayList<>();
        if (command instanceof RecordCommand) {
            words.add("web1.rec");
        } else if (command instanceof CompletionCommand) {
            words.add("zsh");
        } else if (command instanceof Fleet && !option.longestName().equals("--prometheus")) {
            words.addAll(List.of("--prometheus", "http://localhost:9090"));
        }
        if (command instanceof Check) {
            words.add("state listen > 3");
        }
        if (command instanceof Stats) {
            words.add("rtt");
        }
        boolean history = List.of("--at", "--history").contains(option.longestName());
        if (command instanceof Diff && !history) {
            words.addAll(List.of("before.json", "web1.rec"));
        }
        String name = option.names()[0];
        words.add(name
                + value.map(text -> name.startsWith("--") ? "=" + text : text).orElse(""));
        if (command instanceof Kill) {
            words.addAll(List.of("dst", "203.0.113.7"));
        }
        words.addAll(BESIDES.getOrDefault(command.spec().name() + " " + name, List.of()));
        return words;
    }

    @ParameterizedTest
    @MethodSource("commands")
    void helpNamesEveryOptionAndFitsTheScreen(Command command) {
        String help = help(command);
        assertFalse(help.contains("%%"), help);
        help.lines().forEach(line -> assertTrue(line.length() <= COLUMNS, () -> line.length() + ": " + line));
        for (OptionSpec option : command.spec().options()) {
            for (String name : option.names()) {
                assertTrue(help.contains(name), name);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("commands")
    void briefHelpNamesEveryOptionOnOneScreen(Command command) {
        String help = HelpText.brief(command, new CommandLine(command.spec()), false);
        assertTrue(help.lines().count() <= ROWS, () -> help.lines().count() + " lines: " + help);
        help.lines().forEach(line -> assertTrue(line.length() <= COLUMNS, () -> line.length() + ": " + line));
        for (OptionSpec option : command.spec().options()) {
            assertTrue(help.contains(option.names()[0]), option.names()[0]);
        }
    }

    @ParameterizedTest
    @MethodSource("commands")
    void optionInHelpIsAcceptedAndItsValueRead(Command command) {
        CommandSpec spec = command.spec();
        for (OptionSpec option : spec.options()) {
            boolean taken = option.arity().max() > 0 && option.type() != boolean.class;
            List<String> values = taken ? VALUES.get(option.names()[0]) : List.of();
            List<String> right = line(command, option, values.stream().findFirst());
            assertDoesNotThrow(() -> read(command, right), () -> spec.name() + " " + right);
            values.stream().skip(1).forEach(value -> {
                List<String> wrong = line(command, option, Optional.of(value));
                assertThrows(Exception.class, () -> read(command, wrong), () -> spec.name() + " " + wrong);
            });
        }
    }

    @ParameterizedTest
    @MethodSource("commands")
    void exampleInHelpIsAccepted(Command command) {
        List<String> examples = help(command)
                .lines()
                .filter(line -> line.startsWith("  conncount"))
                .map(line -> line.strip().split("  | \\| ")[0])
                .toList();
        assertTrue(examples.size() >= 3, () -> examples.toString());
        List<String> broken = help(command)
                .lines()
                .filter(line -> line.matches("(--|[a-z_]+[=<>]).*"))
                .toList();
        assertEquals(List.of(), broken, "examples on two lines");
        examples.forEach(ExampleLine::assertAccepted);
    }
}
