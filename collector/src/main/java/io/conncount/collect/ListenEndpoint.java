package io.conncount.collect;

import io.conncount.socket.AddressFamily;

/**
 * Where listeners listen. Equality and hash are not the record's own: to link those takes 20 ms.
 *
 * @param netnsInode their network namespace, where these are told apart; or {@link io.conncount.socket.SocketView#UNKNOWN}
 */
record ListenEndpoint(AddressFamily family, long addressHigh, long addressLow, int port, long netnsInode)
        implements Comparable<ListenEndpoint> {
    private static final int FACTOR = 31;

    static ListenEndpoint of(Listener listener) {
        ListenQueue queue = listener.queue();
        return new ListenEndpoint(
                queue.family(), queue.addressHigh(), queue.addressLow(), queue.port(), listener.netnsInode());
    }

    /** By port, family, address and namespace. */
    @Override
    public int compareTo(ListenEndpoint other) {
        if (port != other.port) {
            return port < other.port ? -1 : 1;
        }
        int order = family.compareTo(other.family);
        order = order != 0 ? order : Long.compareUnsigned(addressHigh, other.addressHigh);
        order = order != 0 ? order : Long.compareUnsigned(addressLow, other.addressLow);
        return order != 0 ? order : Long.compare(netnsInode, other.netnsInode);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ListenEndpoint same
                && port == same.port
                && addressLow == same.addressLow
                && addressHigh == same.addressHigh
                && family == same.family
                && netnsInode == same.netnsInode;
    }

    @Override
    public int hashCode() {
        int hash = family.ordinal() * FACTOR + Long.hashCode(addressHigh);
        hash = (hash * FACTOR + Long.hashCode(addressLow)) * FACTOR + port;
        return hash * FACTOR + Long.hashCode(netnsInode);
    }
}
