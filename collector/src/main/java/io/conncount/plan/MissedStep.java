package io.conncount.plan;

import io.conncount.snapshot.MissingTable;
import io.conncount.snapshot.StepReport;
import java.time.Duration;
import java.util.Optional;

/** A step that asked for sockets which the kernel does not show. */
record MissedStep(Step step, MissingTable table) implements StepReport {
    @Override
    public String question() {
        return step.question();
    }

    @Override
    public String reason() {
        return step.reason();
    }

    @Override
    public String filterBySource() {
        return "";
    }

    @Override
    public String filterHere() {
        return "";
    }

    @Override
    public long sockets() {
        return 0;
    }

    @Override
    public long bytes() {
        return 0;
    }

    @Override
    public Duration elapsed() {
        return Duration.ZERO;
    }

    @Override
    public Optional<MissingTable> missing() {
        return Optional.of(table);
    }

    @Override
    public String note() {
        return table.explanation();
    }
}
