package io.conncount.filter;

import io.conncount.socket.Side;
import io.conncount.socket.SocketView;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How the conditions of a filter are split between the source of sockets and this program. A socket meets the filter if it
 * meets all conditions of both lists; one condition may be in both, weakened for the source.
 *
 * @param bySource what the source decides before it copies a socket
 * @param here what is left to decide on each socket that is copied
 */
public record FilterSplit(List<Condition> bySource, List<Condition> here) {
    /** Copies both lists. */
    public FilterSplit {
        bySource = List.copyOf(bySource);
        here = List.copyOf(here);
    }

    /** What a source can decide. */
    public interface Decider {
        /** True if the source can evaluate the condition, including all its parts. */
        boolean decides(Condition condition);

        /** True if the source can decide these conditions together: some have a limit on size. */
        boolean hasRoomFor(List<Condition> conditions);
    }

    /** Leaves every condition to this program. */
    public static FilterSplit nothingBySource(List<Condition> conditions) {
        return new FilterSplit(List.of(), conditions);
    }

    /** Gives the source every condition that it can evaluate, and from the others the implied conditions that it can evaluate. */
    public static FilterSplit of(List<Condition> conditions, Decider source) {
        List<Condition> bySource = new ArrayList<>();
        List<Condition> here = new ArrayList<>();
        for (Condition condition : conditions) {
            Optional<Condition> implied = implied(condition, true, source);
            if (implied.isPresent()) {
                bySource.add(implied.get());
            }
            boolean fits = source.hasRoomFor(bySource);
            if (!fits) {
                bySource.remove(bySource.size() - 1);
            }
            if (!fits || !source.decides(condition)) {
                here.add(condition);
            }
        }
        return new FilterSplit(bySource, here);
    }

    /**
     * What the source can decide, and holds wherever the condition is as wanted; empty if that is nothing. Of
     * {@code (dport = :443 and rtt > 5) or dport = :80} that is {@code dport = :443 or dport = :80}: few sockets are
     * copied, to decide the rest.
     */
    private static Optional<Condition> implied(Condition condition, boolean wanted, Decider source) {
        if (source.decides(condition)) {
            return Optional.of(wanted ? condition : new Condition.Not(condition));
        } else if (condition instanceof Condition.Not not) {
            return implied(not.term(), !wanted, source);
        } else if (condition instanceof Condition.All all) {
            return wanted ? impliedByAll(all.terms(), true, source) : impliedByAny(all.terms(), false, source);
        } else if (condition instanceof Condition.Any any) {
            return wanted ? impliedByAny(any.terms(), true, source) : impliedByAll(any.terms(), false, source);
        }
        return Optional.empty();
    }

    private static Optional<Condition> impliedByAll(List<Condition> terms, boolean wanted, Decider source) {
        List<Condition> implied = new ArrayList<>();
        for (Condition term : terms) {
            Optional<Condition> found = implied(term, wanted, source);
            if (found.isPresent()) {
                implied.add(found.get());
            }
        }
        return implied.isEmpty() ? Optional.empty() : Optional.of(new Condition.All(implied));
    }

    private static Optional<Condition> impliedByAny(List<Condition> terms, boolean wanted, Decider source) {
        List<Condition> implied = new ArrayList<>();
        for (Condition term : terms) {
            Optional<Condition> found = implied(term, wanted, source);
            if (found.isEmpty()) {
                return found;
            }
            implied.add(found.get());
        }
        return Optional.of(new Condition.Any(implied));
    }

    /** True if the source copies the socket, whether or not it meets the whole filter. */
    public boolean copies(SocketView socket) {
        for (int i = 0; i < bySource.size(); i++) {
            if (!bySource.get(i).test(socket)) {
                return false;
            }
        }
        return true;
    }

    /** The port at this end of every socket that the source copies; 0 if the ports may differ. */
    public int port(Side side) {
        for (Condition condition : bySource) {
            if (condition instanceof EndCondition.PortIn port && port.side() == side && port.min() == port.max()) {
                return port.min();
            }
        }
        return 0;
    }

    /** True if a condition asks for the firewall mark, on either side of the split. */
    public boolean looksAtMark() {
        return Condition.oneLooksAtMark(bySource) || Condition.oneLooksAtMark(here);
    }

    /** True if what the source decides asks for the firewall mark. */
    public boolean sourceLooksAtMark() {
        return Condition.oneLooksAtMark(bySource);
    }

    /** What the source decides, in the words of a filter; empty if that is nothing. */
    public String textBySource() {
        return ConditionText.of(bySource);
    }

    /** What is left to decide here, in the words of a filter; empty if that is nothing. */
    public String textHere() {
        return ConditionText.of(here);
    }
}
