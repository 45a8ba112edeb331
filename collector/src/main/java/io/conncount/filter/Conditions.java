package io.conncount.filter;

import io.conncount.filter.Condition.All;
import io.conncount.filter.Condition.Any;
import io.conncount.filter.Condition.Not;
import io.conncount.filter.Condition.StateIn;
import io.conncount.socket.AddressFamily;
import io.conncount.socket.TcpState;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** Joins conditions, without a layer more than it takes. */
public final class Conditions {
    private Conditions() {}

    /** Every one of them holds. Those of inner conjunctions stand side by side with the others. */
    public static Condition all(List<Condition> terms) {
        List<Condition> flat = new ArrayList<>();
        for (Condition term : terms) {
            if (term instanceof All all) {
                flat.addAll(all.terms());
            } else {
                flat.add(term);
            }
        }
        return flat.size() == 1 ? flat.get(0) : new All(flat);
    }

    /** One of them holds. Those of inner disjunctions stand side by side with the others. */
    public static Condition any(List<Condition> terms) {
        List<Condition> flat = new ArrayList<>();
        for (Condition term : terms) {
            if (term instanceof Any any) {
                flat.addAll(any.terms());
            } else {
                flat.add(term);
            }
        }
        return flat.size() == 1 ? flat.get(0) : new Any(flat);
    }

    /** It does not hold. */
    public static Condition not(Condition term) {
        if (term instanceof Not not) {
            return not.term();
        }
        if (term instanceof StateIn in) {
            Set<TcpState> others = EnumSet.allOf(TcpState.class);
            others.removeAll(in.states());
            return states(others);
        }
        return new Not(term);
    }

    /** The socket runs over IP. */
    public static Condition overIp() {
        return new Condition.FamilyIn(AddressFamily.IP);
    }

    /** The connection is in one of these states. */
    public static Condition states(Set<TcpState> states) {
        return new StateIn(Collections.unmodifiableSet(states));
    }
}
