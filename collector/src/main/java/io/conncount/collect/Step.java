package io.conncount.collect;

import io.conncount.counters.Measures;
import io.conncount.group.GroupTable;
import io.conncount.socket.AddressFamily;
import io.conncount.socket.Protocol;
import io.conncount.socket.SocketSink;
import io.conncount.socket.SocketView;
import io.conncount.socket.TcpState;
import io.conncount.source.DumpRequest;
import io.conncount.source.DumpResult;
import io.conncount.sys.KernelException;
import java.util.EnumSet;
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

    /**
     * Asks, and adds what the host answers to the run's table.
     *
     * @throws KernelException if the host gave no answer at all
     */
    void take(QueryRun run) throws KernelException;

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
            for (Counting part : counted.sinks()) {
                run.table().takeOver(part.table);
            }
            run.report(this, counted.result(), begunNanos, counted.division());
        }
    }

    /** Counts the sockets of a part of a dump. */
    record Counting(GroupTable table) implements SocketSink {
        @Override
        public void accept(SocketView socket) {
            table.add(socket);
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
