package io.conncount.plan;

import io.conncount.snapshot.MissingTable;
import io.conncount.socket.Protocol;
import io.conncount.source.Host;
import io.conncount.source.MissingTableException;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Which of the tables asked for the kernel turned out not to show, and what that means for the answer. */
final class MissingTables {
    private final Host host;
    private final Map<Protocol, MissingTableException> missing = new EnumMap<>(Protocol.class);
    private boolean mayHoldSockets;

    MissingTables(Host host) {
        this.host = host;
    }

    /** Leaves the table out that a step wanted to read. */
    TakenStep leaveOut(Step step, MissingTableException e) {
        missing.put(e.protocol(), e);
        MissingTable table = new MissingTable(
                e.protocol().label(), e.module(), host.counters().sockets(e.protocol()));
        mayHoldSockets |= table.mayHoldSockets();
        return TakenStep.missed(step, table);
    }

    boolean contains(Protocol protocol) {
        return missing.containsKey(protocol);
    }

    /** Why sockets may be missing from the answer; empty if the tables left out are known to hold none. */
    Optional<String> fault() {
        return mayHoldSockets
                ? Optional.of("not every kind of socket asked for is shown by this kernel")
                : Optional.empty();
    }

    /**
     * Lets the answer stand if there is one.
     *
     * @throws MissingTableException if none of the tables is shown
     */
    void requireOneOf(Set<Protocol> asked) throws MissingTableException {
        if (missing.keySet().containsAll(asked)) {
            throw missing.values().iterator().next();
        }
    }
}
