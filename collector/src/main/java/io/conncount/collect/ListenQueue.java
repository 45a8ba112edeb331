package io.conncount.collect;

import io.conncount.filter.Condition;
import io.conncount.filter.Conditions;
import io.conncount.filter.EndCondition;
import io.conncount.socket.AddressFamily;
import io.conncount.socket.AddressText;
import io.conncount.socket.Side;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The accept queues of the TCP listeners on one address and port.
 *
 * @param addressHigh the upper half of the address, as {@link io.conncount.socket.SocketView} gives it
 * @param addressLow the lower half
 * @param length how many connections wait to be accepted, in all of them
 * @param limit the sum of their backlogs, as far as the system allows them; Linux lets one more connection wait
 *     in each, FreeBSD half as many again
 * @param listeners how many sockets share address and port (SO_REUSEPORT, or bound to different interfaces)
 * @param fullestLength connections waiting at the listener with the fullest queue
 * @param fullestLimit the limit of that one
 */
public record ListenQueue(
        AddressFamily family,
        long addressHigh,
        long addressLow,
        int port,
        long length,
        long limit,
        long listeners,
        long fullestLength,
        long fullestLimit) {
    /** The queue of a single listener. */
    public ListenQueue(AddressFamily family, long addressHigh, long addressLow, int port, long length, long limit) {
        this(family, addressHigh, addressLow, port, length, limit, 1, length, limit);
    }

    /** The address without brackets; {@code *} where it listens on every address. */
    public String address() {
        return everywhere() ? "*" : AddressText.of(family, addressHigh, addressLow);
    }

    /** Address and port: {@code 10.0.0.1:80}, {@code [2001:db8::1]:80}, {@code *:80}. */
    public String endpoint() {
        return everywhere() ? "*:" + port : AddressText.withPort(family, addressHigh, addressLow, port);
    }

    private boolean everywhere() {
        return addressHigh == 0 && addressLow == 0;
    }

    /** True for the listeners and for the connections at their address and port. */
    public Condition condition() {
        List<Condition> terms = new ArrayList<>();
        terms.add(new Condition.FamilyIn(Set.of(family)));
        if (!everywhere()) {
            terms.add(EndCondition.AddressIn.of(Side.LOCAL, family, addressHigh, addressLow));
        }
        terms.add(new EndCondition.PortIn(Side.LOCAL, port, port));
        return Conditions.all(terms);
    }

    /** How full the fullest queue is, 1 at its limit. A limit of 0 has room for one. */
    public double fullestShare() {
        return (double) fullestLength / Math.max(1, fullestLimit);
    }
}
