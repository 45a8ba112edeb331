package io.conncount.filter;

import io.conncount.expression.Expression;
import io.conncount.expression.Leaves;
import io.conncount.filter.Condition.All;
import io.conncount.filter.Condition.Any;
import io.conncount.filter.Condition.FamilyIn;
import io.conncount.filter.Condition.Not;
import io.conncount.filter.Condition.ProtocolIn;
import io.conncount.filter.Condition.StateIn;
import io.conncount.filter.Condition.TypeIn;
import io.conncount.socket.AddressFamily;
import io.conncount.socket.Protocol;
import io.conncount.socket.SocketNumber;
import io.conncount.socket.SocketType;
import io.conncount.socket.TcpState;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Joins conditions, without a layer more than it takes. */
public final class Conditions {
    /** Holds for every socket. */
    public static final Condition ALWAYS = new All(List.of());

    /** Holds for none. */
    public static final Condition NEVER = new Any(List.of());

    private Conditions() {}

    /** The conjunction of these conditions, with inner conjunctions flattened. */
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

    /** One of them holds. Those of inner disjunctions stand side by side with the others, and sets of one kind are united. */
    public static Condition any(List<Condition> terms) {
        List<Condition> flat = new ArrayList<>();
        for (Condition term : terms) {
            for (Condition alternative : term instanceof Any any ? any.terms() : List.of(term)) {
                addAlternative(flat, alternative);
            }
        }
        return flat.size() == 1 ? flat.get(0) : new Any(flat);
    }

    private static void addAlternative(List<Condition> alternatives, Condition added) {
        for (int i = 0; i < alternatives.size() && isSet(added); i++) {
            if (alternatives.get(i).getClass() == added.getClass()) {
                alternatives.set(i, united(alternatives.get(i), added));
                return;
            }
        }
        alternatives.add(added);
    }

    private static boolean isSet(Condition condition) {
        return condition instanceof StateIn
                || condition instanceof ProtocolIn
                || condition instanceof FamilyIn
                || condition instanceof TypeIn;
    }

    /** One of two sets of a kind. */
    private static Condition united(Condition one, Condition other) {
        if (one instanceof StateIn a && other instanceof StateIn b) {
            return states(union(TcpState.class, a.states(), b.states()));
        } else if (one instanceof ProtocolIn a && other instanceof ProtocolIn b) {
            return new ProtocolIn(union(Protocol.class, a.protocols(), b.protocols()));
        } else if (one instanceof FamilyIn a && other instanceof FamilyIn b) {
            return new FamilyIn(union(AddressFamily.class, a.families(), b.families()));
        }
        return new TypeIn(union(SocketType.class, ((TypeIn) one).types(), ((TypeIn) other).types()));
    }

    private static <E extends Enum<E>> Set<E> union(Class<E> type, Set<E> a, Set<E> b) {
        EnumSet<E> union = EnumSet.noneOf(type);
        union.addAll(a);
        union.addAll(b);
        return union;
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

    /** True if the condition, or one within it, is of this kind. */
    public static boolean contain(Condition condition, Class<? extends Condition> kind) {
        for (Condition leaf : leaves(condition)) {
            if (kind.isInstance(leaf)) {
                return true;
            }
        }
        return false;
    }

    /** What a condition looks at of TCP sockets besides their holders. */
    public static Set<Expression> looksAt(Condition condition) {
        Set<Expression> looked = new LinkedHashSet<>();
        for (Condition leaf : leaves(condition)) {
            if (!(leaf instanceof HolderCondition)) {
                looked.addAll(Leaves.of(leaf.predicate()));
            }
        }
        return looked;
    }

    /** The conditions that a condition is joined of. */
    private static List<Condition> leaves(Condition condition) {
        List<Condition> leaves = new ArrayList<>();
        addLeaves(condition, leaves);
        return leaves;
    }

    private static void addLeaves(Condition condition, List<Condition> leaves) {
        if (condition instanceof Not not) {
            addLeaves(not.term(), leaves);
        } else if (condition instanceof All all) {
            addLeaves(all.terms(), leaves);
        } else if (condition instanceof Any any) {
            addLeaves(any.terms(), leaves);
        } else {
            leaves.add(condition);
        }
    }

    private static void addLeaves(List<Condition> terms, List<Condition> leaves) {
        for (Condition term : terms) {
            addLeaves(term, leaves);
        }
    }

    /**
     * What is left of a condition for the sockets of one network namespace: nothing in it asks for the namespace any more. If
     * nothing is left at all, it is {@link #ALWAYS} or {@link #NEVER}.
     */
    public static Condition within(long netnsInode, Condition condition) {
        if (condition instanceof Condition.NetnsIs is) {
            return always(is.inode() == netnsInode);
        } else if (condition instanceof Condition.NumberIs is && is.number() == SocketNumber.NETNS_INODE) {
            return always(is.comparison().holds(netnsInode, is.value()));
        } else if (condition instanceof Not not) {
            Condition term = within(netnsInode, not.term());
            return term.equals(ALWAYS) || term.equals(NEVER) ? always(term.equals(NEVER)) : not(term);
        } else if (condition instanceof All all) {
            return within(netnsInode, all.terms(), true);
        }
        return condition instanceof Any any ? within(netnsInode, any.terms(), false) : condition;
    }

    private static Condition within(long netnsInode, List<Condition> terms, boolean each) {
        List<Condition> left = new ArrayList<>();
        for (Condition term : terms) {
            Condition rest = within(netnsInode, term);
            if (rest.equals(always(!each))) {
                return rest;
            }
            if (!rest.equals(always(each))) {
                left.add(rest);
            }
        }
        if (left.isEmpty()) {
            return always(each);
        }
        return each ? all(left) : any(left);
    }

    private static Condition always(boolean holds) {
        return holds ? ALWAYS : NEVER;
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
