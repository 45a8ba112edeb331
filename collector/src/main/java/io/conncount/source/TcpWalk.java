package io.conncount.source;

import io.conncount.bpf.DescriptorWalk;
import io.conncount.bpf.HeldGroups;
import io.conncount.bpf.KernelWalk;
import io.conncount.bpf.TableProbe;
import io.conncount.bpf.WalkQuestion;
import io.conncount.bpf.WalkRefusedException;
import io.conncount.expression.Expression;
import io.conncount.expression.Predicate;
import io.conncount.filter.Condition;
import io.conncount.socket.Detail;
import io.conncount.socket.Holders;
import io.conncount.socket.SocketNumber;
import io.conncount.socket.SocketSink;
import io.conncount.sys.BpfObstacle;
import io.conncount.sys.Errno;
import io.conncount.sys.KernelException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Counts the TCP connections of this host inside its kernel, where that may be done: those of the thread's network namespace, or
 * of all. Listeners are in another table.
 */
public final class TcpWalk {
    /** What answers call it. */
    public static final String NAME = "bpf";

    private final boolean forced;
    private final Optional<NamespaceTour> tour;
    private final Optional<HeldSockets> held;
    private KernelWalk walk;
    private Optional<String> refusal = Optional.empty();

    private TcpWalk(boolean forced, Optional<NamespaceTour> tour, Optional<HeldSockets> held) {
        this.forced = forced;
        this.tour = tour;
        this.held = held;
    }

    /** @param forced true if the user wants it, whatever it costs */
    TcpWalk(boolean forced) {
        this(forced, Optional.empty(), Optional.empty());
    }

    /** The same over every network namespace. */
    TcpWalk overAll(NamespaceTour namespaces) {
        return new TcpWalk(forced, Optional.of(namespaces), held);
    }

    /** The same over sockets whose holders are known. */
    TcpWalk overHeld(HeldSockets sockets) {
        return new TcpWalk(forced, tour, Optional.of(sockets));
    }

    /** True if the user wants it, whatever it costs. */
    public boolean forced() {
        return forced;
    }

    /**
     * Lets another source answer, unless the user wants none.
     *
     * @throws UnsupportedOperationException if the user wants none; the message has the obstacle
     */
    public void requireNotForced(String obstacle) {
        if (forced) {
            throw new UnsupportedOperationException(
                    "a BPF program cannot answer this: " + obstacle + "; without --source bpf, sock_diag answers");
        }
    }

    /** Why it cannot be done here, as the continuation of a sentence; empty if nothing is known to be in the way. */
    public synchronized Optional<String> obstacle() {
        if (refusal.isEmpty() && walk == null) {
            refusal = BpfObstacle.known();
        }
        if (refusal.isEmpty() && walk == null) {
            try {
                walk = KernelWalk.open();
            } catch (IOException | WalkRefusedException e) {
                refusal = Optional.of(Remedy.ofProgram(e));
            }
        }
        return refusal;
    }

    /**
     * Counts connections by their lanes; those of a request that ask for listeners too without the listeners.
     *
     * @param sinks take the groups, one for each thread that walks
     * @throws WalkRefusedException if the question cannot be put in this way; the message says why
     * @throws KernelException if the kernel refuses it
     */
    public KernelWalk.Result count(
            DumpRequest request, List<Expression> lanes, List<? extends KernelWalk.GroupSink> sinks)
            throws KernelException, InterruptedException {
        WalkQuestion question = question(request, lanes);
        return everywhere(() -> walk.count(question, sinks));
    }

    /**
     * Shows connections, one by one, each to one of the sinks, which share them; those of a request that asks for listeners too
     * without the listeners.
     *
     * @param shown the fields and numbers that the sinks look at
     * @return how it went, with the fault that ended it after its first socket
     * @throws WalkRefusedException if the question cannot be put in this way; no socket was shown then
     * @throws KernelException if the kernel refuses it; no socket was shown then
     */
    public KernelWalk.Result show(DumpRequest request, Set<Expression> shown, List<? extends SocketSink> sinks)
            throws KernelException, InterruptedException {
        Set<Expression> looked = new LinkedHashSet<>(shown);
        boolean holders = request.details().contains(Detail.HOLDERS);
        if (holders) {
            looked.add(new Expression.NumberOf(SocketNumber.INODE));
        }
        List<Expression> lanes = List.copyOf(looked);
        List<WalkedSocket> rows = new ArrayList<>();
        for (SocketSink sink : sinks) {
            rows.add(new WalkedSocket(lanes, holders ? held.orElseThrow().before(request, sink) : sink));
        }
        WalkQuestion question = question(HeldSockets.withoutHolders(request), lanes);
        return everywhere(() -> walk.show(question, rows));
    }

    /**
     * Counts connections by who holds them: those that processes hold at their descriptors, and the others in the table. Those of a
     * request that ask for listeners too without the listeners, whose holders are known afterwards.
     *
     * @param shown the fields and numbers that the sinks look at
     * @param sinks take connections that are alike; one for each thread
     * @return how it went, where {@link KernelWalk.Result#held} is how many of the table were not found at descriptors, or negative
     * @throws WalkRefusedException if it cannot be done in this way; the message says why
     * @throws KernelException if the kernel refuses it
     * @throws IOException if the kernel's types cannot be read
     */
    public KernelWalk.Result countHeld(DumpRequest request, Set<Expression> shown, List<? extends SocketSink> sinks)
            throws KernelException, IOException, InterruptedException {
        LinuxDescriptors.requireNoObstacle();
        HeldSockets sockets = held.orElseThrow();
        Set<Expression> looked = new LinkedHashSet<>();
        looked.add(HeldCount.STATE);
        looked.addAll(shown);
        List<Expression> lanes = List.copyOf(looked);
        WalkQuestion question = question(HeldSockets.withoutHolders(request), lanes);
        List<HeldGroups> groups = DescriptorWalk.count(question, sinks.size());
        Holders holders = HeldCount.holders(groups);
        sockets.know(holders);
        List<WalkedSocket> views = new ArrayList<>();
        for (SocketSink sink : sinks) {
            views.add(new WalkedSocket(lanes, sockets.before(request, sink)));
        }
        HeldCount count = new HeldCount(holders, views.get(0));
        for (HeldGroups part : groups) {
            part.forEach(count);
        }
        KernelWalk.Result inTable = everywhere(() -> walk.count(question.ofUnheld(), views));
        return inTable.plus(new KernelWalk.Result(count.sockets(), 0, 0, -count.sockets(), 0, Optional.empty()));
    }

    /** A walk through the table of the thread's network namespace. */
    private interface Walk {
        KernelWalk.Result run() throws KernelException, InterruptedException;
    }

    private KernelWalk.Result everywhere(Walk through) throws KernelException, InterruptedException {
        try {
            return tour.isPresent() ? throughEachTable(tour.get(), through) : through.run();
        } catch (KernelException e) {
            throw remembered(e);
        }
    }

    /** Nearly all network namespaces share a table: the walk is done where one that it has not been through is met. */
    private KernelWalk.Result throughEachTable(NamespaceTour namespaces, Walk through) throws KernelException {
        try (TableProbe probe = walk.probe()) {
            EachTable tables = new EachTable(probe, through);
            Optional<String> fault = namespaces.run(tables);
            return fault.isPresent() ? tables.sum.withFault(fault.get()) : tables.sum;
        }
    }

    private static final class EachTable implements NamespaceTour.Stop {
        private final TableProbe probe;
        private final Walk through;
        private final Set<Long> tables = new HashSet<>();
        private KernelWalk.Result sum = KernelWalk.Result.NOTHING;

        EachTable(TableProbe probe, Walk through) {
            this.probe = probe;
            this.through = through;
        }

        @Override
        public boolean wanted(long inode) {
            return sum.fault().isEmpty();
        }

        @Override
        public void visit(long inode) throws KernelException, InterruptedException {
            if (tables.add(probe.table())) {
                sum = sum.plus(walked());
            }
        }

        /** Once sockets of another table were shown, a refusal is a fault: another way would show them again. */
        private KernelWalk.Result walked() throws KernelException, InterruptedException {
            try {
                return through.run();
            } catch (KernelException | WalkRefusedException e) {
                if (sum.sockets() == 0) {
                    throw e;
                }
                return KernelWalk.Result.NOTHING.withFault(Remedy.ofProgram(e));
            }
        }
    }

    /** The same refusal; the next question does not ask again for what is forbidden. */
    private synchronized KernelException remembered(KernelException refused) {
        if (refused.errno() == Errno.EPERM) {
            refusal = Optional.of(Remedy.ofProgram(refused));
        }
        return refused;
    }

    private WalkQuestion question(DumpRequest request, List<Expression> lanes) {
        return new WalkQuestion(
                request.states(), request.families(), filter(request), lanes, tour.map(NamespaceTour::inodes), false);
    }

    private static Predicate filter(DumpRequest request) {
        List<Predicate> terms = new ArrayList<>();
        for (Condition condition : request.conditions()) {
            terms.add(condition.predicate());
        }
        return terms.isEmpty() ? Predicate.ALWAYS : new Predicate.All(terms);
    }
}
