package io.conncount.bpf;

import io.conncount.expression.Expression;
import io.conncount.expression.Predicate;
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
    /** Copies what it is given. */
    public WalkQuestion {
        states = Set.copyOf(states);
        families = Set.copyOf(families);
        lanes = List.copyOf(lanes);
    }

    int rowBytes() {
        return lanes.size() * Long.BYTES;
    }
}
