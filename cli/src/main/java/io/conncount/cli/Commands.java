package io.conncount.cli;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine.Model.CommandSpec;

/** All commands except counting, which has no name. A new command needs a class and two lines here. */
final class Commands {
    /**
     * A command by the word that asks for it.
     *
     * @param help what it does, in half a line
     */
    record Entry(String name, String help) {}

    private Commands() {}

    /** All of them, in the order in which help shows them. */
    static List<Entry> all() {
        return List.of(
                new Entry("list", "list sockets, with the columns and options of ss"),
                new Entry("events", "show sockets as they are destroyed"),
                new Entry("top", "live dashboard"),
                new Entry("record", "save sockets to a file, for --from"),
                new Entry("serve", "run as a daemon, for Prometheus and for --daemon"));
    }

    /** True for the name of a command. */
    static boolean isName(String word) {
        for (Entry entry : all()) {
            if (entry.name().equals(word)) {
                return true;
            }
        }
        return false;
    }

    /** The options of counting and of every command. */
    static List<CommandSpec> specs() {
        return Stream.concat(Stream.of(new Count()), all().stream().flatMap(entry -> byName(entry.name()).stream()))
                .map(Command::spec)
                .toList();
    }

    /** The command with this name. Only its own class is loaded: those of all take longer than some answers. */
    static Optional<Command> byName(String name) {
        return switch (name) {
            case "list" -> Optional.of(new ListSockets());
            case "events" -> Optional.of(new Events());
            case "top" -> Optional.of(new Top());
            case "record" -> Optional.of(new RecordCommand());
            case "serve" -> Optional.of(new Serve());
            default -> Optional.empty();
        };
    }
}
