package io.conncount.cli.count;

import io.conncount.cli.count.CountReader.CountOptions;
import io.conncount.cli.options.Command.ExitCode;
import io.conncount.cli.output.Answer;
import io.conncount.cli.output.AnswerRun;
import io.conncount.cli.output.Output;
import io.conncount.cli.output.Progress;
import io.conncount.collect.SnapshotSource;
import io.conncount.snapshot.Ranking;
import io.conncount.snapshot.Snapshot;
import io.conncount.snapshot.Snapshot.Rates;
import java.io.IOException;
import java.io.PrintStream;
import java.util.Optional;

/** Counts, once or again and again, and shows the answers. */
public final class CountRun implements AnswerRun.Question {
    private final CountOptions options;
    private final SnapshotSource answering;
    private final AnswerRun run;
    private Snapshot last;

    public CountRun(CountOptions options, SnapshotSource answering, Output output, PrintStream err) {
        this.options = options;
        this.answering = answering;
        run = new AnswerRun(this, options.showing(), output, err);
    }

    /**
     * Runs until all answers are given.
     *
     * @return the exit code
     */
    public int run() throws IOException, InterruptedException {
        return run.run() ? ExitCode.DONE : ExitCode.FAILED;
    }

    /** Counts and ranks; both take time with millions of sockets. */
    @Override
    public Answer ask(Progress progress, int rowsMax) throws IOException, InterruptedException {
        Snapshot snapshot = answering.collect(options.query());
        progress.doing("sorting groups");
        Optional<Rates> rates = last == null ? Optional.empty() : Optional.of(new Rates(snapshot, last));
        last = snapshot;
        return new Answer(
                snapshot,
                new Ranking(snapshot, options.order(), rowsMax),
                options.showing().beat().watching(),
                rates);
    }
}
