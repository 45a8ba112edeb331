package io.conncount.bpf;

import io.conncount.expression.Expression;
import io.conncount.expression.Predicate;
import io.conncount.expression.Simplifier;
import io.conncount.socket.AddressFamily;
import io.conncount.socket.TcpState;
import java.util.List;
import java.util.Set;

/**
 * What a walk over the kernel's table of TCP connections is to find.
 *
 * @param states only connections in these
 * @param families only connections of these
 * @param filter what else they must be
 * @param lanes what is to be known of each, one long each
 */
public record WalkQuestion(
        Set<TcpState> states, Set<AddressFamily> families, Predicate filter, List<Expression> lanes) {
    /** Simplifies what it is given; a filter that nothing passes leaves no state. */
    public WalkQuestion {
        filter = Simplifier.of(filter);
        boolean never = filter.equals(Predicate.NEVER);
        states = never ? Set.of() : Set.copyOf(states);
        filter = never ? Predicate.ALWAYS : filter;
        families = Set.copyOf(families);
        lanes = lanes.stream().map(Simplifier::of).toList();
    }

    int rowBytes() {
        return lanes.size() * Long.BYTES;
    }
}
