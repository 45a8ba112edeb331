package io.conncount.collect;

import io.conncount.filter.Condition;
import io.conncount.filter.Conditions;
import io.conncount.filter.EndCondition;
import io.conncount.socket.AddressFamily;
import io.conncount.socket.AddressText;
import io.conncount.socket.Side;
import java.util.List;

/**
 * The connections from one address to one address and port, of which each needs a local port of its own. Those of IPv6 sockets that
 * carry IPv4 are IPv4: they take ports from the same connections.
 *
 * @param sourceHigh the upper half of the local address, as {@link io.conncount.socket.SocketView} gives it
 * @param sourceLow the lower half
 * @param destinationHigh the upper half of the remote address
 * @param destinationLow the lower half
 * @param used how many connections there are, with those in TIME_WAIT
 * @param timeWait how many of them are in TIME_WAIT
 * @param ofSource how many connections there are from the local address to all others
 */
public record PortUse(
        AddressFamily family,
        long sourceHigh,
        long sourceLow,
        long destinationHigh,
        long destinationLow,
        int port,
        long used,
        long timeWait,
        long ofSource) {
    private static final int IPV4_LOOPBACK = 127;
    private static final int OCTET_SHIFT = 24;

    /** The local address. */
    public String source() {
        return AddressText.of(family, sourceHigh, sourceLow);
    }

    /** The remote address. */
    public String destination() {
        return AddressText.of(family, destinationHigh, destinationLow);
    }

    /** True for the sockets from and to these addresses and this port. */
    public Condition condition() {
        return Conditions.all(List.of(
                EndCondition.AddressIn.of(Side.LOCAL, family, sourceHigh, sourceLow),
                EndCondition.AddressIn.of(Side.REMOTE, family, destinationHigh, destinationLow),
                new EndCondition.PortIn(Side.REMOTE, port, port)));
    }

    /** True if one end is an address of the loopback, as {@code tcp_twsk_unique} of Linux sees it. */
    public boolean isLoopback() {
        return isLoopback(sourceHigh, sourceLow) || isLoopback(destinationHigh, destinationLow);
    }

    private boolean isLoopback(long high, long low) {
        return family == AddressFamily.IPV4 ? low >>> OCTET_SHIFT == IPV4_LOOPBACK : high == 0 && low == 1;
    }

    /** True for the same addresses and port. */
    boolean isSamePlace(PortUse other) {
        return family == other.family
                && sourceHigh == other.sourceHigh
                && sourceLow == other.sourceLow
                && destinationHigh == other.destinationHigh
                && destinationLow == other.destinationLow
                && port == other.port;
    }
}
