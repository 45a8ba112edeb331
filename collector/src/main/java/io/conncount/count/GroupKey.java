package io.conncount.count;

import io.conncount.socket.SocketView;

/**
 * A property by which sockets are grouped. Its value is kept as a few longs, its lanes, whose unsigned order is the
 * order of the values; text is made of them only for the groups that are shown.
 */
public interface GroupKey {
    /** The name as the user gives it and as every format shows it, such as {@code local-port} or {@code remote-net/24}. */
    String name();

    /** How many longs a value takes. */
    default int lanes() {
        return 1;
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

    /**
     * A value as the condition of a filter that the sockets of its group meet, such as {@code sport = :443}; empty if
     * filters have no words for it.
     */
    default String condition(long[] lanes, int at) {
        return "";
    }

    /** True if {@link #value} is always a whole number, which JSON then shows as one. */
    default boolean numeric() {
        return false;
    }
}
