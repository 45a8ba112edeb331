package io.conncount.collect;

import io.conncount.bpf.KernelWalk;
import io.conncount.bpf.WalkRefusedException;
import io.conncount.counters.Measures;
import io.conncount.expression.Expression;
import io.conncount.expression.SocketField;
import io.conncount.filter.Condition;
import io.conncount.filter.Conditions;
import io.conncount.filter.FilterSplit;
import io.conncount.group.GroupKey;
import io.conncount.group.GroupTable;
import io.conncount.socket.AddressFamily;
import io.conncount.socket.Detail;
import io.conncount.socket.Holders;
import io.conncount.socket.Protocol;
import io.conncount.socket.SocketSink;
import io.conncount.socket.SocketView;
import io.conncount.socket.TcpState;
import io.conncount.source.DumpRequest;
import io.conncount.source.DumpResult;
import io.conncount.source.HeldSockets;
import io.conncount.source.Remedy;
import io.conncount.source.SocketSource;
import io.conncount.sys.KernelException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** One thing that a plan asks of the host. */
sealed interface Step {
    /** What is put to the kernel. */
    DumpRequest request();

    /** Why the kernel is asked in this way. */
    String reason();

    /** What is asked, as text. */
    String question();

    /** What of the request's filter is decided before a socket reaches this program. */
    default FilterSplit split(SocketSource source) {
        return source.split(request());
    }

    /**
     * Asks, and adds what the host answers to the run's table.
     *
     * @throws KernelException if the host gave no answer at all
     */
    void take(QueryRun run) throws KernelException;

    /** The descriptors of every process, so that sockets can be assigned to processes. */
    record ReadHolders(int threads, String reason) implements Step {
        @Override
        public DumpRequest request() {
            return DumpRequest.of(Protocol.TCP, Set.of(), Set.of());
        }

        @Override
        public String question() {
            return "read which processes hold sockets";
        }

        @Override
        public void take(QueryRun run) throws KernelException {
            long begunNanos = System.nanoTime();
            run.report(this, DumpResult.NOTHING, begunNanos, read(run.host().sockets()));
        }

        /** Reads them for the dumps to come; returns what was found, for people. */
        String read(SocketSource source) throws KernelException {
            Optional<Holders> holders = source.readHolders(threads);
            return holders.map(found -> found.count() + " descriptors of sockets in " + found.processes()
                            + " processes, from " + found.origin())
                    .orElse("not known");
        }
    }

    /** The listening sockets, so that connections can be assigned to services. */
    record ReadListeners(DumpRequest request, String reason) implements Step {
        @Override
        public String question() {
            return "read the listeners: " + sockets(request);
        }

        @Override
        public void take(QueryRun run) throws KernelException {
            long begunNanos = System.nanoTime();
            DumpResult result = run.read(request, run.knownListeners(request.protocol()));
            run.note(request.protocol(), result);
            run.report(this, result, begunNanos, "one thread");
        }
    }

    /** The kernel's own count of TCP sockets in each state (FreeBSD), instead of a dump. */
    record StateCounts(DumpRequest request, String reason) implements Step {
        @Override
        public String question() {
            return "read net.inet.tcp.states, the kernel's own count of " + sockets(request);
        }

        @Override
        public void take(QueryRun run) throws KernelException {
            long begunNanos = System.nanoTime();
            CountedStates counted = run.countedStates();
            Optional<String> objection = counted.objection();
            if (objection.isPresent()) {
                run.report(this, DumpResult.NOTHING, begunNanos, "not used: " + objection.get());
                run.dumpInstead(request, objection.get());
                return;
            }
            run.addCounted(counted.matrix());
            run.report(this, DumpResult.NOTHING, begunNanos, "no socket had to be read");
        }
    }

    /**
     * A walk with a mask that leaves out the states that counters have.
     *
     * @param derived the states that follow from counters
     */
    record MaskedWalk(DumpRequest request, Set<TcpState> derived, String reason) implements Step {
        @Override
        public String question() {
            return "read sockstat, sockstat6 and snmp before and after, and copy " + sockets(request) + "; leave out "
                    + names(derived);
        }

        @Override
        public void take(QueryRun run) throws KernelException {
            long begunNanos = System.nanoTime();
            StateMatrix walked = new StateMatrix();
            DumpResult result = run.read(request, walked);
            Optional<String> objection = result.fault().isPresent() ? result.fault() : complete(run, walked);
            if (objection.isPresent()) {
                run.report(this, result, begunNanos, "not used: " + objection.get());
                run.dumpInstead(run.request(Protocol.TCP), objection.get());
                return;
            }
            run.report(this, result, begunNanos, "the counters give the rest");
            run.addCounted(walked);
        }

        private Optional<String> complete(QueryRun run, StateMatrix walked) {
            Measures after = run.host().counters().read();
            long changes = run.before().tcpChangesUntil(after);
            return changes < 0
                    ? Optional.of("a counter went missing")
                    : new Derivation(walked, after, changes).complete(this);
        }
    }

    /** A program that walks over connections inside the kernel; listeners, which are in another table, are copied. */
    record WalkInKernel(DumpRequest request, int threads, String reason) implements Step {
        /** What keys may look at besides their expressions: a listener is found by them, if there is any. */
        static final Set<Expression> LOOKED_AT = Set.of(
                Expression.of(SocketField.FAMILY),
                Expression.of(SocketField.STATE),
                Expression.of(SocketField.LOCAL_PORT),
                Expression.of(SocketField.REMOTE_PORT),
                Expression.of(SocketField.LOCAL_ADDRESS_HIGH),
                Expression.of(SocketField.LOCAL_ADDRESS_LOW));

        @Override
        public String question() {
            return "walk in the kernel over " + sockets(request);
        }

        @Override
        public FilterSplit split(SocketSource source) {
            List<Condition> here = HeldSockets.aboutHolders(request);
            List<Condition> inKernel = new ArrayList<>(request.conditions());
            inKernel.removeAll(here);
            return new FilterSplit(inKernel, here);
        }

        @Override
        public void take(QueryRun run) throws KernelException {
            long begunNanos = System.nanoTime();
            GroupTable table = run.emptyTable(Protocol.TCP);
            WalkCheck check = new WalkCheck(run.before());
            Optional<String> objection;
            String note = "";
            DumpResult result = DumpResult.NOTHING;
            try {
                result = listeners(run.host().sockets(), new Counting(table), check);
                KernelWalk.Result walked = walk(run, table);
                note = division() + "; " + table.size() + " groups";
                result = result.plus(new DumpResult(walked.sockets(), 0, Optional.empty(), walked.unsettled()));
                objection = check.objection(walked, run.host().counters().read());
            } catch (WalkRefusedException | KernelException e) {
                objection = Optional.of(Remedy.ofProgram(e));
            }
            if (objection.isPresent()) {
                run.walk().requireNotForced(objection.get());
                run.report(this, DumpResult.NOTHING, begunNanos, "not used: " + objection.get());
                run.copyInstead(request, objection.get());
                return;
            }
            run.addWalked(result, table);
            run.report(this, result, begunNanos, note);
        }

        /** Who walked. */
        String division() {
            return threads + (threads == 1 ? " thread" : " threads");
        }

        /** Shows the listeners of the request to the sink, and counts all of them. */
        DumpResult listeners(SocketSource source, SocketSink sink, WalkCheck check) throws KernelException {
            Set<TcpState> listen = EnumSet.of(TcpState.LISTEN);
            source.dump(DumpRequest.of(Protocol.TCP, AddressFamily.IP, listen), listener -> check.countListener());
            return request.states().contains(TcpState.LISTEN)
                    ? source.dump(request.inStates(listen), sink)
                    : DumpResult.NOTHING;
        }

        private KernelWalk.Result walk(QueryRun run, GroupTable table) throws KernelException {
            try {
                return request.details().contains(Detail.HOLDERS) ? countRows(run, table) : countGroups(run, table);
            } catch (InterruptedException e) {
                throw interrupted();
            }
        }

        /** Counts in the kernel. */
        private KernelWalk.Result countGroups(QueryRun run, GroupTable table)
                throws KernelException, InterruptedException {
            List<Expression> lanes = new ArrayList<>();
            for (GroupKey key : table.keys()) {
                lanes.addAll(key.expressions()
                        .orElseThrow(() -> new WalkRefusedException("there are too many listeners for a program")));
            }
            List<Counting> parts = parts(run, threads);
            KernelWalk.Result result = run.walk().count(request, lanes, parts);
            takeOver(parts, table);
            return result;
        }

        /** Counts here what the kernel shows: who holds a socket is not known there. */
        private KernelWalk.Result countRows(QueryRun run, GroupTable table)
                throws KernelException, InterruptedException {
            Set<Expression> looked = new LinkedHashSet<>(LOOKED_AT);
            looked.addAll(looksAt(request, table));
            List<Counting> parts = parts(run, threads);
            KernelWalk.Result result = run.walk().show(request, looked, parts);
            takeOver(parts, table);
            return result;
        }
    }

    /**
     * A walk in the kernel over the descriptors of every process, which counts the connections that it comes to, and one over the
     * table of connections, which counts those that no process holds.
     */
    record CountHeld(DumpRequest request, int threads, String reason) implements Step {
        @Override
        public String question() {
            return "walk in the kernel over the descriptors of every process, and over " + sockets(request);
        }

        @Override
        public FilterSplit split(SocketSource source) {
            return inKernel().split(source);
        }

        private WalkInKernel inKernel() {
            return new WalkInKernel(request, threads, reason);
        }

        @Override
        public void take(QueryRun run) throws KernelException {
            long begunNanos = System.nanoTime();
            GroupTable table = run.emptyTable(Protocol.TCP);
            WalkCheck check = new WalkCheck(run.before());
            Optional<String> objection;
            DumpResult result = DumpResult.NOTHING;
            try {
                KernelWalk.Result counted = count(run, table);
                result = inKernel().listeners(run.host().sockets(), new Counting(table), check);
                Measures after = run.host().counters().read();
                long moved = counted.unsettled() + Math.abs(counted.held());
                result = result.plus(new DumpResult(counted.sockets(), 0, Optional.empty(), moved));
                objection = check.objection(counted, after).or(() -> check.objectionToHeld(counted, after));
            } catch (WalkRefusedException | IOException e) {
                objection = Optional.of(Remedy.ofProgram(e));
            }
            if (objection.isPresent()) {
                run.report(this, DumpResult.NOTHING, begunNanos, "not used: " + objection.get());
                run.findHoldersInstead(inKernel(), objection.get());
                return;
            }
            String note = inKernel().division() + "; " + table.size() + " groups";
            run.addWalked(result, table);
            run.report(this, result, begunNanos, note);
        }

        private KernelWalk.Result count(QueryRun run, GroupTable table) throws IOException {
            Set<Expression> looked = new LinkedHashSet<>(run.needsListeners() ? WalkInKernel.LOOKED_AT : Set.of());
            looked.addAll(looksAt(request, table));
            List<Counting> parts = parts(run, threads);
            try {
                KernelWalk.Result result = run.walk().countHeld(request, looked, parts);
                takeOver(parts, table);
                return result;
            } catch (InterruptedException e) {
                throw interrupted();
            }
        }
    }

    /** What keys look at besides addresses and the holders of a socket, and conditions that are not decided in the kernel. */
    private static Set<Expression> looksAt(DumpRequest request, GroupTable table) {
        Set<Expression> looked = new LinkedHashSet<>();
        for (GroupKey key : table.keys()) {
            if (!key.details().contains(Detail.HOLDERS)) {
                looked.addAll(key.looksAt().orElseThrow());
            }
        }
        for (Condition condition : HeldSockets.aboutHolders(request)) {
            looked.addAll(Conditions.looksAt(condition));
        }
        return looked;
    }

    /**
     * A dump of every selected socket, split among threads.
     *
     * @param expectedSockets the approximate number of sockets before the request's filter; 0 if unknown
     */
    record FullDump(DumpRequest request, int threads, long expectedSockets, String reason) implements Step {
        @Override
        public String question() {
            return "copy " + sockets(request);
        }

        @Override
        public void take(QueryRun run) throws KernelException {
            long begunNanos = System.nanoTime();
            try {
                count(run, begunNanos);
            } catch (KernelException e) {
                CountedStates counted = run.countedStates();
                if (!run.countedByState(request.protocol())
                        || counted.objection().isPresent()) {
                    throw e;
                }
                run.addCounted(counted.matrix());
                run.note(e.getMessage() + ": no socket was read; the counts are the kernel's own");
                run.report(this, DumpResult.NOTHING, begunNanos, "refused; the kernel's own counts were used instead");
            }
        }

        private void count(QueryRun run, long begunNanos) throws KernelException {
            Protocol protocol = request.protocol();
            SplitDump.Outcome<Counting> counted =
                    SplitDump.run(run.host().sockets(), this, () -> new Counting(run.emptyTable(protocol)));
            run.note(protocol, counted.result());
            run.addZeros(protocol);
            takeOver(counted.sinks(), run.table());
            run.report(this, counted.result(), begunNanos, counted.division());
        }
    }

    private static WalkRefusedException interrupted() {
        Thread.currentThread().interrupt();
        return new WalkRefusedException("it was interrupted");
    }

    /** What counts the sockets of each thread of a walk. */
    private static List<Counting> parts(QueryRun run, int threads) {
        List<Counting> parts = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
            parts.add(new Counting(run.emptyTable(Protocol.TCP)));
        }
        return parts;
    }

    private static void takeOver(List<Counting> parts, GroupTable table) {
        for (Counting part : parts) {
            table.takeOver(part.table);
        }
    }

    /** Counts the sockets of a part of a dump or a walk. */
    record Counting(GroupTable table) implements SocketSink, KernelWalk.GroupSink {
        @Override
        public void accept(long[] lanes, long sockets) {
            table.addComputed(lanes, sockets);
        }

        @Override
        public void accept(SocketView socket) {
            table.add(socket);
        }

        @Override
        public void accept(SocketView socket, long sockets) {
            table.add(socket, sockets);
        }
    }

    private static String sockets(DumpRequest request) {
        String families = request.families().stream().map(AddressFamily::label).collect(Collectors.joining(" and "));
        return request.protocol().label() + " sockets of " + families + " in " + names(request.states());
    }

    private static String names(Set<TcpState> states) {
        return EnumSet.copyOf(states).stream().map(TcpState::label).collect(Collectors.joining(", "));
    }
}
