package io.conncount.collect;

import io.conncount.counters.Measure;
import io.conncount.counters.Measures;
import io.conncount.expression.Expression;
import io.conncount.group.GroupKey;
import io.conncount.query.Query;
import io.conncount.socket.Detail;
import io.conncount.socket.Protocol;
import io.conncount.socket.TcpState;
import io.conncount.source.DumpRequest;
import io.conncount.source.KernelVersion;
import io.conncount.source.SocketSource;
import io.conncount.source.TcpWalk;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Finds the cheapest way to an answer. A walk over the kernel's table is cheap, copying sockets out of it is nine tenths
 * of a dump's cost; so a question about states and families leaves the states out that counters give:
 *
 * <ul>
 *   <li>ESTABLISHED = sockets in use − full sockets in every other state, for each family;
 *   <li>TIME_WAIT = the counter {@code tw} − mini-sockets in FIN_WAIT2, for both families together.
 * </ul>
 *
 * <p>FreeBSD counts TCP sockets by state itself, so nothing is copied; any other question copies its whole list.
 */
final class Planner {
    /** Fewer sockets in TIME_WAIT are read like the others, which costs at most 7 ms and needs no counter. */
    static final long TIME_WAIT_MANY = 10_000;

    /** With fewer sockets, sock_diag has copied them all before a program is written and verified. */
    static final long WALK_SOCKETS_MIN = 30_000;

    /** With fewer sockets, a second thread costs more than it saves. */
    static final long SPLIT_SOCKETS_MIN = 50_000;

    /** The states of TCP sockets that the kernel counts as in use: all but TIME_WAIT, and closed ones, which are in no table. */
    private static final Set<TcpState> FULL_SOCKET_STATES =
            EnumSet.complementOf(EnumSet.of(TcpState.TIME_WAIT, TcpState.CLOSE));

    private final SocketSource source;
    private final KernelVersion kernel;
    private final Measures counters;
    private final Optional<String> sequential;

    Planner(SocketSource source, KernelVersion kernel, Measures counters) {
        this.source = source;
        this.kernel = kernel;
        this.counters = counters;
        sequential = source.sequential();
    }

    List<Step> plan(Query query) {
        List<Step> steps = new ArrayList<>();
        boolean holders = query.allDetails().contains(Detail.HOLDERS);
        for (Protocol protocol : query.selection().protocols()) {
            if (query.needsListeners() && protocol.overIp()) {
                steps.add(listeners(protocol, query));
            }
            Step answer = answer(query, protocol);
            if (holders
                    && answer instanceof Step.WalkInKernel walk
                    && query.selection().protocols().size() == 1) {
                steps.add(new Step.CountHeld(walk.request(), walk.threads(), walk.reason()));
                return steps;
            }
            steps.add(answer);
        }
        if (holders) {
            steps.add(
                    0,
                    new Step.ReadHolders(
                            query.threadsMax(), "no kernel reports the processes that hold a socket with it"));
        }
        return steps;
    }

    private Step answer(Query query, Protocol protocol) {
        if (protocol == Protocol.TCP && source.walk().isPresent()) {
            TcpWalk walk = source.walk().get();
            DumpRequest wanted = request(query, Protocol.TCP);
            if (pays(walk, wanted) && (walk.forced() || query.exact() || dependsOnMore(query))) {
                return walkOrDump(query, wanted, walk);
            }
        }
        if (protocol != Protocol.TCP && query.stateFamilyOnly()) {
            return fullDump(query, protocol, "no counters have the states of " + protocol.label() + " sockets");
        }
        if (!query.stateFamilyOnly()) {
            return fullDump(query, protocol, "the groups depend on more than a socket's state and family");
        }
        return query.selection().filter().isPresent()
                ? fullDump(query, protocol, "the filter looks at more than a TCP socket's state and family")
                : byState(query);
    }

    /** True unless a walk that leaves out states, or the kernel's own counts, could answer the question. */
    private static boolean dependsOnMore(Query query) {
        return !query.stateFamilyOnly() || query.selection().filter().isPresent();
    }

    /** True if there are sockets enough for a program, or the user wants one. */
    private boolean pays(TcpWalk walk, DumpRequest wanted) {
        return walk.forced() || expectedSockets(wanted) >= WALK_SOCKETS_MIN;
    }

    private Step walkOrDump(Query query, DumpRequest wanted, TcpWalk walk) {
        Optional<String> obstacle = unknownKey(query).map(key -> "the key " + key.name() + " is not known there");
        if (obstacle.isEmpty()) {
            obstacle = obstacle(wanted, walk);
        }
        if (obstacle.isPresent()) {
            walk.requireNotForced(obstacle.get());
            return fullDump(query, Protocol.TCP, "they cannot be counted in the kernel: " + obstacle.get());
        }
        return walk(wanted, query.threadsMax(), "a program in the kernel counts them, and none is copied");
    }

    private static Optional<GroupKey> unknownKey(Query query) {
        boolean rows = query.allDetails().contains(Detail.HOLDERS);
        return query.keys().stream()
                .filter(key -> (rows ? key.looksAt() : key.expressions()).isEmpty())
                .findFirst();
    }

    private static Optional<String> obstacle(DumpRequest wanted, TcpWalk walk) {
        return wanted.states().equals(EnumSet.of(TcpState.CLOSE))
                ? Optional.of("closed sockets are in another table")
                : walk.obstacle();
    }

    private Step.WalkInKernel walk(DumpRequest wanted, int threadsMax, String reason) {
        int threads = expectedSockets(wanted) < SPLIT_SOCKETS_MIN ? 1 : threadsMax;
        return new Step.WalkInKernel(wanted, threads, reason);
    }

    /** The walk or the dump that shows what a request asks for, of which these things are looked at; empty if nobody knows. */
    Step rows(DumpRequest wanted, Optional<Set<Expression>> shown, int threadsMax) {
        if (wanted.protocol() != Protocol.TCP
                || source.walk().isEmpty()
                || !pays(source.walk().get(), wanted)) {
            return rowsCopied(wanted, threadsMax, "");
        }
        TcpWalk walk = source.walk().get();
        Optional<String> obstacle = shown.isEmpty()
                ? Optional.of("they have more than the kernel shows in this way")
                : obstacle(wanted, walk);
        if (obstacle.isPresent()) {
            walk.requireNotForced(obstacle.get());
            return rowsCopied(wanted, threadsMax, "; a program in the kernel cannot give them: " + obstacle.get());
        }
        return walk(wanted, threadsMax, "a program in the kernel gives the rows, with nothing else");
    }

    /** @param obstacle why no program in the kernel gives the rows; empty if none was thought of */
    Step.FullDump rowsCopied(DumpRequest wanted, int threadsMax, String obstacle) {
        return fullDump(wanted, threadsMax, "a row for each socket" + obstacle);
    }

    /** True if the kernel's own counts by state answer the question, as far as it is about this protocol. */
    boolean countedByState(Query query, Protocol protocol) {
        return protocol == Protocol.TCP
                && counters.byState().isPresent()
                && query.stateFamilyOnly()
                && query.selection().filter().isEmpty()
                && !query.tellsFamiliesApart();
    }

    private Step byState(Query query) {
        if (query.exact()) {
            return fullDump(query, Protocol.TCP, "--exact: every socket is read");
        }
        if (counters.byState().isPresent()) {
            return countedByState(query, Protocol.TCP)
                    ? new Step.StateCounts(
                            request(query, Protocol.TCP),
                            "the question is about the state only, and the kernel counts each state")
                    : fullDump(query, Protocol.TCP, "the kernel counts the states of both families together");
        }
        if (sequential.isPresent()) {
            DumpRequest everything = request(query, Protocol.TCP);
            return new Step.FullDump(everything, 1, expectedSockets(everything), sequential.get());
        }
        Set<TcpState> derived = derived(query);
        if (derived.isEmpty()) {
            return fullDump(query, Protocol.TCP, "only sockets in the requested states are copied");
        }
        if (!counters.tcpComplete()) {
            return fullDump(query, Protocol.TCP, "the kernel does not report " + counters.tcpMissing());
        }
        DumpRequest wanted = request(query, Protocol.TCP);
        Set<TcpState> asked = EnumSet.copyOf(wanted.states());
        if (derived.contains(TcpState.ESTABLISHED)) {
            asked.addAll(FULL_SOCKET_STATES);
        }
        if (derived.contains(TcpState.TIME_WAIT)) {
            asked.add(TcpState.FIN_WAIT2);
        }
        asked.removeAll(derived);
        DumpRequest walk = DumpRequest.of(Protocol.TCP, wanted.families(), asked);
        return new Step.MaskedWalk(walk, derived, "the question is about state and family only");
    }

    /** The requested states that counters have, and that are worth leaving out of the walk. */
    private Set<TcpState> derived(Query query) {
        Set<TcpState> derived = EnumSet.noneOf(TcpState.class);
        if (query.selection().states().contains(TcpState.ESTABLISHED)) {
            derived.add(TcpState.ESTABLISHED);
        }
        // Before 4.10 the kernel counted TIME_WAIT for all network namespaces together.
        boolean perNamespace = kernel.atLeast(4, 10);
        if (query.selection().states().contains(TcpState.TIME_WAIT)
                && counters.number(Measure.TCP_TIME_WAIT) > TIME_WAIT_MANY
                && !query.tellsFamiliesApart()
                && perNamespace) {
            derived.add(TcpState.TIME_WAIT);
        }
        return derived;
    }

    private static Step listeners(Protocol protocol, Query query) {
        boolean listens = protocol.listedStates().contains(TcpState.LISTEN);
        Set<TcpState> listening = EnumSet.of(listens ? TcpState.LISTEN : TcpState.CLOSE);
        return new Step.ReadListeners(
                DumpRequest.of(protocol, query.selection().families(), listening),
                "a connection's direction and service follow from the listeners");
    }

    private Step.FullDump fullDump(Query query, Protocol protocol, String reason) {
        return fullDump(request(query, protocol), query.threadsMax(), reason);
    }

    private DumpRequest request(Query query, Protocol protocol) {
        return Requests.of(query.selection(), protocol, source.listedStates(protocol), query.details());
    }

    /** The full dump that a request asks for, on as many threads as pay. */
    Step.FullDump fullDump(DumpRequest wanted, int threadsMax, String reason) {
        long sockets = expectedSockets(wanted);
        Optional<String> oneThread = oneThread(threadsMax, sockets);
        return oneThread.isPresent()
                ? new Step.FullDump(wanted, 1, sockets, reason + "; one thread" + oneThread.get())
                : new Step.FullDump(
                        wanted,
                        threadsMax,
                        sockets,
                        reason + "; " + threadsMax + " threads, because about " + sockets + " sockets are expected");
    }

    /** Why one thread reads this many sockets, as the continuation of a sentence; empty if several threads pay off. */
    private Optional<String> oneThread(int threadsMax, long sockets) {
        if (sequential.isPresent()) {
            return Optional.of(", because " + sequential.get());
        }
        if (threadsMax == 1) {
            return Optional.of("");
        }
        if (sockets < SPLIT_SOCKETS_MIN) {
            return Optional.of(", because fewer than " + SPLIT_SOCKETS_MIN + " sockets are expected");
        }
        // Older kernels let only one reader of sock_diag in at a time.
        return kernel.atLeast(6, 9)
                ? Optional.empty()
                : Optional.of(", because a kernel before 6.9 runs one dump at a time");
    }

    private long expectedSockets(DumpRequest wanted) {
        if (wanted.protocol() != Protocol.TCP) {
            return switch (wanted.protocol()) {
                case UDP -> Math.max(0, counters.number(Measure.UDP_IN_USE));
                case UDPLITE -> Math.max(0, counters.number(Measure.UDPLITE_IN_USE));
                default -> 0;
            };
        }
        long timeWait =
                wanted.states().contains(TcpState.TIME_WAIT) ? Math.max(0, counters.number(Measure.TCP_TIME_WAIT)) : 0;
        return wanted.states().contains(TcpState.ESTABLISHED) ? counters.tcpSockets() : timeWait;
    }
}
