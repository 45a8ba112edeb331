package io.conncount.exporters.history;

import io.conncount.query.Query;
import io.conncount.query.Selection;
import io.conncount.socket.AddressFamily;
import io.conncount.socket.Protocol;
import io.conncount.socket.TcpState;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a series in a history is of.
 *
 * @param name in metrics, such as {@code states} or {@code local_port_state}
 * @param keys the names of what its groups are by
 * @param tables whose sockets were counted, as for {@code -A}; empty if it does not count sockets
 * @param families of which IP families
 * @param states in which states
 * @param filter what else had to hold for them, in the words of the command line; empty if nothing
 */
public record RecordedSeries(
        String name,
        List<String> keys,
        List<String> tables,
        List<String> families,
        List<String> states,
        Optional<String> filter) {
    /** The name of that of accept queues: by endpoint, {@code length} and {@code limit}. */
    public static final String LISTEN_QUEUES = "listen_queues";

    /** The name of that of the kernel's own numbers, by their labels. */
    public static final String MEASURES = "measures";

    /** Copies what it is given. */
    public RecordedSeries {
        keys = List.copyOf(keys);
        tables = List.copyOf(tables);
        families = List.copyOf(families);
        states = List.copyOf(states);
    }

    /** One that counts sockets. */
    public static RecordedSeries of(String name, Query query) {
        Selection selection = query.selection();
        return new RecordedSeries(
                name,
                query.keys().stream().map(key -> key.name()).toList(),
                tables(selection),
                families(selection.families()),
                states(selection.states()),
                selection.filter().map(filter -> filter.text()));
    }

    /** One of other numbers. */
    static RecordedSeries ofNumbers(String name, String... keys) {
        return new RecordedSeries(name, List.of(keys), List.of(), List.of(), List.of(), Optional.empty());
    }

    /** True if it counts sockets. */
    public boolean countsSockets() {
        return !tables.isEmpty();
    }

    /** The names of the tables of a selection, as {@link #tables} has them. */
    public static List<String> tables(Selection selection) {
        List<String> tables = new ArrayList<>();
        for (Protocol protocol : EnumSet.copyOf(selection.protocols())) {
            if (selection.types().containsKey(protocol)) {
                selection.types().get(protocol).stream()
                        .sorted()
                        .forEach(type -> tables.add(protocol.label() + "_" + type.label()));
            } else {
                tables.add(protocol.label());
            }
        }
        return tables;
    }

    /** The names of families, as {@link #families} has them. */
    public static List<String> families(Set<AddressFamily> families) {
        return EnumSet.copyOf(families).stream().map(AddressFamily::label).toList();
    }

    /** The names of states, as {@link #states} has them. */
    public static List<String> states(Set<TcpState> states) {
        return EnumSet.copyOf(states).stream().map(TcpState::label).toList();
    }

    /** Not the record's own, whose first use makes method handles; a question to a history is a short process. */
    @Override
    public boolean equals(Object other) {
        return other instanceof RecordedSeries series
                && name.equals(series.name)
                && keys.equals(series.keys)
                && tables.equals(series.tables)
                && families.equals(series.families)
                && states.equals(series.states)
                && filter.equals(series.filter);
    }

    @Override
    public int hashCode() {
        return name.hashCode();
    }
}
