package io.conncount.cli.count;

import io.conncount.cli.count.CountReader.CountOptions;
import io.conncount.cli.options.Command.ExitCode;
import io.conncount.cli.output.Answer;
import io.conncount.cli.output.AnswerWriter;
import io.conncount.cli.output.Format;
import io.conncount.cli.output.Output;
import io.conncount.cli.output.Progress;
import io.conncount.cli.output.Screen;
import io.conncount.collect.SnapshotSource;
import io.conncount.snapshot.Ranking;
import io.conncount.snapshot.Snapshot;
import io.conncount.snapshot.Snapshot.Rates;
import io.conncount.snapshot.StepReport;
import io.conncount.view.TableFormat.Style;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Asks, once or again and again, and shows the answers. */
public final class CountRun {
    /** Lines of the table that are not rows: header, other, total, the line on trust, and the cursor's. */
    private static final int TABLE_LINES_AROUND_ROWS = 5;

    private final CountOptions options;
    private final SnapshotSource answering;
    private final Output output;
    private final PrintStream err;
    private final Format format;
    private final AnswerWriter writer;
    private final boolean repaint;
    private int exitCode = ExitCode.DONE;
    private Snapshot last;

    public CountRun(CountOptions options, SnapshotSource answering, Output output, PrintStream err) {
        this.options = options;
        this.answering = answering;
        this.output = output;
        this.err = err;
        format = options.format().orElse(output.terminal().isPresent() ? Format.TABLE : Format.PLAIN);
        writer = format.writer(output.style(options.color()));
        // Elsewhere answers follow each other, as in a log.
        repaint = options.beat().watching() && format == Format.TABLE && !options.explain() && output.movesCursor();
    }

    /**
     * Runs until all answers are given.
     *
     * @return the exit code
     */
    public int run() throws IOException, InterruptedException {
        options.beat().run(this::next);
        return exitCode;
    }

    private void next() throws IOException, InterruptedException {
        Answer answer = answer();
        show(answer);
        Snapshot snapshot = answer.snapshot();
        if (last == null) {
            for (String remark : StepReport.remarks(snapshot.steps())) {
                err.println("conncount: " + remark);
            }
        }
        if (snapshot.fault().isPresent()) {
            err.println("conncount: incomplete: " + snapshot.fault().get());
            exitCode = ExitCode.FAILED;
        }
        last = snapshot;
    }

    /** Counts and ranks; both take time with millions of sockets. */
    private Answer answer() throws IOException, InterruptedException {
        try (Progress progress = Progress.on(err)) {
            progress.doing("counting sockets");
            Snapshot snapshot = answering.collect(options.query());
            progress.doing("sorting groups");
            return new Answer(
                    snapshot,
                    new Ranking(snapshot, options.order(), rowsMax()),
                    options.beat().watching(),
                    last == null ? Optional.empty() : Optional.of(new Rates(snapshot, last)));
        }
    }

    private void show(Answer answer) throws IOException {
        if (options.explain()) {
            output.out().write(answer.explanation().getBytes(StandardCharsets.UTF_8));
        } else if (repaint) {
            // The window may have another size by now.
            Style style = output.remeasured().style(options.color()).fitting();
            ByteArrayOutputStream table = new ByteArrayOutputStream();
            format.writer(style).write(answer, table);
            Screen.paint(table.toString(StandardCharsets.UTF_8), output);
        } else {
            writer.write(answer, output.out());
        }
    }

    private int rowsMax() {
        // An explanation shows no rows; to rank a million groups for it would take seconds.
        if (options.explain()) {
            return 0;
        }
        int wanted = options.rowsMax().orElse(Integer.MAX_VALUE);
        return repaint ? Screen.rowsMax(wanted, TABLE_LINES_AROUND_ROWS) : wanted;
    }
}
