package io.conncount.expression;

import java.util.List;

/** Something that is true of a socket or not. */
public sealed interface Predicate {
    /** True for every socket. */
    Predicate ALWAYS = new All(List.of());

    /** True for none. */
    Predicate NEVER = new Any(List.of());

    /** A value compares with a number, both with a sign. */
    record Compares(Expression value, Comparison comparison, long number) implements Predicate {}

    /** Every one of the terms is true. */
    record All(List<Predicate> terms) implements Predicate {
        /** Copies the terms. */
        public All {
            terms = List.copyOf(terms);
        }
    }

    /** At least one of the terms is true. */
    record Any(List<Predicate> terms) implements Predicate {
        /** Copies the terms. */
        public Any {
            terms = List.copyOf(terms);
        }
    }

    /** The term is not true. */
    record Not(Predicate term) implements Predicate {}

    /** A field has this value. */
    static Predicate equal(SocketField field, long value) {
        return new Compares(Expression.of(field), Comparison.EQUAL, value);
    }

    /** All of these predicates are true. */
    static Predicate all(Predicate... terms) {
        return new All(List.of(terms));
    }

    /** One of these is true. */
    static Predicate any(Predicate... terms) {
        return new Any(List.of(terms));
    }
}
