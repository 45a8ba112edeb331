package io.conncount.socket;

/**
 * A process that holds sockets.
 *
 * @param name its command's name, of fewer than 24 bytes; empty if it ended before it could be looked at
 * @param nameHigh the first eight bytes of the name, the first of them the highest
 * @param nameMiddle the next eight
 * @param nameLow the others
 * @param exe the path of its program; empty if it may not be seen
 * @param uid the user it runs as, or {@link #UID_UNKNOWN}
 * @param jail the number of the FreeBSD jail it is in, 0 for the host itself, or {@link #JAIL_UNKNOWN}
 */
public record HoldingProcess(
        String name, long nameHigh, long nameMiddle, long nameLow, String exe, long uid, int jail) {
    /** The user of a process of a host that does not tell it with the descriptors. */
    public static final long UID_UNKNOWN = -1;

    /** The jail of a process that nobody could look at, or of a host that has no jails; no jail has this number. */
    public static final int JAIL_UNKNOWN = Integer.MAX_VALUE;

    /** One that ended before it could be looked at. */
    public static final HoldingProcess GONE = new HoldingProcess("", 0, 0, 0, "", UID_UNKNOWN, JAIL_UNKNOWN);
}
