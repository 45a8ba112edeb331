package io.conncount.group;

import io.conncount.expression.Expression;
import io.conncount.expression.Leaves;
import io.conncount.filter.Condition;
import io.conncount.names.SocketNames;
import io.conncount.socket.Detail;
import io.conncount.socket.SocketView;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A property by which sockets are grouped. Its value is kept as a few longs, its lanes, whose unsigned order is the
 * order of the values unless they are numbers of texts; text is made of them only for the groups that are shown.
 */
public interface GroupKey {
    /** The name as the user gives it and as every format shows it, such as {@code local-port} or {@code remote-net/24}. */
    String name();

    /** How many longs a value takes. */
    default int lanes() {
        return 1;
    }

    /** The details to request for each socket. */
    default Set<Detail> details() {
        return Set.of();
    }

    /** True if the value depends on the host's listening sockets, which are then read first. */
    default boolean needsListeners() {
        return false;
    }

    /**
     * The key for the sockets of one host, to be used by one thread.
     *
     * @param names of that host
     * @param listeners of that host; empty if the key does not need them
     */
    default GroupKey bind(SocketNames names, Listeners listeners) {
        return this;
    }

    /** Writes a socket's value from {@code lanes[at]} on. Allocates nothing. */
    void write(SocketView socket, long[] lanes, int at);

    /**
     * What {@link #write} writes for a TCP connection, one expression a lane, so that a kernel can compute it; empty if the value
     * does not come of the socket alone, or takes too much to compute.
     */
    default Optional<List<Expression>> expressions() {
        return Optional.empty();
    }

    /** Makes what {@link #write} writes out of what {@link #expressions} computed, where a kernel knows less. */
    default void complete(long[] lanes, int at) {}

    /**
     * What {@link #write} looks at of a TCP connection besides its addresses, so that a kernel can show it; empty if that is more
     * than a kernel shows in this way.
     */
    default Optional<Set<Expression>> looksAt() {
        return expressions().map(Leaves::of);
    }

    /** True if a socket could have this value; checked for lanes from outside before they are used. */
    boolean isValue(long[] lanes, int at);

    /** A value as machine formats show it. */
    String value(long[] lanes, int at);

    /** A value as a person sees it on screen. */
    default String screenValue(long[] lanes, int at) {
        return value(lanes, at);
    }

    /** The condition that is true for exactly the sockets with this value; empty if it would be too long. */
    Optional<Condition> condition(long[] lanes, int at);

    /**
     * The texts whose numbers are the lanes that are not negative, of which there is one; empty if lanes mean the same in every process
     * of this host.
     */
    default Optional<TextNumbers> texts() {
        return Optional.empty();
    }

    /** The order of two values. */
    default int compare(long[] lanes, int at, long[] others, int othersAt) {
        return texts().isPresent()
                ? texts().get().compare(lanes[at], others[othersAt])
                : Arrays.compareUnsigned(lanes, at, at + lanes(), others, othersAt, othersAt + lanes());
    }

    /** True if {@link #value} is always a whole number, which JSON then shows as one. */
    default boolean numeric() {
        return false;
    }
}
