package io.conncount.collect;

import io.conncount.socket.AddressFamily;

/**
 * The accept queues of the TCP listeners on one address and port.
 *
 * @param address as text, without brackets; {@code *} where it listens on every address
 * @param length how many connections wait to be accepted, in all of them
 * @param limit the backlog that was asked for, as far as the system allows it, of all of them; Linux lets one more wait
 *     in each, FreeBSD half as many again
 * @param listeners how many sockets share address and port (SO_REUSEPORT, or bound to different interfaces)
 * @param fullestLength how many connections wait at the one of them whose queue is fullest
 * @param fullestLimit the limit of that one
 */
public record ListenQueue(
        AddressFamily family,
        String address,
        int port,
        long length,
        long limit,
        long listeners,
        long fullestLength,
        long fullestLimit) {
    /** The queue of a single listener. */
    public ListenQueue(AddressFamily family, String address, int port, long length, long limit) {
        this(family, address, port, length, limit, 1, length, limit);
    }

    /** How full the fullest queue is, 1 at its limit. A limit of 0 has room for one. */
    public double fullestShare() {
        return (double) fullestLength / Math.max(1, fullestLimit);
    }
}
