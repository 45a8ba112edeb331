package io.conncount.collect;

import io.conncount.filter.FilterSplit;
import io.conncount.query.Selection;
import io.conncount.snapshot.StepReport;
import io.conncount.snapshot.StepReport.MissingTable;
import io.conncount.socket.Protocol;
import io.conncount.source.DumpResult;
import io.conncount.source.Host;
import io.conncount.source.MissingTableException;
import io.conncount.source.SocketSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The steps taken so far, and the requested tables that the kernel does not show. */
final class StepLog {
    private final Host host;
    private final List<StepReport> reports = new ArrayList<>();
    private final Map<Protocol, MissingTableException> missing = new EnumMap<>(Protocol.class);
    private boolean mayHoldSockets;

    StepLog(Host host) {
        this.host = host;
    }

    /** Leaves out the table of a step, which turned out to be missing. */
    void leaveOut(Step step, MissingTableException e) {
        missing.put(e.protocol(), e);
        MissingTable table = new MissingTable(
                e.protocol().label(), e.module(), host.counters().sockets(e.protocol()));
        mayHoldSockets |= table.mayHoldSockets();
        reports.add(new Report(
                step, Optional.empty(), DumpResult.NOTHING, Duration.ZERO, table.explanation(), Optional.of(table)));
    }

    /** If every kind of socket is requested, adds the kinds of the host that have no {@link Protocol}. */
    void leaveOutOtherKinds(Selection selection) {
        if (selection.everyKind()) {
            host.counters().otherSockets().forEach((kind, sockets) -> {
                reports.add(new OtherKind(new MissingTable(kind, "", sockets)));
                mayHoldSockets = true;
            });
        }
    }

    /** Adds a step that has just ended. */
    void add(Step step, DumpResult result, long begunNanos, String note) {
        Duration elapsed = Duration.ofNanos(System.nanoTime() - begunNanos);
        reports.add(new Report(step, Optional.of(host.sockets()), result, elapsed, note, Optional.empty()));
    }

    boolean isMissing(Protocol protocol) {
        return missing.containsKey(protocol);
    }

    /** Why sockets may be missing from the answer; empty if the tables left out are known to hold none. */
    Optional<String> fault() {
        return mayHoldSockets ? Optional.of(StepReport.TABLES_MISSING) : Optional.empty();
    }

    /**
     * Keeps the answer, if any.
     *
     * @throws MissingTableException if none of the tables is shown
     */
    void requireOneOf(Set<Protocol> asked) throws MissingTableException {
        if (missing.keySet().containsAll(asked)) {
            throw missing.values().iterator().next();
        }
    }

    List<StepReport> reports() {
        return List.copyOf(reports);
    }

    /** Sockets of which only the number is known. */
    private record OtherKind(MissingTable kind) implements StepReport {
        @Override
        public String question() {
            return "read the number of " + kind.table() + " sockets";
        }

        @Override
        public String reason() {
            return "every kind of socket is requested";
        }

        @Override
        public String note() {
            return kind.explanation();
        }

        @Override
        public Optional<MissingTable> missing() {
            return Optional.of(kind);
        }
    }

    /**
     * A step that was taken. Its texts are made only on request.
     *
     * @param source the source, which evaluated a part of the filter; empty if the step failed
     */
    private record Report(
            Step step,
            Optional<SocketSource> source,
            DumpResult result,
            Duration elapsed,
            String note,
            Optional<MissingTable> missing)
            implements StepReport {
        @Override
        public String question() {
            return step.question();
        }

        @Override
        public String reason() {
            return step.reason();
        }

        @Override
        public long sockets() {
            return result.sockets();
        }

        @Override
        public long bytes() {
            return result.bytes();
        }

        @Override
        public Optional<String> caveat() {
            return source.isPresent() ? source.get().caveat(step.request().protocol()) : Optional.empty();
        }

        @Override
        public String filterBySource() {
            return split().textBySource();
        }

        @Override
        public String filterHere() {
            return split().textHere();
        }

        private FilterSplit split() {
            return source.isPresent() ? step.split(source.get()) : FilterSplit.nothingBySource(List.of());
        }
    }
}
