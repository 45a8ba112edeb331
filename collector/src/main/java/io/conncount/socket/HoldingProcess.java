package io.conncount.socket;

/**
 * A process that holds sockets.
 *
 * @param name its command's name ({@code /proc/PID/comm}); empty if it ended before it could be looked at
 * @param exe the path of its program; empty if it may not be seen
 */
public record HoldingProcess(String name, String exe) {
    static final HoldingProcess GONE = new HoldingProcess("", "");
}
