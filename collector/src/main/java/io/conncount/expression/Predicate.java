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

    /** True if it is {@link #ALWAYS}. Records compare by method handles, which take 20 ms to link: this is in every start. */
    static boolean isAlways(Predicate predicate) {
        return predicate instanceof All all && all.terms().isEmpty();
    }

    /** True if it is {@link #NEVER}. */
    static boolean isNever(Predicate predicate) {
        return predicate instanceof Any any && any.terms().isEmpty();
    }

    /** The same for every socket. */
    static Predicate of(boolean always) {
        return always ? ALWAYS : NEVER;
    }

    /** A field has this value. */
    static Predicate equal(SocketField field, long value) {
        return equal(Expression.of(field), value);
    }

    /** An expression has this value. */
    static Predicate equal(Expression expression, long value) {
        return new Compares(expression, Comparison.EQUAL, value);
    }

    /** A field has another value. */
    static Predicate differs(SocketField field, long value) {
        return new Compares(Expression.of(field), Comparison.NOT_EQUAL, value);
    }

    /** A field is within bounds, which are included. */
    static Predicate within(SocketField field, long min, long max) {
        if (min == max) {
            return equal(field, min);
        }
        Expression value = Expression.of(field);
        return all(
                new Compares(value, Comparison.GREATER_OR_EQUAL, min),
                new Compares(value, Comparison.LESS_OR_EQUAL, max));
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
