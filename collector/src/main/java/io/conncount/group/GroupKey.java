package io.conncount.group;

import io.conncount.filter.Condition;
import io.conncount.names.SocketNames;
import io.conncount.socket.Detail;
import io.conncount.socket.SocketView;
import java.util.Optional;
import java.util.Set;

/**
 * A property by which sockets are grouped. Its value is kept as a few longs, its lanes, whose unsigned order is the
 * order of the values; text is made of them only for the groups that are shown.
 */
public interface GroupKey {
    /** What stands for the owner of a socket whose owner the kernel no longer records, or never tells. */
    String UNOWNED_TEXT = "(unowned)";

    /** The name as the user gives it and as every format shows it, such as {@code local-port} or {@code remote-net/24}. */
    String name();

    /** How many longs a value takes. */
    default int lanes() {
        return 1;
    }

    /** What must be told of each socket, beyond what always is. */
    default Set<Detail> details() {
        return Set.of();
    }

    /** True if the value depends on the host's listening sockets, which are then read before the others. */
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

    /** True if a socket could have this value: lanes from elsewhere are asked before they are counted or shown. */
    boolean isValue(long[] lanes, int at);

    /** A value as machine formats show it. */
    String value(long[] lanes, int at);

    /** A value as a person sees it on screen. */
    default String screenValue(long[] lanes, int at) {
        return value(lanes, at);
    }

    /** The condition that holds for the sockets of this value and no others; empty if it would be too long. */
    Optional<Condition> condition(long[] lanes, int at);

    /** True if {@link #value} is always a whole number, which JSON then shows as one. */
    default boolean numeric() {
        return false;
    }
}
