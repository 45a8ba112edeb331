package io.conncount.collect;

import io.conncount.bpf.KernelWalk;
import io.conncount.bpf.WalkRefusedException;
import io.conncount.counters.Measures;
import io.conncount.expression.Expression;
import io.conncount.query.Selection;
import io.conncount.snapshot.StepReport;
import io.conncount.socket.Detail;
import io.conncount.socket.Protocol;
import io.conncount.socket.SocketSink;
import io.conncount.source.DumpRequest;
import io.conncount.source.DumpResult;
import io.conncount.source.HeldSockets;
import io.conncount.source.Host;
import io.conncount.source.MissingTableException;
import io.conncount.source.Remedy;
import io.conncount.source.TcpWalk;
import io.conncount.sys.KernelException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** Shows every socket of a selection, one by one: one dump a protocol, each shared among threads where that pays. */
public final class Listing {
    private final Host host;
    private final Selection selection;
    private final Set<Detail> details;
    private final Optional<Set<Expression>> shown;
    private final int threadsMax;
    private final StepLog log;
    private List<Protocol> order;
    private DumpResult result = DumpResult.NOTHING;
    private final boolean holdersAsked;
    private boolean walkedInKernel;

    /**
     * A listing that begins when it is run.
     *
     * @param details the details to request for each socket, besides those that the filter needs
     * @param shown the fields and numbers of a socket that sinks look at; empty if nobody knows
     * @param threadsMax the maximum number of threads for a dump
     */
    public Listing(
            Host host, Selection selection, Set<Detail> details, Optional<Set<Expression>> shown, int threadsMax) {
        Set<Detail> all = EnumSet.noneOf(Detail.class);
        all.addAll(details);
        selection.addDetails(all);
        this.host = HeldSockets.of(host, all);
        holdersAsked = all.contains(Detail.HOLDERS);
        this.selection = selection.settled(host.names());
        this.details = details;
        this.shown = shown;
        this.threadsMax = threadsMax;
        log = new StepLog(this.host);
        order = List.copyOf(selection.protocols());
    }

    /** Shows the tables in this order; those that are not in it come last. */
    public Listing inOrder(List<Protocol> first) {
        Set<Protocol> ordered = new LinkedHashSet<>(first);
        ordered.retainAll(selection.protocols());
        ordered.addAll(selection.protocols());
        order = List.copyOf(ordered);
        return this;
    }

    /**
     * Shows the sockets to sinks, each of which is used by one thread at a time, until they are satisfied.
     *
     * @param sinks makes one for each part of a dump, in this thread
     * @return how the dumps went, together
     * @throws KernelException if the kernel refused one of them before its first socket
     */
    public <S extends SocketSink> DumpResult run(Supplier<S> sinks) throws KernelException {
        Measures before = host.counters().read();
        if (holdersAsked) {
            readHolders();
        }
        Planner planner = new Planner(host.sockets(), host.kernel(), before);
        for (Protocol protocol : order) {
            DumpRequest wanted = Requests.of(selection, protocol, host.sockets().listedStates(protocol), details);
            Step best = planner.rows(wanted, shown, threadsMax);
            if (best instanceof Step.WalkInKernel walk && walk(walk, before, sinks)) {
                continue;
            }
            Step.FullDump step = best instanceof Step.FullDump dump ? dump : planner.rowsCopied(wanted, threadsMax, "");
            try {
                result = result.plus(dump(step, sinks));
            } catch (MissingTableException e) {
                log.leaveOut(step, e);
            }
        }
        log.leaveOutOtherKinds(selection);
        log.requireOneOf(selection.protocols());
        return result.plus(new DumpResult(0, 0, log.fault()));
    }

    private void readHolders() throws KernelException {
        long begunNanos = System.nanoTime();
        Step.ReadHolders step = new Step.ReadHolders(threadsMax, "the rows show which processes hold the sockets");
        log.add(step, DumpResult.NOTHING, begunNanos, step.read(host.sockets()));
    }

    /** Shows the sockets by a walk in the kernel; false if it could not begin, so that nothing was shown. */
    private <S extends SocketSink> boolean walk(Step.WalkInKernel step, Measures before, Supplier<S> sinks)
            throws KernelException {
        long begunNanos = System.nanoTime();
        TcpWalk walk = host.sockets().walk().orElseThrow();
        List<S> parts = new ArrayList<>();
        for (int i = 0; i < step.threads(); i++) {
            parts.add(sinks.get());
        }
        try {
            WalkCheck check = new WalkCheck(before);
            KernelWalk.Result walked = walk.show(step.request(), shown.orElseThrow(), parts);
            walkedInKernel = true;
            DumpResult all = withListeners(step, walked, parts.get(0), check);
            log.add(step, all, begunNanos, step.division());
            result = result.plus(all);
            return true;
        } catch (WalkRefusedException | KernelException e) {
            String reason = Remedy.ofProgram(e);
            walk.requireNotForced(reason);
            log.add(step, DumpResult.NOTHING, begunNanos, "not used: " + reason);
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            result = result.plus(new DumpResult(0, 0, Optional.of("the walk was interrupted")));
            return true;
        }
    }

    /** Shows the listeners after the connections. Rows were shown by now, so that no fault leads to another way. */
    private DumpResult withListeners(
            Step.WalkInKernel step, KernelWalk.Result walked, SocketSink sink, WalkCheck check) {
        DumpResult connections = new DumpResult(walked.sockets(), 0, walked.fault(), walked.unsettled());
        if (sink.satisfied()) {
            return connections;
        }
        try {
            DumpResult listeners = step.listeners(host.sockets(), sink, check);
            Optional<String> objection = check.objection(walked, host.counters().read());
            return connections.plus(listeners).plus(new DumpResult(0, 0, objection));
        } catch (KernelException e) {
            return connections.plus(new DumpResult(0, 0, Optional.of(e.getMessage())));
        }
    }

    private <S extends SocketSink> DumpResult dump(Step.FullDump step, Supplier<S> sinks) throws KernelException {
        long begunNanos = System.nanoTime();
        SplitDump.Outcome<S> shown = SplitDump.run(host.sockets(), step, sinks);
        log.add(step, shown.result(), begunNanos, shown.division());
        return shown.result();
    }

    /** Where the sockets came from, such as {@code sock_diag}. */
    public String source() {
        String name = host.sockets().name(selection.protocols());
        if (!walkedInKernel) {
            return name;
        }
        return selection.protocols().size() == 1 ? TcpWalk.NAME : TcpWalk.NAME + "+" + name;
    }

    /** How the kernel was asked, why, and what it cost. */
    public List<StepReport> steps() {
        return log.reports();
    }
}
