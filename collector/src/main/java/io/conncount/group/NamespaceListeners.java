package io.conncount.group;

import io.conncount.expression.Expression;
import io.conncount.expression.RangeSearch;
import io.conncount.expression.SocketField;
import io.conncount.filter.Condition;
import io.conncount.filter.Conditions;
import io.conncount.filter.EndCondition;
import io.conncount.socket.AddressFamily;
import io.conncount.socket.Side;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Set;

/** The listeners of one network namespace, and what of a connection tells whether it came to one of them. */
final class NamespaceListeners {
    private final BitSet ports = new BitSet();
    private final List<long[]> endpoints = new ArrayList<>();

    /** Adds a listener by its lanes, which begin with those of {@link AddressLanes} and the port. */
    void add(long[] lanes) {
        ports.set(port(lanes, 0));
        endpoints.add(lanes);
    }

    private static int port(long[] lanes, int at) {
        return (int) lanes[at + AddressLanes.COUNT];
    }

    /** How many addresses and ports there are. */
    int endpoints() {
        return endpoints.size();
    }

    /** How many ranges of ports there are. */
    int portRanges() {
        return ranges(ports).size();
    }

    /** Takes one listener. */
    interface Endpoint {
        void accept(long[] lanes, int port);
    }

    void forEach(AddressFamily family, Endpoint endpoint) {
        for (long[] lanes : endpoints) {
            if (AddressLanes.family(lanes, 0) == family) {
                endpoint.accept(lanes, port(lanes, 0));
            }
        }
    }

    /** True for sockets on the port of a listener, whatever their address. */
    Condition onPorts() {
        return within(ports);
    }

    private static Condition within(BitSet ports) {
        return Conditions.any(List.copyOf(ranges(ports)));
    }

    private static List<EndCondition.PortIn> ranges(BitSet ports) {
        List<EndCondition.PortIn> ranges = new ArrayList<>();
        for (int from = ports.nextSetBit(0); from >= 0; ) {
            int end = ports.nextClearBit(from);
            ranges.add(new EndCondition.PortIn(Side.LOCAL, from, end - 1));
            from = ports.nextSetBit(end);
        }
        return ranges;
    }

    /** One result if a listener has the local port, another if none has. */
    Expression searchPorts(Expression found, Expression otherwise) {
        RangeSearch search = new RangeSearch(otherwise);
        ranges(ports).forEach(range -> search.put(range.min(), range.max(), found));
        return search.of(Expression.of(SocketField.LOCAL_PORT));
    }

    /** True for sockets that belong to a listener; there is at least one listener. */
    Condition ofAnyService() {
        List<Condition> services = new ArrayList<>();
        for (AddressFamily family : AddressFamily.IP) {
            BitSet everywhere = new BitSet();
            forEach(family, (lanes, port) -> {
                if (isEverywhere(lanes, 0)) {
                    everywhere.set(port);
                } else {
                    services.add(at(lanes, 0));
                }
            });
            if (!everywhere.isEmpty()) {
                services.add(Conditions.all(List.of(new Condition.FamilyIn(Set.of(family)), within(everywhere))));
            }
        }
        return Conditions.any(services);
    }

    /** True for the sockets of the listener with these lanes, those of {@link AddressLanes} and the port. */
    Condition ofService(long[] lanes, int at) {
        if (!isEverywhere(lanes, at)) {
            return at(lanes, at);
        }
        AddressFamily family = AddressLanes.family(lanes, at);
        int port = port(lanes, at);
        List<Condition> terms = new ArrayList<>();
        terms.add(new Condition.FamilyIn(Set.of(family)));
        terms.add(new EndCondition.PortIn(Side.LOCAL, port, port));
        forEach(family, (other, otherPort) -> {
            if (otherPort == port && !isEverywhere(other, 0)) {
                terms.add(Conditions.not(at(other, 0)));
            }
        });
        return Conditions.all(terms);
    }

    private static Condition at(long[] lanes, int at) {
        int port = port(lanes, at);
        return Conditions.all(List.of(
                AddressLanes.condition(Side.LOCAL, lanes, at), new EndCondition.PortIn(Side.LOCAL, port, port)));
    }

    private static boolean isEverywhere(long[] lanes, int at) {
        return lanes[at + 1] == 0 && lanes[at + 2] == 0;
    }
}
