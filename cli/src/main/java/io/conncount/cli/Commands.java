package io.conncount.cli;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** The commands there are besides counting, which needs no name. A new one is a class of its own and a line here. */
final class Commands {
    /**
     * A command by the word that asks for it.
     *
     * @param help what it does, in half a line
     */
    record Entry(String name, String help, Supplier<Command> command) {}

    private Commands() {}

    /** All of them, in the order in which help shows them. */
    static List<Entry> all() {
        return List.of(
                new Entry("list", "one row a socket, with the columns and options of ss", ListSockets::new),
                new Entry("events", "sockets as they are destroyed", Events::new),
                new Entry("top", "the live dashboard", Top::new),
                new Entry("record", "keep the kernel's messages in a file, for --from", RecordCommand::new),
                new Entry("serve", "sample all the time, for Prometheus and for --daemon", Serve::new));
    }

    /** The command with this name. */
    static Optional<Command> byName(String name) {
        for (Entry entry : all()) {
            if (entry.name.equals(name)) {
                return Optional.of(entry.command.get());
            }
        }
        return Optional.empty();
    }
}
