package io.conncount.collect;

import io.conncount.query.Selection;
import io.conncount.snapshot.StepReport;
import io.conncount.socket.Detail;
import io.conncount.socket.Protocol;
import io.conncount.socket.SocketSink;
import io.conncount.source.DumpResult;
import io.conncount.source.Host;
import io.conncount.source.MissingTableException;
import io.conncount.sys.KernelException;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/** Shows every socket of a selection, one by one: one dump a protocol, each shared among threads where that pays. */
public final class Listing {
    private final Host host;
    private final Selection selection;
    private final Set<Detail> details;
    private final int threadsMax;
    private final StepLog log;
    private DumpResult result = DumpResult.NOTHING;

    /**
     * A listing that begins when it is run.
     *
     * @param details the details to request for each socket, besides those that the filter needs
     * @param threadsMax the maximum number of threads for a dump
     */
    public Listing(Host host, Selection selection, Set<Detail> details, int threadsMax) {
        this.host = host;
        this.selection = selection;
        this.details = details;
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
        Planner planner =
                new Planner(host.sockets(), host.kernel(), host.counters().read());
        for (Protocol protocol : selection.protocols()) {
            Step.FullDump step = planner.fullDump(
                    Requests.of(selection, protocol, host.sockets().listedStates(protocol), details),
                    threadsMax,
                    "a row for each socket");
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

    private <S extends SocketSink> DumpResult dump(Step.FullDump step, Supplier<S> sinks) throws KernelException {
        long begunNanos = System.nanoTime();
        SplitDump.Outcome<S> shown = SplitDump.run(host.sockets(), step, sinks);
        log.add(step, shown.result(), begunNanos, shown.division());
        return shown.result();
    }

    /** How the kernel was asked, why, and what it cost. */
    public List<StepReport> steps() {
        return log.reports();
    }
}
