package io.conncount.cli.dialect;

import io.conncount.cli.options.UsageException;
import io.conncount.query.Selection;
import io.conncount.socket.AddressFamily;
import io.conncount.socket.Protocol;
import io.conncount.socket.SocketType;
import io.conncount.socket.TcpState;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Which sockets a command line of ss selects, option by option, as {@code main} of {@code misc/ss.c} does it. */
final class SsSelection {
    private final Set<SsTable> tables = EnumSet.noneOf(SsTable.class);
    private final Set<SsFamily> families = EnumSet.noneOf(SsFamily.class);
    /** What the chosen tables show by default. */
    private final Set<TcpState> usual = EnumSet.noneOf(TcpState.class);
    /** What {@code -a}, {@code -l} or the filter says; empty if none does. */
    private Optional<Set<TcpState>> states = Optional.empty();

    private boolean everything = true;
    private boolean listed;
    private boolean statesNamed;

    void addTables(String name) {
        for (SsTable table : SsTable.named(name)) {
            tables.add(table);
            usual.addAll(table.states());
        }
        everything = false;
    }

    void addFamily(SsFamily family) {
        families.add(family);
        usual.addAll(family.states());
        everything = false;
    }

    /** {@code -A}: the first one forgets the tables that were chosen before. */
    void addList(String names) throws UsageException {
        if (!listed) {
            tables.clear();
            states = states.or(() -> Optional.of(SsTable.States.CONNECTED));
            listed = true;
        }
        for (String word : names.split(",", -1)) {
            String name = word.startsWith("!") ? word.substring(1) : word;
            if (SsTable.named(name).isEmpty()) {
                throw new UsageException("\"" + word + "\" is illegal socket table id");
            }
            if (word.equals(name)) {
                addTables(name);
            } else {
                tables.removeAll(SsTable.named(name));
            }
        }
        everything = false;
    }

    /** {@code -a} and {@code -l}: the last one counts. */
    void setStates(Set<TcpState> these) {
        states = Optional.of(EnumSet.copyOf(these));
    }

    /** {@code state NAME}: the first of these words forgets the states that were chosen before. */
    void addStates(Set<TcpState> these) {
        Set<TcpState> all = statesNamed ? states.orElseThrow() : EnumSet.noneOf(TcpState.class);
        all.addAll(these);
        states = Optional.of(all);
        statesNamed = true;
    }

    /** {@code exclude NAME}: if it is the first of these words, from all states. */
    void removeStates(Set<TcpState> these) {
        Set<TcpState> all = statesNamed ? states.orElseThrow() : EnumSet.copyOf(TcpState.ALL);
        all.removeAll(these);
        states = Optional.of(all);
        statesNamed = true;
    }

    /** True if no option has chosen tables or families. */
    boolean everything() {
        return everything;
    }

    /** The tables that are shown. */
    Set<SsTable> tables() {
        if (everything) {
            return SsTable.named("all");
        }
        Set<SsTable> shown = EnumSet.copyOf(tables);
        for (SsFamily family : families) {
            if (family.tables().stream().noneMatch(shown::contains)) {
                shown.addAll(family.tables());
            }
        }
        return shown;
    }

    /** The states that are shown; none if the words exclude all. */
    Set<TcpState> states() {
        if (states.isPresent() && !states.get().isEmpty()) {
            return states.get();
        }
        return everything ? SsTable.States.CONNECTED : usual;
    }

    /** The sockets that are shown, without a filter; empty if there are none that we know. */
    Optional<Selection> selection() {
        Set<Protocol> protocols = EnumSet.noneOf(Protocol.class);
        Map<Protocol, Set<SocketType>> types = new EnumMap<>(Protocol.class);
        for (SsTable table : tables()) {
            table.protocol().ifPresent(protocols::add);
            table.type()
                    .ifPresent(type -> types.computeIfAbsent(
                                    table.protocol().orElseThrow(), of -> EnumSet.noneOf(SocketType.class))
                            .add(type));
        }
        return protocols.isEmpty()
                ? Optional.empty()
                : Optional.of(new Selection(protocols, ipFamilies(), states(), Optional.empty(), types));
    }

    /** Where only others were chosen, tables that they are not in are shown in full. */
    private Set<AddressFamily> ipFamilies() {
        Set<AddressFamily> chosen = EnumSet.noneOf(AddressFamily.class);
        families.forEach(family -> family.ip().ifPresent(chosen::add));
        return chosen.isEmpty() ? AddressFamily.IP : chosen;
    }
}
