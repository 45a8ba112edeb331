package io.conncount.bpf;

import io.conncount.expression.Expression;
import io.conncount.expression.Predicate;
import io.conncount.expression.Simplifier;
import io.conncount.socket.AddressFamily;
import io.conncount.socket.TcpState;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a walk over the kernel's table of TCP connections is to find.
 *
 * @param states only connections in these
 * @param families only connections of these
 * @param filter what else they must be
 * @param lanes what is to be known of each, one long each
 * @param namespaces only connections of the network namespaces with these inode numbers; empty for that of the thread that asks
 * @param unheldOnly true if those that a file holds are only counted
 */
public record WalkQuestion(
        Set<TcpState> states,
        Set<AddressFamily> families,
        Predicate filter,
        List<Expression> lanes,
        Optional<Set<Long>> namespaces,
        boolean unheldOnly) {
    /** More would make a program that takes longer to verify than the sockets of some namespaces to copy. */
    static final int NAMESPACES_MAX = 1000;

    /**
     * Simplifies what it is given; a filter that nothing passes leaves no state.
     *
     * @throws WalkRefusedException if there are too many namespaces
     */
    public WalkQuestion {
        if (namespaces.isPresent() && namespaces.get().size() > NAMESPACES_MAX) {
            throw new WalkRefusedException("there are more than " + NAMESPACES_MAX + " network namespaces");
        }
        filter = Simplifier.of(filter);
        boolean never = Predicate.isNever(filter);
        states = never ? Set.of() : Set.copyOf(states);
        filter = never ? Predicate.ALWAYS : filter;
        families = Set.copyOf(families);
        lanes = lanes.stream().map(Simplifier::of).toList();
    }

    /** About the network namespace of the thread that asks. */
    WalkQuestion(Set<TcpState> states, Set<AddressFamily> families, Predicate filter, List<Expression> lanes) {
        this(states, families, filter, lanes, Optional.empty(), false);
    }

    /** The same about sockets that no file holds; those that one does are only counted. */
    public WalkQuestion ofUnheld() {
        return new WalkQuestion(states, families, filter, lanes, namespaces, true);
    }

    int rowBytes() {
        return lanes.size() * Long.BYTES;
    }
}
