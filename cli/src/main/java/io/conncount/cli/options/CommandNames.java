package io.conncount.cli.options;

import java.util.List;

/** The names of all commands except counting, which has none. */
public final class CommandNames {
    /**
     * A command by the word that asks for it.
     *
     * @param help what it does, in half a line
     */
    public record Entry(String name, String help) {}

    private CommandNames() {}

    /** All of them, in the order in which help shows them. */
    public static List<Entry> all() {
        return List.of(
                new Entry("list", "list sockets, with the columns and options of ss"),
                new Entry("top", "live dashboard"),
                new Entry("listeners", "accept queues of listeners, and their connections"),
                new Entry("ports", "local ports that are left for connections"),
                new Entry("capacity", "limits that connections meet, and room for more"),
                new Entry("memory", "memory of sockets, by state or other keys"),
                new Entry("stats", "percentiles of a number, such as rtt, by group"),
                new Entry("events", "show sockets as they are destroyed"),
                new Entry("kill", "close the sockets that a filter selects"),
                new Entry("record", "save sockets to a file, for --from"),
                new Entry("recordings", "list the recordings that the daemon took by itself"),
                new Entry("diff", "compare two recordings or saved answers"),
                new Entry("check", "compare with thresholds, for monitoring systems"),
                new Entry("doctor", "what this host allows, and what would help"),
                new Entry("fleet", "count the sockets of many hosts, from a Prometheus"),
                new Entry("serve", "run as a daemon, for Prometheus and for --daemon"),
                new Entry("completion", "print the completion of bash, zsh or fish"));
    }

    /** True for the name of a command. */
    public static boolean contains(String word) {
        for (Entry entry : all()) {
            if (entry.name().equals(word)) {
                return true;
            }
        }
        return false;
    }
}
