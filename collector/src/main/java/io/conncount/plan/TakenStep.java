package io.conncount.plan;

import io.conncount.snapshot.StepReport;
import io.conncount.source.Division;
import io.conncount.source.DumpResult;
import java.time.Duration;

/** A step that was taken. Its text is made only if somebody asks how the answer came about. */
record TakenStep(Step step, Division division, DumpResult result, Duration elapsed, String note) implements StepReport {
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
