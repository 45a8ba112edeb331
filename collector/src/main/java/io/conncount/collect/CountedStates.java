package io.conncount.collect;

import io.conncount.counters.Measures;
import io.conncount.socket.AddressFamily;
import io.conncount.socket.TcpState;
import java.util.Optional;

/** An answer out of the kernel's own counts by state, if they can be relied on. */
final class CountedStates {
    private final Measures counters;
    private final long changes;

    /** @param changes the maximum number of sockets that changed while the counters were read; negative if unknown */
    CountedStates(Measures counters, long changes) {
        this.counters = counters;
        this.changes = changes;
    }

    /** Why the counts cannot be right: they are put together from those of every processor, and another count differs. */
    Optional<String> objection() {
        if (counters.byState().isEmpty()) {
            return Optional.of("a counter went missing");
        }
        Measures.StateCounts counts = counters.byState().get();
        for (TcpState state : TcpState.values()) {
            if (counts.of(state) < 0) {
                return Optional.of("the result would be " + counts.of(state) + " sockets in " + state.screenName());
            }
        }
        long listed = counts.listed();
        if (listed == Measures.MISSING || Math.abs(counts.total() - listed) <= Math.max(0, changes)) {
            return Optional.empty();
        }
        return Optional.of("the states add up to " + counts.total() + ", and the lists have " + listed);
    }

    /** The counts, those of both families together with the first. */
    StateMatrix matrix() {
        StateMatrix matrix = new StateMatrix();
        for (TcpState state : TcpState.values()) {
            matrix.add(
                    AddressFamily.IPV4, state, counters.byState().orElseThrow().of(state));
        }
        return matrix;
    }
}
