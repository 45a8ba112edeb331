package io.conncount.cli.views;

import io.conncount.cli.options.Command.ExitCode;
import io.conncount.cli.options.ParsedArguments;
import io.conncount.cli.options.UsageException;
import io.conncount.cli.options.WatchOptions;
import io.conncount.cli.output.Beat;
import io.conncount.cli.output.Format;
import io.conncount.cli.output.Output;
import io.conncount.cli.output.Output.ColorWhen;
import io.conncount.cli.output.Progress;
import io.conncount.cli.output.RowsAnswer;
import io.conncount.cli.output.RowsWriter;
import io.conncount.cli.output.Screen;
import io.conncount.names.SocketNames;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Asks a view, once or again and again, and shows the answers. */
public final class ViewRun<R> {
    private final View<R> view;
    private final Output output;
    private final PrintStream err;
    private final ViewOptions options;
    private final RowsWriter writer;
    private final boolean repaint;
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
        this.output = output;
        this.err = err;
        boolean watching = options.beat().watching();
        Format format = options.format().orElse(usualFormat);
        writer = new RowsWriter(format, watching, names);
        repaint = watching && format == Format.TABLE && output.movesCursor();
    }

    /**
     * Runs until all answers are given.
     *
     * @return the exit code
     */
    int run() throws IOException, InterruptedException {
        options.beat().run(this::next);
        return exitCode;
    }

    private void next() throws IOException {
        RowsAnswer<R> answer;
        try (Progress progress = Progress.on(err)) {
            progress.doing("reading sockets");
            answer = view.take().first(options.rowsMax());
        }
        if (repaint) {
            int others = answer.footer().size() + 2;
            ByteArrayOutputStream table = new ByteArrayOutputStream();
            writer.write(
                    answer.first(Screen.rowsMax(options.rowsMax(), others)),
                    output.remeasured().style(options.color()).fitting(),
                    table);
            Screen.paint(table.toString(StandardCharsets.UTF_8), output);
        } else {
            writer.write(answer, output.style(options.color()), output.out());
        }
        if (!remarked) {
            answer.remarks().forEach(remark -> err.println("conncount: " + remark));
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
