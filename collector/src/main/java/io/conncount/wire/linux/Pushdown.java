package io.conncount.wire.linux;

import io.conncount.filter.Condition;
import io.conncount.socket.Side;
import io.conncount.wire.linux.FilterBytecode.Operations;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Conditions, divided between the kernel and us. Together they mean what all of them meant.
 *
 * @param pushed what the kernel decides
 * @param left what is left for us to decide, on each socket the kernel copies
 */
public record Pushdown(List<Condition> pushed, List<Condition> left) {
    /** Holds for every socket, and makes the kernel say whether it tells marks. */
    private static final Condition MARKS_TOLD = new Condition.MarkIs(0, 0);

    /** Gives the kernel every condition it can decide; of the others, what follows from them. */
    public static Pushdown of(List<Condition> conditions) {
        return divide(conditions, Operations.ALL);
    }

    /** The same for a kernel that does not know the later operations, of which {@link #hasLateOperation} tells. */
    public static Pushdown ofEarly(List<Condition> conditions) {
        return divide(conditions, Operations.EARLY);
    }

    /** Gives the kernel nothing, where a table has no filter. */
    public static Pushdown nothing(List<Condition> conditions) {
        return new Pushdown(List.of(), conditions);
    }

    private static Pushdown divide(List<Condition> conditions, Operations operations) {
        List<Condition> pushed = new ArrayList<>();
        List<Condition> left = new ArrayList<>();
        int bytesMax = FilterBytecode.lengthBytesMax(MARKS_TOLD);
        for (Condition condition : conditions) {
            Optional<Condition> implied = implied(condition, true, operations);
            int more = implied.isEmpty() ? 0 : FilterBytecode.lengthBytesMax(implied.get());
            boolean fits = bytesMax + more <= FilterBytecode.BYTES_MAX;
            if (implied.isPresent() && fits) {
                pushed.add(implied.get());
                bytesMax += more;
            }
            if (!fits || !operations.decide(condition)) {
                left.add(condition);
            }
        }
        return new Pushdown(pushed, left);
    }

    /**
     * What the kernel can decide, and holds wherever the condition is as wanted; empty if that is nothing. Of
     * {@code (dport = :443 and rtt > 5) or dport = :80} that is {@code dport = :443 or dport = :80}: few sockets are
     * copied, to decide the rest.
     */
    private static Optional<Condition> implied(Condition condition, boolean wanted, Operations operations) {
        if (operations.decide(condition)) {
            return Optional.of(wanted ? condition : new Condition.Not(condition));
        } else if (condition instanceof Condition.Not not) {
            return implied(not.term(), !wanted, operations);
        } else if (condition instanceof Condition.All all) {
            return wanted ? impliedByAll(all.terms(), true, operations) : impliedByAny(all.terms(), false, operations);
        } else if (condition instanceof Condition.Any any) {
            return wanted ? impliedByAny(any.terms(), true, operations) : impliedByAll(any.terms(), false, operations);
        }
        return Optional.empty();
    }

    private static Optional<Condition> impliedByAll(List<Condition> terms, boolean wanted, Operations operations) {
        List<Condition> implied = new ArrayList<>();
        for (Condition term : terms) {
            Optional<Condition> found = implied(term, wanted, operations);
            if (found.isPresent()) {
                implied.add(found.get());
            }
        }
        return implied.isEmpty() ? Optional.empty() : Optional.of(new Condition.All(implied));
    }

    private static Optional<Condition> impliedByAny(List<Condition> terms, boolean wanted, Operations operations) {
        List<Condition> implied = new ArrayList<>();
        for (Condition term : terms) {
            Optional<Condition> found = implied(term, wanted, operations);
            if (found.isEmpty()) {
                return found;
            }
            implied.add(found.get());
        }
        return Optional.of(new Condition.Any(implied));
    }

    /** The program for the kernel; empty if it is to copy every socket. */
    public ByteBuffer program() {
        if (lookAtMarks(pushed) || !lookAtMarks(left)) {
            return FilterBytecode.of(pushed);
        }
        List<Condition> all = new ArrayList<>(pushed);
        all.add(MARKS_TOLD);
        return FilterBytecode.of(all);
    }

    /** The port at this end of every socket that the kernel copies; 0 if they may have others. */
    public int port(Side side) {
        for (Condition condition : pushed) {
            if (condition instanceof Condition.PortIn port && port.side() == side && port.min() == port.max()) {
                return port.min();
            }
        }
        return 0;
    }

    /** True if the program has an operation that some kernels do not know. */
    public boolean hasLateOperation() {
        return !Operations.EARLY.decideEach(pushed);
    }

    /** True if a kernel refuses the program to whom it does not tell marks. */
    public boolean looksAtMarks() {
        return lookAtMarks(pushed) || lookAtMarks(left);
    }

    private static boolean lookAtMarks(List<Condition> conditions) {
        for (Condition condition : conditions) {
            if (condition.looksAtMark()) {
                return true;
            }
        }
        return false;
    }
}
