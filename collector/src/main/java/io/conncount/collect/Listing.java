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
import io.conncount.source.Host;
import io.conncount.source.MissingTableException;
import io.conncount.source.Remedy;
import io.conncount.source.TcpWalk;
import io.conncount.sys.KernelException;
import java.util.ArrayList;
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
    private DumpResult result = DumpResult.NOTHING;
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
        this.host = host;
        this.selection = selection;
        this.details = details;
        this.shown = shown;
        this.threadsMax = threadsMax;
        log = new StepLog(host);
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
        Planner planner = new Planner(host.sockets(), host.kernel(), before);
        for (Protocol protocol : selection.protocols()) {
            DumpRequest wanted = Requests.of(selection, protocol, host.sockets().listedStates(protocol), details);
            Optional<Step.WalkInKernel> walk = planner.walk(wanted, shown, threadsMax);
            if (walk.isPresent() && walk(walk.get(), before, sinks)) {
                continue;
            }
            Step.FullDump step = planner.fullDump(wanted, threadsMax, "a row for each socket");
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

    /** Shows the sockets by a walk in the kernel; false if it could not begin, so that nothing was shown. */
    private <S extends SocketSink> boolean walk(Step.WalkInKernel step, Measures before, Supplier<S> sinks)
            throws KernelException {
        long begunNanos = System.nanoTime();
        TcpWalk walk = host.sockets().walk().orElseThrow();
        List<S> parts = new ArrayList<>();
        for (int i = 0; i < step.threads(); i++) {
            parts.add(sinks.get());
        }
        WalkCheck check = new WalkCheck(before);
        try {
            KernelWalk.Result walked = walk.show(step.request(), shown.orElseThrow(), parts);
            DumpResult listeners = step.listeners(host.sockets(), parts.get(0), check);
            Optional<String> objection = parts.get(0).satisfied()
                    ? Optional.empty()
                    : check.objection(walked, host.counters().read());
            DumpResult all = listeners.plus(new DumpResult(walked.sockets(), 0, objection, walked.unsettled()));
            log.add(step, all, begunNanos, step.threads() + (step.threads() == 1 ? " thread" : " threads"));
            result = result.plus(all);
            walkedInKernel = true;
            return true;
        } catch (WalkRefusedException | KernelException e) {
            String reason = e instanceof KernelException refused ? Remedy.reason(refused) : e.getMessage();
            walk.requireNotForced(reason);
            log.add(step, DumpResult.NOTHING, begunNanos, "not used: " + reason);
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            result = result.plus(new DumpResult(0, 0, Optional.of("the walk was interrupted")));
            return true;
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
