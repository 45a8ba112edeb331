package io.conncount.plan;

import io.conncount.count.GroupKey;
import io.conncount.count.GroupTable;
import io.conncount.counters.SocketCounters;
import io.conncount.group.ListenerKey;
import io.conncount.group.Listeners;
import io.conncount.group.NamedKey;
import io.conncount.snapshot.Snapshot;
import io.conncount.snapshot.StepReport;
import io.conncount.socket.Protocol;
import io.conncount.source.DumpRequest;
import io.conncount.source.DumpResult;
import io.conncount.source.Host;
import io.conncount.source.MissingTableException;
import io.conncount.sys.KernelException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** One snapshot in the making: takes the steps of a plan one after the other, and keeps what they gave. */
final class Collection {
    private final Host host;
    private final Query query;
    private final Instant time;
    private final long startNanos = System.nanoTime();
    private final SocketCounters before;
    private final Planner planner;
    private final Map<Protocol, Listeners> listeners = new EnumMap<>(Protocol.class);
    private final MissingTables missing;
    private final GroupTable table;
    private final List<StepReport> reports = new ArrayList<>();
    private final Map<Protocol, Long> moved = new EnumMap<>(Protocol.class);

    private Optional<String> fault = Optional.empty();
    private boolean countersUsed;
    private boolean socketsRead;

    Collection(Host host, Query query) {
        this.host = host;
        this.query = query;
        missing = new MissingTables(host);
        time = host.recorded().isPresent() ? host.recorded().get().time() : Instant.now();
        before = host.counters().read();
        planner = new Planner(host.sockets(), host.kernel(), before);
        table = new GroupTable(keysKnowing(Listeners.NONE), query.groupsMax());
    }

    List<Step> plan() {
        return planner.plan(query);
    }

    void take(Step step) throws KernelException {
        if (missing.contains(step.request().protocol())) {
            return;
        }
        try {
            if (step instanceof Step.ReadListeners read) {
                readListeners(read);
            } else if (step instanceof Step.StateCounts counts) {
                countStates(counts);
            } else if (step instanceof Step.MaskedWalk walk) {
                walk(walk);
            } else if (step instanceof Step.FullDump dump) {
                dump(dump);
            }
        } catch (MissingTableException e) {
            reports.add(missing.leaveOut(step, e));
        }
    }

    /**
     * Closes the bracket of counters around what was read.
     *
     * @throws MissingTableException if there was no table of any of the kinds asked for
     */
    Snapshot finish() throws MissingTableException {
        missing.requireOneOf(query.selection().protocols());
        note(missing.fault());
        SocketCounters after = host.counters().read();
        long errorBar = 0;
        for (Protocol protocol : query.selection().protocols()) {
            if (!missing.contains(protocol)) {
                long changes = changes(protocol, after);
                errorBar = changes < 0 || errorBar < 0 ? Snapshot.ERROR_BAR_UNKNOWN : errorBar + changes;
            }
        }
        if (table.ungrouped() > 0) {
            note(Optional.of("more than " + query.groupsMax() + " groups: " + table.ungrouped()
                    + " sockets are counted as others only"));
        }
        Duration elapsed = Duration.ofNanos(System.nanoTime() - startNanos);
        return new Snapshot(
                host.name(), time, table, query.selection().words(), fault, errorBar, source(), elapsed, reports);
    }

    private String source() {
        String name = host.sockets().name();
        if (!countersUsed) {
            return name;
        }
        return socketsRead ? name + "+counters" : "counters";
    }

    /** What the counters tell, or what the source told of the dump, whichever is more; negative if neither did. */
    private long changes(Protocol protocol, SocketCounters after) {
        return Math.max(before.changesUntil(after, protocol), moved.getOrDefault(protocol, DumpResult.MOVED_UNKNOWN));
    }

    private void countStates(Step.StateCounts step) throws KernelException {
        long begunNanos = System.nanoTime();
        CountedStates counted = countedStates();
        Optional<String> objection = counted.objection();
        if (objection.isEmpty()) {
            counted.addTo(table, query.selection());
            countersUsed = true;
            report(step, DumpResult.NOTHING, begunNanos, "no socket had to be read");
        } else {
            report(step, DumpResult.NOTHING, begunNanos, "not used: " + objection.get());
            dumpInstead(step.request(), objection.get());
        }
    }

    private CountedStates countedStates() {
        SocketCounters now = host.counters().read();
        return new CountedStates(now, before.tcpChangesUntil(now));
    }

    private void dumpInstead(DumpRequest everything, String objection) throws KernelException {
        dump(planner.fullDump(everything, query.threadsMax(), "the counters cannot be relied on: " + objection));
    }

    private void readListeners(Step.ReadListeners step) throws KernelException {
        long begunNanos = System.nanoTime();
        Listeners found = new Listeners();
        listeners.put(step.request().protocol(), found);
        DumpResult result = host.sockets().dump(step.request(), found);
        note(step, result);
        report(step, result, begunNanos, "one thread");
    }

    private void walk(Step.MaskedWalk step) throws KernelException {
        long begunNanos = System.nanoTime();
        StateMatrix walked = new StateMatrix();
        socketsRead = true;
        DumpResult result = host.sockets().dump(step.request(), walked);
        SocketCounters after = host.counters().read();
        Optional<String> objection = result.fault().isPresent() ? result.fault() : complete(step, walked, after);
        if (objection.isEmpty()) {
            report(step, result, begunNanos, "the counters give the rest");
            walked.addTo(table, Protocol.TCP, query.selection());
            countersUsed = true;
        } else {
            report(step, result, begunNanos, "not used: " + objection.get());
            dumpInstead(query.selection().request(host.sockets(), Protocol.TCP, Set.of()), objection.get());
        }
    }

    private Optional<String> complete(Step.MaskedWalk step, StateMatrix walked, SocketCounters after) {
        long changes = before.tcpChangesUntil(after);
        return changes < 0
                ? Optional.of("a counter went missing")
                : new Derivation(walked, after, changes).complete(step);
    }

    private void dump(Step.FullDump step) throws KernelException {
        long begunNanos = System.nanoTime();
        try {
            countAll(step, begunNanos);
        } catch (KernelException e) {
            CountedStates counted = countedStates();
            if (!planner.countedByState(query, step.request().protocol())
                    || counted.objection().isPresent()) {
                throw e;
            }
            counted.addTo(table, query.selection());
            countersUsed = true;
            note(Optional.of(e.getMessage() + ": no socket was read, the counts are those the kernel keeps"));
            report(step, DumpResult.NOTHING, begunNanos, "refused, the kernel's own counts were taken instead");
        }
    }

    private void countAll(Step.FullDump step, long begunNanos) throws KernelException {
        Protocol protocol = step.request().protocol();
        List<GroupKey> keys = keysKnowing(listeners.getOrDefault(protocol, Listeners.NONE));
        CountingDump dump = new CountingDump(host.sockets(), keys, query.groupsMax());
        CountingDump.Counted counted = dump.run(step);
        note(step, counted.result());
        if (query.stateFamilyOnly()) {
            // The values of these keys are known beforehand: they show even where there is no socket.
            new StateMatrix().addTo(table, protocol, query.selection());
        }
        table.takeOver(counted.table());
        report(step, counted.result(), begunNanos, dump.division());
    }

    private List<GroupKey> keysKnowing(Listeners found) {
        List<GroupKey> keys = new ArrayList<>();
        for (GroupKey key : query.keys()) {
            if (key instanceof ListenerKey needs) {
                keys.add(needs.withListeners(found));
            } else if (key instanceof NamedKey named && host.recorded().isPresent()) {
                keys.add(named.withoutNames());
            } else {
                keys.add(key);
            }
        }
        return keys;
    }

    private void note(Step step, DumpResult result) {
        socketsRead = true;
        note(result.fault());
        if (result.moved() != DumpResult.MOVED_UNKNOWN) {
            moved.merge(step.request().protocol(), result.moved(), Long::sum);
        }
    }

    private void note(Optional<String> found) {
        fault = fault.isPresent() ? fault : found;
    }

    private void report(Step step, DumpResult result, long begunNanos, String note) {
        reports.add(TakenStep.of(step, host.sockets(), result, begunNanos, note));
    }
}
