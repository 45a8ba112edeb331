package io.conncount.group;

import io.conncount.expression.Comparison;
import io.conncount.expression.Expression;
import io.conncount.expression.RangeSearch;
import io.conncount.filter.Condition;
import io.conncount.filter.ConditionText;
import io.conncount.filter.Conditions;
import io.conncount.names.KnownNames;
import io.conncount.socket.PortBox;
import io.conncount.socket.Side;
import io.conncount.socket.SocketNumber;
import io.conncount.socket.SocketSink;
import io.conncount.socket.SocketView;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.ToIntFunction;

/**
 * The host's listening sockets, which distinguish inbound from outbound connections and identify services.
 * Filled by a dump before the count, then read by every counting thread.
 */
public final class Listeners implements SocketSink {
    /** No listener at all. */
    public static final Listeners NONE = new Listeners();

    /** A host has at most as many listeners as ports, times its addresses; beyond this, services go unnamed. */
    private static final int LISTENERS_MAX = 1_000_000;

    private static final int ENDPOINT_LANES = AddressLanes.COUNT + 1;

    /** Ranges of ports, or endpoints, that a kernel searches for each socket: its programs have an end. */
    static final int SEARCHED_MAX = 4096;

    /** A filter may have twice as many. */
    private static final int CONDITION_CHARACTERS_MAX = 8 * 1024;

    private final BitSet ports = new BitSet(PortBox.PORT_MAX + 1);
    private final GroupTable endpoints = table(List.of(new AddressKey(Side.LOCAL), new PortKey(Side.LOCAL)));
    /** Those that know their network namespace, instead: only connections of the same belong to them. Null if there are none. */
    private OfNamespaces ofNamespaces;

    private static GroupTable table(List<GroupKey> keys) {
        return new GroupTable(keys, LISTENERS_MAX);
    }

    @Override
    public void accept(SocketView listener) {
        ports.set(listener.localPort());
        if (listener.number(SocketNumber.NETNS_INODE) == SocketView.UNKNOWN) {
            endpoints.add(listener);
            return;
        }
        if (ofNamespaces == null) {
            ofNamespaces = new OfNamespaces();
        }
        ofNamespaces.ports.add(listener);
        ofNamespaces.endpoints.add(listener);
    }

    /** True without any listener. */
    boolean isEmpty() {
        return ports.isEmpty();
    }

    /** True if some listener has the local port of a socket, whatever its address. */
    boolean hasPort(SocketView socket) {
        return ports.get(socket.localPort()) && (ofNamespaces == null || ofNamespaces.hasPort(socket));
    }

    /**
     * True if a listener has this address and port: four lanes, those of {@link AddressLanes} and the port.
     *
     * @param socket is in the namespace of the listener
     */
    boolean hasEndpoint(SocketView socket, long[] lanes, int at) {
        return ofNamespaces == null
                ? endpoints.find(lanes, at) != GroupTable.NO_GROUP
                : ofNamespaces.hasEndpoint(socket, lanes, at);
    }

    /** Listeners of several namespaces, found by that as well. */
    private static final class OfNamespaces {
        private static final GroupKey NAMESPACE = new NetnsKey(KnownNames.NONE);
        private static final ThreadLocal<long[]> SCRATCH = ThreadLocal.withInitial(() -> new long[ENDPOINT_LANES + 1]);

        private final GroupTable ports = table(List.of(new PortKey(Side.LOCAL), NAMESPACE));
        private final GroupTable endpoints =
                table(List.of(new AddressKey(Side.LOCAL), new PortKey(Side.LOCAL), NAMESPACE));

        boolean hasPort(SocketView socket) {
            long[] lanes = SCRATCH.get();
            lanes[0] = socket.localPort();
            NAMESPACE.write(socket, lanes, 1);
            return ports.find(lanes, 0) != GroupTable.NO_GROUP;
        }

        boolean hasEndpoint(SocketView socket, long[] lanes, int at) {
            long[] endpoint = SCRATCH.get();
            System.arraycopy(lanes, at, endpoint, 0, ENDPOINT_LANES);
            NAMESPACE.write(socket, endpoint, ENDPOINT_LANES);
            return endpoints.find(endpoint, 0) != GroupTable.NO_GROUP;
        }
    }

    /** The listeners of each network namespace; all of them under {@link SocketView#UNKNOWN} if they know of none. */
    private Map<Long, NamespaceListeners> namespaces() {
        Map<Long, NamespaceListeners> namespaces = new TreeMap<>();
        GroupTable table = ofNamespaces == null ? endpoints : ofNamespaces.endpoints;
        for (int i = 0; i < table.size(); i++) {
            long[] lanes = new long[ENDPOINT_LANES + 1];
            lanes[ENDPOINT_LANES] = SocketView.UNKNOWN;
            table.copyLanes(i, lanes);
            namespaces
                    .computeIfAbsent(lanes[ENDPOINT_LANES], inode -> new NamespaceListeners())
                    .add(lanes);
        }
        return namespaces;
    }

    /** True for sockets on the port of a listener, whatever their address; there is at least one listener. */
    Condition onPorts() {
        return inOneOf(NamespaceListeners::onPorts);
    }

    /** True for sockets that belong to a listener; there is at least one listener. */
    Condition ofAnyService() {
        return inOneOf(NamespaceListeners::ofAnyService);
    }

    /** True for the sockets of the listeners with these lanes, those of {@link AddressLanes} and the port. */
    Condition ofService(long[] lanes, int at) {
        return ofNamespaces == null
                ? namespaces()
                        .getOrDefault(SocketView.UNKNOWN, new NamespaceListeners())
                        .ofService(lanes, at)
                : inOneOf(listeners -> listeners.ofService(lanes, at));
    }

    private Condition inOneOf(Function<NamespaceListeners, Condition> condition) {
        List<Condition> conditions = new ArrayList<>();
        namespaces().forEach((inode, listeners) -> {
            Condition inside = condition.apply(listeners);
            conditions.add(
                    inode == SocketView.UNKNOWN
                            ? inside
                            : Conditions.all(List.of(
                                    new Condition.NumberIs(SocketNumber.NETNS_INODE, Comparison.EQUAL, inode),
                                    inside)));
        });
        return Conditions.any(conditions);
    }

    /** One result if a listener has the local port, another if none has; empty if it takes too many comparisons. */
    Optional<Expression> searchPorts(Expression found, Expression otherwise) {
        return search(NamespaceListeners::portRanges, listeners -> listeners.searchPorts(found, otherwise), otherwise);
    }

    /** The listener that a connection came to, a constant of {@link EndpointSearch}; empty if it takes too many comparisons. */
    Optional<Expression> searchEndpoints() {
        return search(NamespaceListeners::endpoints, EndpointSearch::of, new Expression.Constant(EndpointSearch.NONE));
    }

    private Optional<Expression> search(
            ToIntFunction<NamespaceListeners> size,
            Function<NamespaceListeners, Expression> inside,
            Expression otherwise) {
        Map<Long, NamespaceListeners> namespaces = namespaces();
        if (namespaces.values().stream().mapToInt(size).sum() > SEARCHED_MAX) {
            return Optional.empty();
        }
        if (ofNamespaces == null) {
            return Optional.of(inside.apply(namespaces.getOrDefault(SocketView.UNKNOWN, new NamespaceListeners())));
        }
        RangeSearch search = new RangeSearch(otherwise);
        namespaces.forEach((inode, listeners) -> search.put(inode, inode, inside.apply(listeners)));
        return Optional.of(search.of(new Expression.NumberOf(SocketNumber.NETNS_INODE)));
    }

    /** A condition, unless it is longer than filters should be. */
    static Optional<Condition> unlessTooLong(Condition condition) {
        return ConditionText.of(List.of(condition)).length() > CONDITION_CHARACTERS_MAX
                ? Optional.empty()
                : Optional.of(condition);
    }
}
