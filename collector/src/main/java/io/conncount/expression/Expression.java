package io.conncount.expression;

import io.conncount.socket.SocketNumber;

/** A value computed of a socket, one long. */
public sealed interface Expression {
    /** The same for every socket. */
    record Constant(long value) implements Expression {}

    /** What the socket itself says. Its hash is not the record's own, which takes 20 ms to link: sets of these are in many a start. */
    record Field(SocketField field) implements Expression {
        @Override
        public boolean equals(Object other) {
            return other instanceof Field same && field == same.field;
        }

        @Override
        public int hashCode() {
            return field.hashCode();
        }
    }

    /** One of its numbers, or {@link io.conncount.socket.SocketView#UNKNOWN}. The same is true of its hash. */
    record NumberOf(SocketNumber number) implements Expression {
        @Override
        public boolean equals(Object other) {
            return other instanceof NumberOf same && number == same.number;
        }

        @Override
        public int hashCode() {
            return number.hashCode();
        }
    }

    /** The bits of a value where the mask has ones. */
    record Masked(Expression value, long mask) implements Expression {}

    /** One of two values. */
    record Choice(Predicate predicate, Expression then, Expression otherwise) implements Expression {}

    /** One value for sockets with an owner, another for those without. */
    static Expression ofOwned(Expression owned, long unowned) {
        return new Choice(Predicate.equal(SocketField.OWNED, 1), owned, new Constant(unowned));
    }

    /** The value of a field. */
    static Expression of(SocketField field) {
        return new Field(field);
    }

    /** The bits of a field where the mask has ones. */
    static Expression of(SocketField field, long mask) {
        return mask == -1 ? of(field) : new Masked(of(field), mask);
    }
}
