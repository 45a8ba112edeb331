package io.conncount.cli.output;

import io.conncount.cli.output.Output.ColorWhen;
import io.conncount.snapshot.Snapshot;
import io.conncount.snapshot.StepReport;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Asks, once or again and again, and shows the answers. */
public final class AnswerRun implements Beat.Asking {
    /** Lines of the table that are not rows: header, other, total, the line on trust, and the cursor's. */
    private static final int TABLE_LINES_AROUND_ROWS = 5;

    private final Question question;
    private final Showing showing;
    private final Output output;
    private final PrintStream err;
    private final PrintStream progressOutput;
    private final AnswerOutput answers;
    private boolean complete = true;
    private boolean remarked;

    /**
     * How answers are shown.
     *
     * @param format empty where the output decides: a table on a terminal, plain columns elsewhere
     * @param rowsMax how many rows to show; empty for all, or as many as the terminal is high
     * @param beat how often to ask
     * @param explain true to show how the kernel was asked instead of the answer
     * @param quiet true to show no progress
     */
    public record Showing(
            Optional<Format> format,
            Optional<Integer> rowsMax,
            Beat beat,
            boolean explain,
            boolean quiet,
            ColorWhen color) {}

    /** What is to be asked. */
    @FunctionalInterface
    public interface Question {
        /**
         * Asks once.
         *
         * @param progress to be told what goes on
         * @param rowsMax how many rows will be shown
         */
        SnapshotAnswer<?> ask(Progress progress, int rowsMax) throws IOException, InterruptedException;
    }

    /** An answer that was made of a snapshot. */
    public interface SnapshotAnswer<R> extends RowAnswer<R> {
        /** The snapshot. */
        Snapshot snapshot();
    }

    public AnswerRun(Question question, Showing showing, Output output, PrintStream err) {
        this.question = question;
        this.showing = showing;
        this.output = output;
        this.err = err;
        progressOutput = showing.quiet() ? Progress.NOWHERE : err;
        answers = new AnswerOutput(
                output,
                showing.format().orElse(output.usualFormat()),
                showing.color(),
                showing.beat().watching() && !showing.explain());
    }

    /**
     * Runs until all answers are given.
     *
     * @return true if all were complete
     */
    public boolean run() throws IOException, InterruptedException {
        showing.beat().run(this);
        return complete;
    }

    @Override
    public void ask() throws IOException, InterruptedException {
        SnapshotAnswer<?> answer;
        try (Progress progress = Progress.on(progressOutput)) {
            progress.doing("counting sockets");
            answer = question.ask(progress, rowsMax());
        }
        show(answer);
        Snapshot snapshot = answer.snapshot();
        if (!remarked) {
            for (String remark : StepReport.remarks(snapshot.steps())) {
                err.println("conncount: " + remark);
            }
            remarked = true;
        }
        if (snapshot.fault().isPresent()) {
            err.println("conncount: incomplete: " + snapshot.fault().get());
            complete = false;
        }
    }

    private void show(SnapshotAnswer<?> answer) throws IOException {
        if (showing.explain()) {
            output.out().write(TrustLine.explanation(answer.snapshot()).getBytes(StandardCharsets.UTF_8));
        } else {
            answers.show(answer);
        }
    }

    private int rowsMax() {
        // An explanation shows no rows; to rank a million groups for it would take seconds.
        if (showing.explain()) {
            return 0;
        }
        return answers.rowsMax(showing.rowsMax().orElse(Integer.MAX_VALUE), TABLE_LINES_AROUND_ROWS);
    }
}
