package io.conncount.collect;

import io.conncount.counters.Measures;
import io.conncount.group.GroupKey;
import io.conncount.group.GroupTable;
import io.conncount.group.Listeners;
import io.conncount.query.Query;
import io.conncount.snapshot.Snapshot;
import io.conncount.socket.Protocol;
import io.conncount.socket.SocketSink;
import io.conncount.source.DumpRequest;
import io.conncount.source.DumpResult;
import io.conncount.source.Host;
import io.conncount.source.MissingTableException;
import io.conncount.source.TcpWalk;
import io.conncount.sys.KernelException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One run of a query: takes the steps of its plan one after the other, and keeps what they give. */
final class QueryRun {
    private final Host host;
    private final Query query;
    private final Instant time;
    private final long startNanos = System.nanoTime();
    private final Measures before;
    private final Planner planner;
    private final StepLog log;
    private final Map<Protocol, Listeners> listeners = new EnumMap<>(Protocol.class);
    /** Those of all protocols: the keys of the answer make conditions of them. */
    private final Listeners allListeners = new Listeners();

    private final Map<Protocol, Long> moved = new EnumMap<>(Protocol.class);
    private final GroupTable table;

    private Optional<String> fault = Optional.empty();
    private boolean countersUsed;
    private boolean socketsRead;
    private boolean walked;

    QueryRun(Host host, Query query) {
        this.host = host;
        this.query = query;
        log = new StepLog(host);
        time = host.recorded().isPresent() ? host.recorded().get().time() : Instant.now();
        before = host.counters().read();
        planner = new Planner(host.sockets(), host.kernel(), before);
        table = new GroupTable(keys(allListeners), query.groupsMax());
    }

    /**
     * Takes every step.
     *
     * @throws MissingTableException if none of the requested tables is available
     * @throws KernelException if the kernel refused to answer at all
     */
    Snapshot run() throws KernelException {
        for (Step step : planner.plan(query)) {
            take(step);
        }
        // The account of the answer keeps the source for as long as the answer is kept.
        host.sockets().forgetHolders();
        log.leaveOutOtherKinds(query.selection());
        log.requireOneOf(query.selection().protocols());
        note(log.fault());
        if (table.ungrouped() > 0) {
            note("group limit " + query.groupsMax() + " reached: " + table.ungrouped()
                    + " sockets are counted as 'other'");
        }
        long errorBar = errorBar(host.counters().read());
        Duration elapsed = Duration.ofNanos(System.nanoTime() - startNanos);
        Optional<String> words = query.selection().words();
        return new Snapshot(host.name(), time, table, words, fault, errorBar, source(), elapsed, log.reports());
    }

    private long errorBar(Measures after) {
        long errorBar = 0;
        for (Protocol protocol : query.selection().protocols()) {
            if (!log.isMissing(protocol)) {
                long changes = changes(protocol, after);
                errorBar = changes < 0 || errorBar < 0 ? Snapshot.ERROR_BAR_UNKNOWN : errorBar + changes;
            }
        }
        return errorBar;
    }

    /** The changes according to the counters or the source, whichever are more; negative if neither reported any. */
    private long changes(Protocol protocol, Measures after) {
        return Math.max(before.changesUntil(after, protocol), moved.getOrDefault(protocol, DumpResult.MOVED_UNKNOWN));
    }

    private void take(Step step) throws KernelException {
        if (log.isMissing(step.request().protocol())) {
            return;
        }
        try {
            step.take(this);
        } catch (MissingTableException e) {
            log.leaveOut(step, e);
        }
    }

    private String source() {
        String name = host.sockets().name(query.selection().protocols());
        if (walked) {
            name = socketsRead ? TcpWalk.NAME + "+" + name : TcpWalk.NAME;
            return name;
        }
        if (!countersUsed) {
            return name;
        }
        return socketsRead ? name + "+counters" : "counters";
    }

    Host host() {
        return host;
    }

    /** What the counters were before the first step. */
    Measures before() {
        return before;
    }

    /** What is counted so far. */
    GroupTable table() {
        return table;
    }

    /** A table for the sockets of one protocol, with keys that know the listeners found so far. */
    GroupTable emptyTable(Protocol protocol) {
        return new GroupTable(keys(listeners.getOrDefault(protocol, Listeners.NONE)), query.groupsMax());
    }

    private List<GroupKey> keys(Listeners found) {
        List<GroupKey> keys = new ArrayList<>();
        for (GroupKey key : query.keys()) {
            keys.add(key.bind(host.names(), found));
        }
        return keys;
    }

    /** Where to show listeners to, so that the keys of the sockets to come know them. */
    SocketSink knownListeners(Protocol protocol) {
        Listeners ofProtocol = new Listeners();
        listeners.put(protocol, ofProtocol);
        return listener -> {
            ofProtocol.accept(listener);
            allListeners.accept(listener);
        };
    }

    /** The request for all selected sockets of one protocol. */
    DumpRequest request(Protocol protocol) {
        return Requests.of(query.selection(), protocol, host.sockets().listedStates(protocol), query.details());
    }

    /** Shows sockets to a sink. What came of it is not part of the answer unless it is noted. */
    DumpResult read(DumpRequest request, SocketSink sink) throws KernelException {
        socketsRead = true;
        return host.sockets().dump(request, sink);
    }

    /** The kernel's own counts by state, as they are now. */
    CountedStates countedStates() {
        Measures now = host.counters().read();
        return new CountedStates(now, before.tcpChangesUntil(now));
    }

    /** True if the kernel's own counts by state answer the question, as far as it is about this protocol. */
    boolean countedByState(Protocol protocol) {
        return planner.countedByState(query, protocol);
    }

    /** Adds TCP sockets by state that counters gave, in whole or in part. */
    void addCounted(StateMatrix matrix) {
        matrix.addTo(table, Protocol.TCP, query.selection());
        countersUsed = true;
    }

    /** If the values of the keys are known in advance, adds those without sockets too. */
    void addZeros(Protocol protocol) {
        if (query.stateFamilyOnly()) {
            new StateMatrix().addTo(table, protocol, query.selection());
        }
    }

    /** The way to count in the kernel; there is one if the plan says so. */
    TcpWalk walk() {
        return host.sockets().walk().orElseThrow();
    }

    /** True if a key needs the host's listeners. */
    boolean needsListeners() {
        return query.needsListeners();
    }

    /** Makes the result of a walk in the kernel, and what it has counted, part of the answer. */
    void addWalked(DumpResult result, GroupTable counted) {
        walked = true;
        note(result.fault());
        moved.merge(Protocol.TCP, result.moved(), Long::sum);
        addZeros(Protocol.TCP);
        table.takeOver(counted);
    }

    /** Reads who holds sockets, and then the sockets, because both at once were not right. */
    void findHoldersInstead(Step.WalkInKernel walk, String objection) throws KernelException {
        host.sockets().forgetHolders();
        new Step.ReadHolders(walk.threads(), "sockets were not counted where processes hold them: " + objection)
                .take(this);
        walk.take(this);
    }

    /** Reads every selected socket, because they could not be counted in the kernel. */
    void copyInstead(DumpRequest everything, String objection) throws KernelException {
        planner.fullDump(everything, query.threadsMax(), "they were not counted in the kernel: " + objection)
                .take(this);
    }

    /** Reads every selected socket, because the counters are not reliable. */
    void dumpInstead(DumpRequest everything, String objection) throws KernelException {
        planner.fullDump(everything, query.threadsMax(), "the counters are not reliable: " + objection)
                .take(this);
    }

    /** Makes the result of a dump part of the answer. */
    void note(Protocol protocol, DumpResult result) {
        socketsRead = true;
        note(result.fault());
        if (result.moved() != DumpResult.MOVED_UNKNOWN) {
            moved.merge(protocol, result.moved(), Long::sum);
        }
    }

    /** Says why sockets may be missing; the first reason stands. */
    void note(String reason) {
        note(Optional.of(reason));
    }

    private void note(Optional<String> reason) {
        fault = fault.isPresent() ? fault : reason;
    }

    /** Adds a step that has just ended to the account of the answer. */
    void report(Step step, DumpResult result, long begunNanos, String note) {
        log.add(step, result, begunNanos, note);
    }
}
