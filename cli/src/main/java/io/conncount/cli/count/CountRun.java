package io.conncount.cli.count;

import io.conncount.cli.count.CountReader.CountOptions;
import io.conncount.cli.options.Command.ExitCode;
import io.conncount.cli.output.Answer;
import io.conncount.cli.output.AnswerWriter;
import io.conncount.cli.output.Format;
import io.conncount.cli.output.Output;
import io.conncount.cli.output.Progress;
import io.conncount.collect.SnapshotSource;
import io.conncount.snapshot.Ranking;
import io.conncount.snapshot.Snapshot;
import io.conncount.snapshot.Snapshot.Rates;
import io.conncount.snapshot.StepReport;
import io.conncount.sys.Terminal;
import io.conncount.view.TableFormat.Style;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Asks, once or again and again, and shows the answers. */
public final class CountRun {
    /** Lines of the table that are not rows: header, total, the line on trust, and the cursor's. */
    private static final int TABLE_LINES_AROUND_ROWS = 4;

    private static final int ROWS_MIN = 1;
    private static final String HOME = "\033[H";
    private static final String ERASE_REST_OF_LINE = "\033[K";
    private static final String ERASE_BELOW = "\033[J";

    private final CountOptions options;
    private final SnapshotSource answering;
    private final Output output;
    private final PrintStream err;
    private final Format format;
    private final AnswerWriter writer;
    private final boolean repaint;

    public CountRun(CountOptions options, SnapshotSource answering, Output output, PrintStream err) {
        this.options = options;
        this.answering = answering;
        this.output = output;
        this.err = err;
        format = options.format().orElse(output.terminal().isPresent() ? Format.TABLE : Format.PLAIN);
        writer = format.writer(output.style(options.color()));
        // Elsewhere answers follow each other, as in a log.
        repaint = options.watching() && format == Format.TABLE && !options.explain() && output.movesCursor();
    }

    /**
     * Runs until all answers are given.
     *
     * @return the exit code
     */
    public int run() throws IOException, InterruptedException {
        int exitCode = ExitCode.DONE;
        Snapshot last = null;
        long nextNanos = System.nanoTime();
        for (long sample = 1; sample <= options.samplesMax(); sample++) {
            Answer answer = answer(last);
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
            if (sample < options.samplesMax()) {
                nextNanos = pause(nextNanos, options.interval());
            }
        }
        return exitCode;
    }

    /** Counts and ranks; both take time with millions of sockets. */
    private Answer answer(Snapshot last) throws IOException, InterruptedException {
        try (Progress progress = Progress.on(err)) {
            progress.doing("counting sockets");
            Snapshot snapshot = answering.collect(options.query());
            progress.doing("sorting groups");
            return new Answer(
                    snapshot,
                    new Ranking(snapshot, options.order(), rowsMax()),
                    options.watching(),
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
            // Line by line: terminals that keep a history keep a screen that is erased from its beginning in it.
            String lines =
                    table.toString(StandardCharsets.UTF_8).stripTrailing().replace("\n", ERASE_REST_OF_LINE + "\n");
            output.out()
                    .write((HOME + lines + ERASE_REST_OF_LINE + "\n" + ERASE_BELOW).getBytes(StandardCharsets.UTF_8));
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
        // A table that is higher than the window would scroll. The window may have changed its size since the last
        // answer.
        return repaint
                ? Math.min(
                        wanted,
                        Terminal.ofStandardOutput().map(CountRun::rowsIn).orElse(wanted))
                : wanted;
    }

    private static int rowsIn(Terminal terminal) {
        return Math.max(ROWS_MIN, terminal.rows() - TABLE_LINES_AROUND_ROWS - 1);
    }

    /** Waits for the next beat; beats that were missed because an answer took longer are left out. */
    private static long pause(long beatNanos, Duration interval) throws InterruptedException {
        long nextNanos = beatNanos + interval.toNanos();
        long waitNanos = nextNanos - System.nanoTime();
        if (waitNanos <= 0) {
            return System.nanoTime();
        }
        TimeUnit.NANOSECONDS.sleep(waitNanos);
        return nextNanos;
    }
}
