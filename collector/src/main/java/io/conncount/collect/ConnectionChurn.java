package io.conncount.collect;

import io.conncount.expression.Expression;
import io.conncount.expression.SocketField;
import io.conncount.filter.Condition;
import io.conncount.filter.Conditions;
import io.conncount.filter.EndCondition;
import io.conncount.filter.Filter;
import io.conncount.filter.OwnerCondition;
import io.conncount.group.GroupKey;
import io.conncount.group.GroupTable;
import io.conncount.group.Listeners;
import io.conncount.query.Query;
import io.conncount.query.Selection;
import io.conncount.snapshot.Churn;
import io.conncount.snapshot.Snapshot;
import io.conncount.socket.Protocol;
import io.conncount.socket.SocketView;
import io.conncount.socket.TcpState;
import io.conncount.source.DumpRequest;
import io.conncount.source.Host;
import io.conncount.source.HostSource;
import io.conncount.source.LinuxSocketEvents;
import io.conncount.sys.KernelException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Counts the TCP connections that are opened and closed, by group. Linux reports each socket as it is destroyed (4.3 and later); as
 * many were opened as were closed and are there besides, so that one that opens and closes between two counts is in both. A connection
 * is closed once its socket is gone: what is left of it in TIME_WAIT is none. One thread reads the events, as long as this is open.
 */
public final class ConnectionChurn implements AutoCloseable {
    private static final double NANOS_PER_SECOND = 1e9;

    /** States of sockets that events are about. Those of others are no connections, or have no socket yet or any more. */
    private static final Set<TcpState> CONNECTED =
            EnumSet.complementOf(EnumSet.of(TcpState.LISTEN, TcpState.CLOSE, TcpState.SYN_RECV, TcpState.TIME_WAIT));

    /** What an event reports of a socket: the owner is gone, and the state says nothing. */
    private static final Set<Expression> REPORTED = Set.of(
            Expression.of(SocketField.FAMILY),
            Expression.of(SocketField.LOCAL_PORT),
            Expression.of(SocketField.REMOTE_PORT),
            Expression.of(SocketField.LOCAL_ADDRESS_HIGH),
            Expression.of(SocketField.LOCAL_ADDRESS_LOW),
            Expression.of(SocketField.REMOTE_ADDRESS_HIGH),
            Expression.of(SocketField.REMOTE_ADDRESS_LOW));

    private final Host host;
    private final Query query;
    private final LinuxSocketEvents events;
    private final ExecutorService reader = Executors.newSingleThreadExecutor(task -> {
        Thread thread = Executors.defaultThreadFactory().newThread(task);
        thread.setDaemon(true);
        return thread;
    });
    private volatile boolean ended;
    private volatile Optional<String> failure = Optional.empty();
    private long lossesTold;
    private long lastNanos;
    private Optional<Snapshot> last = Optional.empty();

    /** Those closed since the last answer. Guarded by this. */
    private GroupTable closed;

    private ConnectionChurn(Host host, Query query, LinuxSocketEvents events) throws KernelException {
        this.host = host;
        this.query = query;
        this.events = events;
        closed = emptyTable();
    }

    /** True if events report all that a count asks of TCP connections: the two ends, and what follows from them. */
    public static boolean supports(Query query) {
        Selection selection = query.selection();
        return selection.protocols().equals(EnumSet.of(Protocol.TCP))
                && selection.states().equals(TcpState.ALL)
                && selection
                        .filter()
                        .map(filter -> isReported(filter.condition()))
                        .orElse(true)
                && query.keys().stream().allMatch(ConnectionChurn::isReported);
    }

    private static boolean isReported(GroupKey key) {
        return key.needsListeners()
                || key.looksAt().filter(REPORTED::containsAll).isPresent();
    }

    private static boolean isReported(Condition condition) {
        if (condition instanceof Condition.All all) {
            return all.terms().stream().allMatch(ConnectionChurn::isReported);
        } else if (condition instanceof Condition.Any any) {
            return any.terms().stream().allMatch(ConnectionChurn::isReported);
        } else if (condition instanceof Condition.Not not) {
            return isReported(not.term());
        }
        return condition instanceof EndCondition.AddressIn
                || condition instanceof EndCondition.PortIn
                || condition instanceof Condition.FamilyIn;
    }

    /**
     * Begins to count, in the network namespace of this thread.
     *
     * @param query one that is {@link #supports supported}
     * @throws KernelException if the kernel reports no events
     * @throws UnsupportedOperationException if this operating system does not; the message says so
     */
    public static ConnectionChurn open(Host host, Query query) throws KernelException {
        LinuxSocketEvents events = HostSource.openEvents(EnumSet.of(Protocol.TCP));
        ConnectionChurn churn = new ConnectionChurn(host, query, events);
        churn.reader.execute(churn::read);
        return churn;
    }

    /** An empty table whose keys know the host's listeners as they are now. */
    private GroupTable emptyTable() throws KernelException {
        Listeners listeners = new Listeners();
        if (query.needsListeners()) {
            host.sockets()
                    .dump(
                            DumpRequest.of(Protocol.TCP, query.selection().families(), EnumSet.of(TcpState.LISTEN)),
                            listeners);
        }
        List<GroupKey> keys = new ArrayList<>();
        for (GroupKey key : query.keys()) {
            keys.add(key.bind(host.names(), listeners));
        }
        return new GroupTable(keys, query.groupsMax());
    }

    private void read() {
        try (events) {
            failure = events.showWhile(() -> !ended, this::count);
        }
    }

    private void count(SocketView socket) {
        Optional<Filter> filter = query.selection().filter();
        // One without a local port was never connected. One that this side has reset has lost its remote port
        // (tcp_disconnect).
        if (socket.localPort() != 0
                && query.selection().families().contains(socket.family())
                && (filter.isEmpty() || filter.get().condition().test(socket))) {
            synchronized (this) {
                closed.add(socket);
            }
        }
    }

    /**
     * What was opened and closed since the answer before; empty for the first.
     *
     * @throws KernelException if the kernel refused to answer at all
     */
    public Optional<Churn> take() throws KernelException {
        GroupTable next = emptyTable();
        Snapshot now = new Collector(host).collect(connected());
        GroupTable gone;
        synchronized (this) {
            gone = closed;
            closed = next;
        }
        long nowNanos = System.nanoTime();
        Optional<Churn> churn = last.map(before -> new Churn(
                opened(now, before, gone), gone, (nowNanos - lastNanos) / NANOS_PER_SECOND, fault(now, gone)));
        last = Optional.of(now);
        lastNanos = nowNanos;
        return churn;
    }

    /** Its sockets: what has lost its socket has no owner. */
    private Query connected() {
        Selection all = query.selection();
        List<Condition> terms = new ArrayList<>();
        all.filter().ifPresent(filter -> terms.add(filter.condition()));
        terms.add(Conditions.not(new OwnerCondition.Unowned()));
        Selection sockets = new Selection(
                all.protocols(), all.families(), CONNECTED, Optional.of(new Filter("", Conditions.all(terms))));
        return new Query(sockets, query.keys(), false, query.threadsMax(), query.groupsMax());
    }

    private GroupTable opened(Snapshot now, Snapshot before, GroupTable gone) {
        GroupTable opened = new GroupTable(query.keys(), Integer.MAX_VALUE);
        long[] lanes = new long[now.lanes()];
        for (int group = 0; group < now.groups(); group++) {
            now.copyLanes(group, lanes);
            opened.add(lanes, 0, now.count(group));
        }
        for (int group = 0; group < before.groups(); group++) {
            before.copyLanes(group, lanes);
            opened.add(lanes, 0, -before.count(group));
        }
        for (int group = 0; group < gone.size(); group++) {
            gone.copyLanes(group, lanes);
            opened.add(lanes, 0, gone.count(group));
        }
        return opened;
    }

    private Optional<String> fault(Snapshot now, GroupTable gone) {
        if (failure.isPresent()) {
            return failure;
        }
        long losses = events.losses();
        boolean lost = losses != lossesTold;
        lossesTold = losses;
        if (lost) {
            return Optional.of("sockets were destroyed faster than they were read: more were opened and closed");
        }
        return gone.ungrouped() > 0
                ? Optional.of("group limit " + query.groupsMax() + " reached: more were opened and closed")
                : now.fault();
    }

    /** Ends it; no more events are asked for within a fifth of a second. */
    @Override
    public void close() {
        ended = true;
        reader.shutdown();
    }
}
