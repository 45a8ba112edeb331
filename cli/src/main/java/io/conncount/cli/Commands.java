package io.conncount.cli;

import io.conncount.cli.check.Check;
import io.conncount.cli.completion.CompletionCommand;
import io.conncount.cli.count.Count;
import io.conncount.cli.diff.Diff;
import io.conncount.cli.events.Events;
import io.conncount.cli.fleet.Fleet;
import io.conncount.cli.kill.Kill;
import io.conncount.cli.list.ListSockets;
import io.conncount.cli.options.Command;
import io.conncount.cli.options.CommandNames;
import io.conncount.cli.record.RecordCommand;
import io.conncount.cli.recordings.ListRecordings;
import io.conncount.cli.serve.Serve;
import io.conncount.cli.stats.Stats;
import io.conncount.cli.top.Top;
import io.conncount.cli.views.ShowCapacity;
import io.conncount.cli.views.ShowDoctor;
import io.conncount.cli.views.ShowListeners;
import io.conncount.cli.views.ShowMemory;
import io.conncount.cli.views.ShowPorts;
import io.conncount.cli.views.ViewCommand;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;

/** The commands. A new one needs a class, a line here and one in {@link CommandNames}. */
public final class Commands {
    private Commands() {}

    /** The options of counting and of every command. */
    static List<CommandSpec> specs() {
        List<CommandSpec> specs = new ArrayList<>();
        specs.add(new Count().spec());
        for (CommandNames.Entry entry : CommandNames.all()) {
            specs.add(byName(entry.name()).orElseThrow().spec());
        }
        return specs;
    }

    /** True for the options of a command that shows a view. */
    static boolean isView(CommandSpec spec) {
        String name = spec.name().substring(spec.name().lastIndexOf(' ') + 1);
        return byName(name).orElseGet(Count::new) instanceof ViewCommand;
    }

    /** The command with this name. Only its own class is loaded: those of all take longer than some answers. */
    static Optional<Command> byName(String name) {
        return switch (name) {
            case "list" -> Optional.of(new ListSockets());
            case "listeners" -> Optional.of(new ShowListeners());
            case "ports" -> Optional.of(new ShowPorts());
            case "capacity" -> Optional.of(new ShowCapacity());
            case "memory" -> Optional.of(new ShowMemory());
            case "doctor" -> Optional.of(new ShowDoctor());
            case "events" -> Optional.of(new Events());
            case "kill" -> Optional.of(new Kill());
            case "top" -> Optional.of(new Top());
            case "stats" -> Optional.of(new Stats());
            case "check" -> Optional.of(new Check());
            case "diff" -> Optional.of(new Diff());
            case "fleet" -> Optional.of(new Fleet());
            case "record" -> Optional.of(new RecordCommand());
            case "recordings" -> Optional.of(new ListRecordings());
            case "serve" -> Optional.of(new Serve());
            case "completion" -> Optional.of(new CompletionCommand(Commands::specs));
            default -> Optional.empty();
        };
    }
}
