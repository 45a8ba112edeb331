package io.conncount.group;

import io.conncount.expression.Expression;
import io.conncount.expression.RangeSearch;
import io.conncount.expression.SocketField;
import io.conncount.filter.Condition;
import io.conncount.filter.ConditionText;
import io.conncount.filter.Conditions;
import io.conncount.filter.EndCondition;
import io.conncount.socket.AddressFamily;
import io.conncount.socket.PortBox;
import io.conncount.socket.Side;
import io.conncount.socket.SocketSink;
import io.conncount.socket.SocketView;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The host's listening sockets, which distinguish inbound from outbound connections and identify services.
 * Filled by a dump before the count, then read by every counting thread.
 */
public final class Listeners implements SocketSink {
    /** No listener at all. */
    public static final Listeners NONE = new Listeners();

    /** A host has at most as many listeners as ports, times its addresses; beyond this, services go unnamed. */
    private static final int LISTENERS_MAX = 1_000_000;

    /** Ranges of ports, or endpoints, that a kernel searches for each socket: its programs have an end. */
    static final int SEARCHED_MAX = 4096;

    /** A filter may have twice as many. */
    private static final int CONDITION_CHARACTERS_MAX = 8 * 1024;

    private final BitSet ports = new BitSet(PortBox.PORT_MAX + 1);
    private final GroupTable endpoints =
            new GroupTable(List.of(new AddressKey(Side.LOCAL), new PortKey(Side.LOCAL)), LISTENERS_MAX);

    @Override
    public void accept(SocketView listener) {
        ports.set(listener.localPort());
        endpoints.add(listener);
    }

    /** True without any listener. */
    boolean isEmpty() {
        return ports.isEmpty();
    }

    /** How many addresses and ports there are. */
    int endpointCount() {
        return endpoints.size();
    }

    /** True if some listener has this port, whatever its address. */
    boolean hasPort(int port) {
        return ports.get(port);
    }

    /** True if a listener has this address and port: four lanes, those of {@link AddressLanes} and the port. */
    boolean hasEndpoint(long[] lanes, int at) {
        return endpoints.find(lanes, at) != GroupTable.NO_GROUP;
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

    /** One result if a listener has the local port, another if none has; empty if it takes too many comparisons. */
    Optional<Expression> searchPorts(Expression found, Expression otherwise) {
        List<EndCondition.PortIn> ranges = ranges(ports);
        if (ranges.size() > SEARCHED_MAX) {
            return Optional.empty();
        }
        RangeSearch search = new RangeSearch(otherwise);
        ranges.forEach(range -> search.put(range.min(), range.max(), found));
        return Optional.of(search.of(Expression.of(SocketField.LOCAL_PORT)));
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
        int port = (int) lanes[at + AddressLanes.COUNT];
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
        int port = (int) lanes[at + AddressLanes.COUNT];
        return Conditions.all(List.of(
                AddressLanes.condition(Side.LOCAL, lanes, at), new EndCondition.PortIn(Side.LOCAL, port, port)));
    }

    /** Takes one listener. */
    interface Endpoint {
        void accept(long[] lanes, int port);
    }

    void forEach(AddressFamily family, Endpoint endpoint) {
        long[] lanes = new long[endpoints.lanes()];
        for (int i = 0; i < endpoints.size(); i++) {
            endpoints.copyLanes(i, lanes);
            if (AddressLanes.family(lanes, 0) == family) {
                endpoint.accept(lanes, (int) lanes[AddressLanes.COUNT]);
            }
        }
    }

    private static boolean isEverywhere(long[] lanes, int at) {
        return lanes[at + 1] == 0 && lanes[at + 2] == 0;
    }

    /** A condition, unless it is longer than filters should be. */
    static Optional<Condition> unlessTooLong(Condition condition) {
        return ConditionText.of(List.of(condition)).length() > CONDITION_CHARACTERS_MAX
                ? Optional.empty()
                : Optional.of(condition);
    }
}
