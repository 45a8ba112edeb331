package io.conncount.socket;

/**
 * A process that holds sockets.
 *
 * @param name its command's name, of fewer than 16 bytes ({@code /proc/PID/comm}); empty if it ended before it could be looked at
 * @param nameHigh the first eight bytes of the name, the first of them the highest
 * @param nameLow the others
 * @param exe the path of its program; empty if it may not be seen
 */
public record HoldingProcess(String name, long nameHigh, long nameLow, String exe) {
    /** One that ended before it could be looked at. */
    public static final HoldingProcess GONE = new HoldingProcess("", 0, 0, "");
}
