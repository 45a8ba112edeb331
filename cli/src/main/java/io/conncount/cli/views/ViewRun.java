package io.conncount.cli.views;

import io.conncount.cli.options.Command.ExitCode;
import io.conncount.cli.options.ParsedArguments;
import io.conncount.cli.options.UsageException;
import io.conncount.cli.options.WatchOptions;
import io.conncount.cli.output.AnswerOutput;
import io.conncount.cli.output.Beat;
import io.conncount.cli.output.Format;
import io.conncount.cli.output.Output;
import io.conncount.cli.output.Output.ColorWhen;
import io.conncount.cli.output.Progress;
import io.conncount.cli.output.RowsAnswer;
import io.conncount.names.SocketNames;
import java.io.IOException;
import java.io.PrintStream;
import java.util.Optional;

/** Asks a view, once or again and again, and shows the answers. */
public final class ViewRun<R> implements Beat.Asking {
    /** The header, and the cursor's line. */
    private static final int LINES_AROUND_ROWS_AND_FOOTER = 2;

    private final View<R> view;
    private final SocketNames names;
    private final PrintStream err;
    private final ViewOptions options;
    private final AnswerOutput answers;
    private int exitCode = ExitCode.DONE;
    private boolean remarked;

    /**
     * A run that has not begun.
     *
     * @param usualFormat where none was chosen
     * @param names those of the host that the rows are from
     */
    ViewRun(View<R> view, ViewOptions options, Format usualFormat, SocketNames names, Output output, PrintStream err) {
        this.view = view;
        this.options = options;
        this.names = names;
        this.err = err;
        answers = new AnswerOutput(
                output,
                options.format().orElse(usualFormat),
                options.color(),
                options.beat().watching());
    }

    /**
     * Runs until all answers are given.
     *
     * @return the exit code
     */
    int run() throws IOException, InterruptedException {
        options.beat().run(this);
        return exitCode;
    }

    /** Asks once, and shows the answer: called by the beat. */
    @Override
    public void ask() throws IOException {
        RowsAnswer<R> answer;
        try (Progress progress = Progress.on(err)) {
            progress.doing("reading sockets");
            answer = view.take();
        }
        int rowsMax = answers.rowsMax(options.rowsMax(), answer.footer().size() + LINES_AROUND_ROWS_AND_FOOTER);
        answers.show(answer.first(rowsMax).shown(options.beat().watching(), names));
        if (!remarked) {
            for (String remark : answer.remarks()) {
                err.println("conncount: " + remark);
            }
            remarked = true;
        }
        if (answer.fault().isPresent()) {
            err.println("conncount: incomplete: " + answer.fault().get());
            exitCode = ExitCode.FAILED;
        }
    }

    /**
     * How answers are to be shown.
     *
     * @param format empty where it was left open
     */
    public record ViewOptions(Beat beat, Optional<Format> format, int rowsMax, ColorWhen color) {
        /** What was given, checked. */
        public static ViewOptions read(ParsedArguments given) throws UsageException {
            return new ViewOptions(
                    given.takes(WatchOptions.COUNT) ? WatchOptions.read(given) : Beat.ONCE,
                    given.format(),
                    given.number(ViewCommand.TOP, Integer.MAX_VALUE).orElse(Integer.MAX_VALUE),
                    given.color());
        }
    }
}
