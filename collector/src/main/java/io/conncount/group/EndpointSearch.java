package io.conncount.group;

import io.conncount.expression.Expression;
import io.conncount.expression.Predicate;
import io.conncount.expression.RangeSearch;
import io.conncount.expression.SocketField;
import io.conncount.socket.AddressFamily;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Searches by family, port and address for the listener that a connection came to: some ten comparisons among a thousand. */
final class EndpointSearch {
    /** No listener. */
    static final int NONE = 0;
    /** The listener at the unspecified address of the family. */
    static final int ANYWHERE = 1;
    /** The listener at the very address. */
    static final int EXACT = 2;

    private EndpointSearch() {}

    /** Computes one of the constants of this class. */
    static Expression of(NamespaceListeners listeners) {
        return new Expression.Choice(
                Predicate.equal(SocketField.FAMILY, AddressFamily.IPV4.ordinal()),
                byPort(listeners, AddressFamily.IPV4),
                byPort(listeners, AddressFamily.IPV6));
    }

    private static Expression byPort(NamespaceListeners listeners, AddressFamily family) {
        // The lower halves of addresses by their upper halves, by port.
        Map<Integer, Map<Long, Set<Long>>> ports = new TreeMap<>();
        listeners.forEach(
                family,
                (lanes, port) -> ports.computeIfAbsent(port, any -> new TreeMap<>())
                        .computeIfAbsent(lanes[1], any -> new TreeSet<>())
                        .add(lanes[2]));
        RangeSearch search = new RangeSearch(constant(NONE));
        ports.forEach((port, addresses) -> search.put(port, port, byAddress(addresses)));
        return search.of(Expression.of(SocketField.LOCAL_PORT));
    }

    private static Expression byAddress(Map<Long, Set<Long>> addresses) {
        boolean anywhere = addresses.getOrDefault(0L, Set.of()).contains(0L);
        Expression otherwise = constant(anywhere ? ANYWHERE : NONE);
        RangeSearch upper = new RangeSearch(otherwise);
        addresses.forEach((high, lows) -> {
            RangeSearch lower = new RangeSearch(otherwise);
            lows.stream().filter(low -> high != 0 || low != 0).forEach(low -> lower.put(low, low, constant(EXACT)));
            upper.put(high, high, lower.of(Expression.of(SocketField.LOCAL_ADDRESS_LOW)));
        });
        return upper.of(Expression.of(SocketField.LOCAL_ADDRESS_HIGH));
    }

    private static Expression constant(int value) {
        return new Expression.Constant(value);
    }
}
