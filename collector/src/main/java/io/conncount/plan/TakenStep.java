package io.conncount.plan;

import io.conncount.snapshot.MissingTable;
import io.conncount.snapshot.StepReport;
import io.conncount.source.Division;
import io.conncount.source.DumpResult;
import io.conncount.source.SocketSource;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A step that was taken. Its text is made only if somebody asks how the answer came about.
 *
 * @param missing the table that it asked for in vain
 */
record TakenStep(
        Step step, Division division, DumpResult result, Duration elapsed, String note, Optional<MissingTable> missing)
        implements StepReport {
    private static final Division NOTHING_DIVIDED = new Division(List.of(), List.of());

    /** A step that has just ended. */
    static TakenStep of(Step step, SocketSource source, DumpResult result, long begunNanos, String note) {
        Duration elapsed = Duration.ofNanos(System.nanoTime() - begunNanos);
        return new TakenStep(step, source.division(step.request()), result, elapsed, note, Optional.empty());
    }

    /** A step that asked for sockets which the kernel does not show. */
    static TakenStep missed(Step step, MissingTable table) {
        return new TakenStep(
                step, NOTHING_DIVIDED, DumpResult.NOTHING, Duration.ZERO, table.explanation(), Optional.of(table));
    }

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
    public String filterBySource() {
        return division.textBySource();
    }

    @Override
    public String filterHere() {
        return division.textHere();
    }
}
