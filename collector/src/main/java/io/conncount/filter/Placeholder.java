package io.conncount.filter;

/** What answers show in place of a value; filters accept the same, so that a value can be copied from one to the other. */
public final class Placeholder {
    /** The kernel no longer records the owner of the socket, or never reports it. */
    public static final String UNOWNED = "(unowned)";

    /** The kernel does not report the value. */
    public static final String NOT_REPORTED = "(not-reported)";

    /** The kernel does not report the value to this user. */
    public static final String NOT_PERMITTED = "(not-permitted)";

    /** What had the value no longer exists, or cannot be seen. */
    public static final String GONE = "(gone)";

    /** The socket has no such value. */
    public static final String NONE = "(none)";

    private Placeholder() {}
}
