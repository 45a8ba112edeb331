package io.conncount.collect;

import io.conncount.collect.Listener.Connections;
import io.conncount.counters.Measures;
import io.conncount.group.GroupKey;
import io.conncount.group.GroupKeys;
import io.conncount.query.Query;
import io.conncount.query.Selection;
import io.conncount.snapshot.Snapshot;
import io.conncount.socket.AddressFamily;
import io.conncount.socket.Detail;
import io.conncount.socket.Protocol;
import io.conncount.socket.SocketView;
import io.conncount.socket.TcpState;
import io.conncount.source.DumpResult;
import io.conncount.source.HeldSockets;
import io.conncount.source.Host;
import io.conncount.sys.KernelException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The TCP listeners of a host: their accept queues, their owners, and the connections that came to them. Linux looks at listeners
 * only; the connections take a walk over all.
 *
 * @param listeners those with the least room left first, {@link ListenQueues#QUEUES_MAX} at most
 * @param leftOut how many were not kept
 * @param fault why listeners or connections may be missing
 * @param remarks what else is to be known of the answer
 * @param source where it is from
 */
public record ListenerView(
        List<Listener> listeners, long leftOut, Optional<String> fault, List<String> remarks, String source) {
    /** With fewer sockets, their connections are counted unasked: it takes some milliseconds. */
    static final long SOCKETS_CHEAP_MAX = Planner.WALK_SOCKETS_MIN;

    private static final int GROUPS_MAX = 1_000_000;
    private static final TcpState[] STATES = TcpState.values();
    private static final AddressFamily[] FAMILIES = AddressFamily.values();

    /** Copies what it is given. */
    public ListenerView {
        listeners = List.copyOf(listeners);
        remarks = List.copyOf(remarks);
    }

    /**
     * What is asked.
     *
     * @param selection which listeners
     * @param connections true to count connections, however many there are
     * @param details {@link Detail#HOLDERS} for processes, {@link Detail#NAMESPACE} to tell network namespaces apart
     * @param threadsMax at most this many threads count
     */
    public record Question(Selection selection, boolean connections, Set<Detail> details, int threadsMax) {
        /** Copies what it is given. */
        public Question {
            details = Set.copyOf(details);
        }
    }

    /**
     * Reads the listeners of a host.
     *
     * @throws KernelException if the kernel refused to answer at all
     */
    public static ListenerView of(Host host, Question question) throws KernelException {
        if (!question.selection.states().contains(TcpState.LISTEN)) {
            return new ListenerView(
                    List.of(), 0, Optional.empty(), List.of(), host.sockets().name(Set.of(Protocol.TCP)));
        }
        Set<Detail> details = EnumSet.noneOf(Detail.class);
        details.addAll(question.details);
        question.selection.addDetails(details);
        Host held = HeldSockets.of(host, details);
        if (details.contains(Detail.HOLDERS)) {
            held.sockets().readHolders(question.threadsMax);
        }
        ListenQueueTable table = new ListenQueueTable(details.contains(Detail.NAMESPACE));
        Selection listeners = ListenQueues.listeners(question.selection).settled(host.names());
        DumpResult result =
                held.sockets().dump(Requests.of(listeners, Protocol.TCP, Protocol.TCP.listedStates(), details), table);
        List<Listener> kept = table.kept();
        Optional<String> caveat = held.sockets().caveat(Protocol.TCP);
        ListenerView queues = new ListenerView(
                kept,
                table.leftOut(kept),
                table.fault(result.fault()),
                caveat.isPresent() ? List.of(caveat.get()) : List.of(),
                held.sockets().name(Set.of(Protocol.TCP)));
        return question.connections || isCheap(host.counters().read())
                ? queues.withConnections(host, question, details)
                : queues;
    }

    private static boolean isCheap(Measures measures) {
        return measures.tcpComplete() && measures.tcpSockets() < SOCKETS_CHEAP_MAX;
    }

    private ListenerView withConnections(Host host, Question question, Set<Detail> details) throws KernelException {
        boolean byNamespace = details.contains(Detail.NAMESPACE);
        List<GroupKey> keys =
                GroupKeys.of(byNamespace ? List.of("service", "state", "netns") : List.of("service", "state"));
        Set<TcpState> connected = EnumSet.complementOf(EnumSet.of(TcpState.LISTEN, TcpState.CLOSE));
        Selection all =
                new Selection(EnumSet.of(Protocol.TCP), question.selection.families(), connected, Optional.empty());
        Snapshot counts = new Collector(host).collect(new Query(all, keys, false, question.threadsMax, GROUPS_MAX));
        Map<ListenEndpoint, Connections> found = connections(counts, byNamespace);
        List<Listener> counted = new ArrayList<>(listeners.size());
        for (Listener listener : listeners) {
            counted.add(listener.with(found.getOrDefault(ListenEndpoint.of(listener), Connections.NONE)));
        }
        List<String> told = new ArrayList<>(remarks);
        counts.caveats().stream().filter(caveat -> !told.contains(caveat)).forEach(told::add);
        return new ListenerView(counted, leftOut, fault.isPresent() ? fault : counts.fault(), told, counts.source());
    }

    /** The lanes of service are family, address and port, or negative; then come those of state and namespace. */
    private static Map<ListenEndpoint, Connections> connections(Snapshot counts, boolean byNamespace) {
        Map<ListenEndpoint, Connections> found = new HashMap<>();
        long[] lanes = new long[counts.lanes()];
        for (int group = 0; group < counts.groups(); group++) {
            counts.copyLanes(group, lanes);
            if (lanes[0] >= 0) {
                ListenEndpoint at = new ListenEndpoint(
                        FAMILIES[(int) lanes[0]],
                        lanes[1],
                        lanes[2],
                        (int) lanes[3],
                        byNamespace ? lanes[5] : SocketView.UNKNOWN);
                Connections sum = found.getOrDefault(at, Connections.NONE);
                found.put(at, sum.plus(STATES[(int) lanes[4]], counts.count(group)));
            }
        }
        return found;
    }
}
