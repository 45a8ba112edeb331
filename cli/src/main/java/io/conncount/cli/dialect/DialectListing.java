package io.conncount.cli.dialect;

import io.conncount.cli.list.AlignedOutput;
import io.conncount.cli.list.ColumnWidths;
import io.conncount.cli.list.ListOptions;
import io.conncount.cli.list.ListRun;
import io.conncount.cli.list.Resolver;
import io.conncount.cli.options.Command.ExitCode;
import io.conncount.cli.options.UsageException;
import io.conncount.cli.output.Output;
import io.conncount.cli.output.Output.ColorWhen;
import io.conncount.snapshot.StepReport;
import io.conncount.socket.SocketView;
import io.conncount.source.Host;
import io.conncount.source.MissingTableException;
import io.conncount.sys.Terminal;
import io.conncount.view.RowWriter;
import io.conncount.view.TextBuffer;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/** What dialects have in common: rows on standard output, where a table that the kernel does not have is an empty one. */
final class DialectListing {
    private final Function<Optional<Resolver>, RowWriter<SocketView>> layout;
    private final Optional<ColumnWidths> widths;
    private final PrintStream err;

    /** Rows with columns that stay. */
    DialectListing(Function<Optional<Resolver>, RowWriter<SocketView>> layout, PrintStream err) {
        this(layout, Optional.empty(), err);
    }

    /**
     * Rows with columns as wide as needed.
     *
     * @param layout makes a writer of rows for the names of hosts and services
     * @param widths those that the layout writes rows with; empty if they stay
     */
    DialectListing(
            Function<Optional<Resolver>, RowWriter<SocketView>> layout,
            Optional<ColumnWidths> widths,
            PrintStream err) {
        this.layout = layout;
        this.widths = widths;
        this.err = err;
    }

    /** Writes the rows; returns the exit code. */
    int list(ListOptions options, Host host) throws IOException, InterruptedException {
        Output standard = Output.standard();
        try {
            ListRun.Outcome outcome =
                    new ListRun(options, layout, host, stream(standard), standard.style(ColorWhen.NEVER)).run();
            return exitCode(outcome.fault().filter(fault -> !fault.equals(StepReport.TABLES_MISSING)), err);
        } catch (MissingTableException e) {
            return header(options);
        }
    }

    private OutputStream stream(Output standard) {
        if (widths.isEmpty()) {
            return standard.out();
        }
        int columns = standard.terminal().map(Terminal::columns).orElse(0);
        return new AlignedOutput(standard.out(), widths.get(), columns);
    }

    /** Writes the header alone, if there is to be one. */
    int header(ListOptions options) throws IOException {
        TextBuffer header = new TextBuffer(256);
        if (options.header()) {
            layout.apply(Optional.empty()).header(header);
        }
        try (OutputStream out = stream(Output.standard())) {
            out.write(header.bytes(), 0, header.length());
        }
        return ExitCode.DONE;
    }

    /** Says why an answer is not complete; returns the exit code. */
    static int exitCode(Optional<String> fault, PrintStream err) {
        fault.ifPresent(text -> err.println("conncount: incomplete: " + text));
        return fault.isPresent() ? ExitCode.FAILED : ExitCode.DONE;
    }

    /** Writes a text; returns the exit code. */
    static int print(String text) throws IOException {
        new FileOutputStream(FileDescriptor.out).write(text.getBytes(StandardCharsets.UTF_8));
        return ExitCode.DONE;
    }

    /** Refuses the options that are given of those with a reason against them. */
    static void refuse(Map<String, String> reasons, Predicate<String> given) throws UsageException {
        for (Map.Entry<String, String> refused : reasons.entrySet()) {
            if (given.test(refused.getKey())) {
                throw new UsageException(refused.getValue());
            }
        }
    }
}
