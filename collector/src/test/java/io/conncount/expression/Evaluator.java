package io.conncount.expression;

import io.conncount.socket.SocketText;
import io.conncount.socket.SocketView;
import java.nio.ByteBuffer;

/** Computes expressions as their records describe them, from what a view shows. */
public final class Evaluator {
    private static final int CONGESTION_BYTES = 16;

    private Evaluator() {}

    /** The value of an expression. */
    public static long value(Expression expression, SocketView socket) {
        if (expression instanceof Expression.Constant constant) {
            return constant.value();
        } else if (expression instanceof Expression.Field field) {
            return field(field.field(), socket);
        } else if (expression instanceof Expression.NumberOf number) {
            return socket.number(number.number());
        } else if (expression instanceof Expression.Masked masked) {
            return value(masked.value(), socket) & masked.mask();
        }
        Expression.Choice choice = (Expression.Choice) expression;
        return value(holds(choice.predicate(), socket) ? choice.then() : choice.otherwise(), socket);
    }

    /** True if a predicate holds. */
    public static boolean holds(Predicate predicate, SocketView socket) {
        if (predicate instanceof Predicate.All all) {
            return all.terms().stream().allMatch(term -> holds(term, socket));
        } else if (predicate instanceof Predicate.Any any) {
            return any.terms().stream().anyMatch(term -> holds(term, socket));
        } else if (predicate instanceof Predicate.Not not) {
            return !holds(not.term(), socket);
        }
        Predicate.Compares compares = (Predicate.Compares) predicate;
        return compares.comparison().holds(value(compares.value(), socket), compares.number());
    }

    /** How many comparisons a value takes at the most. */
    public static int comparisonsMax(Expression expression) {
        if (expression instanceof Expression.Choice choice) {
            return comparisonsMax(choice.predicate())
                    + Math.max(comparisonsMax(choice.then()), comparisonsMax(choice.otherwise()));
        }
        return expression instanceof Expression.Masked masked ? comparisonsMax(masked.value()) : 0;
    }

    private static int comparisonsMax(Predicate predicate) {
        if (predicate instanceof Predicate.All all) {
            return all.terms().stream().mapToInt(Evaluator::comparisonsMax).sum();
        } else if (predicate instanceof Predicate.Any any) {
            return any.terms().stream().mapToInt(Evaluator::comparisonsMax).sum();
        } else if (predicate instanceof Predicate.Not not) {
            return comparisonsMax(not.term());
        }
        return 1 + comparisonsMax(((Predicate.Compares) predicate).value());
    }

    private static long field(SocketField field, SocketView socket) {
        return switch (field) {
            case FAMILY -> socket.family().ordinal();
            case STATE -> socket.state().ordinal();
            case LOCAL_PORT -> socket.localPort();
            case REMOTE_PORT -> socket.remotePort();
            case LOCAL_ADDRESS_HIGH -> socket.localAddressHigh();
            case LOCAL_ADDRESS_LOW -> socket.localAddressLow();
            case REMOTE_ADDRESS_HIGH -> socket.remoteAddressHigh();
            case REMOTE_ADDRESS_LOW -> socket.remoteAddressLow();
            case INTERFACE_INDEX -> Integer.toUnsignedLong(socket.interfaceIndex());
            case OWNED -> socket.owned() ? 1 : 0;
            case UID -> Integer.toUnsignedLong(socket.uid());
            case CGROUP_ID -> socket.cgroupId();
            case MARK -> socket.mark();
            case TIMER -> socket.timer();
            case CONGESTION_FIRST -> congestion(socket, 0);
            case CONGESTION_LAST -> congestion(socket, Long.BYTES);
            case PORT_REQUESTED -> 0;
        };
    }

    private static long congestion(SocketView socket, int at) {
        byte[] name = new byte[CONGESTION_BYTES];
        socket.text(SocketText.CONGESTION, name);
        return ByteBuffer.wrap(name).getLong(at);
    }
}
