package io.conncount.plan;

import io.conncount.counters.SocketCounters;
import io.conncount.socket.Protocol;
import io.conncount.socket.TcpState;
import io.conncount.source.DumpRequest;
import io.conncount.source.KernelVersion;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * Finds the cheapest way to an answer. A walk over the kernel's table is cheap, copying sockets out of it is nine tenths
 * of a dump's cost; so a question about states and families leaves the states out that counters give:
 *
 * <ul>
 *   <li>ESTABLISHED = sockets in use − full sockets in every other state, for each family;
 *   <li>TIME_WAIT = the counter {@code tw} − mini-sockets in FIN_WAIT2, for both families together.
 * </ul>
 */
final class Planner {
    /** Fewer sockets in TIME_WAIT are read like the others: it costs 7 ms at most, and needs no counter. */
    static final long TIME_WAIT_MANY = 10_000;

    /** With fewer sockets, a second thread costs more than it saves. */
    static final long SPLIT_SOCKETS_MIN = 50_000;

    /** The states of TCP sockets that the kernel counts as in use: all but TIME_WAIT, and closed ones, which are in no table. */
    private static final Set<TcpState> FULL_SOCKET_STATES =
            EnumSet.complementOf(EnumSet.of(TcpState.TIME_WAIT, TcpState.CLOSE));

    private static final Set<TcpState> UDP_STATES = EnumSet.of(TcpState.ESTABLISHED, TcpState.CLOSE);

    private final KernelVersion kernel;
    private final SocketCounters counters;

    Planner(KernelVersion kernel, SocketCounters counters) {
        this.kernel = kernel;
        this.counters = counters;
    }

    List<Step> plan(Query query) {
        List<Step> steps = new ArrayList<>();
        for (Protocol protocol : query.protocols()) {
            if (query.needsListeners()) {
                steps.add(listeners(protocol, query));
            }
            steps.add(
                    protocol == Protocol.TCP && query.stateFamilyOnly()
                            ? byState(query)
                            : fullDump(
                                    query, protocol, "the groups depend on more than a TCP socket's state and family"));
        }
        return steps;
    }

    private Step byState(Query query) {
        if (query.exact()) {
            return fullDump(query, Protocol.TCP, "--exact: every socket is read");
        }
        Set<TcpState> derived = derived(query);
        if (derived.isEmpty()) {
            return fullDump(query, Protocol.TCP, "only sockets in the states asked for are copied");
        }
        if (!counters.tcpComplete()) {
            return fullDump(query, Protocol.TCP, "the kernel does not tell " + counters.tcpMissing());
        }
        DumpRequest wanted = wanted(query, Protocol.TCP);
        Set<TcpState> asked = EnumSet.copyOf(wanted.states());
        if (derived.contains(TcpState.ESTABLISHED)) {
            asked.addAll(FULL_SOCKET_STATES);
        }
        if (derived.contains(TcpState.TIME_WAIT)) {
            asked.add(TcpState.FIN_WAIT2);
        }
        asked.removeAll(derived);
        DumpRequest walk = DumpRequest.of(Protocol.TCP, wanted.families(), asked);
        return new Step.MaskedWalk(walk, derived, "the question looks at state and family only");
    }

    /** The states among those asked for that counters give, and that are worth leaving out of the walk. */
    private Set<TcpState> derived(Query query) {
        Set<TcpState> derived = EnumSet.noneOf(TcpState.class);
        if (query.states().contains(TcpState.ESTABLISHED)) {
            derived.add(TcpState.ESTABLISHED);
        }
        // Before 4.10 the kernel counted TIME_WAIT for all network namespaces together.
        boolean perNamespace = kernel.atLeast(4, 10);
        if (query.states().contains(TcpState.TIME_WAIT)
                && counters.timeWait() > TIME_WAIT_MANY
                && !query.tellsFamiliesApart()
                && perNamespace) {
            derived.add(TcpState.TIME_WAIT);
        }
        return derived;
    }

    private static Step listeners(Protocol protocol, Query query) {
        Set<TcpState> listening = EnumSet.of(protocol == Protocol.TCP ? TcpState.LISTEN : TcpState.CLOSE);
        return new Step.ReadListeners(
                DumpRequest.of(protocol, query.families(), listening),
                "a connection's direction and service follow from the listeners");
    }

    /** The full dump that answers the question, on as many threads as pay. */
    Step.FullDump fullDump(Query query, Protocol protocol, String reason) {
        DumpRequest wanted = wanted(query, protocol);
        long sockets = expectedSockets(wanted);
        int threads = query.threadsMax();
        if (threads == 1) {
            return new Step.FullDump(wanted, 1, reason + "; one thread");
        }
        if (sockets < SPLIT_SOCKETS_MIN) {
            return new Step.FullDump(
                    wanted,
                    1,
                    reason + "; one thread, because fewer than " + SPLIT_SOCKETS_MIN + " sockets are expected");
        }
        // Older kernels let only one reader of sock_diag in at a time.
        if (!kernel.atLeast(6, 9)) {
            return new Step.FullDump(
                    wanted, 1, reason + "; one thread, because a kernel before 6.9 lets dumps in one by one");
        }
        return new Step.FullDump(
                wanted,
                threads,
                reason + "; " + threads + " threads, because about " + sockets + " sockets are expected");
    }

    private static DumpRequest wanted(Query query, Protocol protocol) {
        return DumpRequest.of(protocol, query.families(), listed(protocol, query.states()));
    }

    private long expectedSockets(DumpRequest wanted) {
        if (wanted.protocol() == Protocol.UDP) {
            return Math.max(0, counters.udpInUse());
        }
        long timeWait = wanted.states().contains(TcpState.TIME_WAIT) ? Math.max(0, counters.timeWait()) : 0;
        return wanted.states().contains(TcpState.ESTABLISHED) ? counters.tcpSockets() : timeWait;
    }

    /**
     * The states in which a dump lists sockets of a protocol. A closed TCP socket is in no table; to ask for it would
     * turn a question about listeners into a walk over all sockets.
     */
    private static Set<TcpState> listed(Protocol protocol, Set<TcpState> states) {
        Set<TcpState> listed = EnumSet.copyOf(states);
        if (protocol == Protocol.TCP) {
            listed.remove(TcpState.CLOSE);
        } else {
            listed.retainAll(UDP_STATES);
        }
        return listed;
    }
}
