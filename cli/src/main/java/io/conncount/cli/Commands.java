package io.conncount.cli;

import io.conncount.cli.check.Check;
import io.conncount.cli.completion.CompletionCommand;
import io.conncount.cli.count.Count;
import io.conncount.cli.diff.Diff;
import io.conncount.cli.events.Events;
import io.conncount.cli.kill.Kill;
import io.conncount.cli.list.ListSockets;
import io.conncount.cli.options.Command;
import io.conncount.cli.options.CommandNames;
import io.conncount.cli.record.RecordCommand;
import io.conncount.cli.serve.Serve;
import io.conncount.cli.stats.Stats;
import io.conncount.cli.top.Top;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine.Model.CommandSpec;

/** The commands. A new one needs a class, a line here and one in {@link CommandNames}. */
public final class Commands {
    private Commands() {}

    /** The options of counting and of every command. */
    static List<CommandSpec> specs() {
        return Stream.concat(
                        Stream.of(new Count()),
                        CommandNames.all().stream().flatMap(entry -> byName(entry.name()).stream()))
                .map(Command::spec)
                .toList();
    }

    /** The command with this name. Only its own class is loaded: those of all take longer than some answers. */
    static Optional<Command> byName(String name) {
        return switch (name) {
            case "list" -> Optional.of(new ListSockets());
            case "events" -> Optional.of(new Events());
            case "kill" -> Optional.of(new Kill());
            case "top" -> Optional.of(new Top());
            case "stats" -> Optional.of(new Stats());
            case "check" -> Optional.of(new Check());
            case "diff" -> Optional.of(new Diff());
            case "record" -> Optional.of(new RecordCommand());
            case "serve" -> Optional.of(new Serve());
            case "completion" -> Optional.of(new CompletionCommand(Commands::specs));
            default -> Optional.empty();
        };
    }
}
