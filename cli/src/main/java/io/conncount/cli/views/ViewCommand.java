package io.conncount.cli.views;

import static io.conncount.cli.options.OptionSpecs.value;

import io.conncount.cli.options.Command;
import io.conncount.cli.options.InNamespace;
import io.conncount.cli.options.OptionSpecs;
import io.conncount.cli.options.ParsedArguments;
import io.conncount.cli.options.SourceOptions;
import io.conncount.cli.options.UsageException;
import io.conncount.cli.output.Format;
import io.conncount.cli.output.Output;
import io.conncount.cli.output.RowsAnswer.About;
import io.conncount.cli.views.ViewRun.ViewOptions;
import io.conncount.source.Host;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;

/** A command that shows a view. */
public abstract class ViewCommand implements Command {
    static final String TOP = "--top";

    static void addTop(CommandSpec spec, String rows) {
        spec.addOption(value("N", "Show the first N " + rows + ".", TOP));
    }

    /** Adds the options of every view: formats, source and help. */
    static void addCommon(CommandSpec spec, String row) {
        OptionSpecs.addFormats(spec, row);
        SourceOptions.addTo(spec);
        OptionSpecs.addHelp(spec);
    }

    /**
     * The view that was asked for, which has asked nothing yet.
     *
     * @throws UsageException if what was given makes no sense
     */
    public abstract View<?> view(ParsedArguments given, Host host) throws UsageException;

    @Override
    public int run(ParsedArguments given, PrintStream err) throws UsageException, IOException, InterruptedException {
        return given.has(SourceOptions.NAMESPACE) ? InNamespace.run(given, () -> show(given, err)) : show(given, err);
    }

    /** The format where none was chosen: a table on a terminal, plain columns elsewhere. */
    protected Format usualFormat(Output output) {
        return output.usualFormat();
    }

    /**
     * Shows it, in the network namespace that was asked for.
     *
     * @return the exit code
     */
    protected int show(ParsedArguments given, PrintStream err)
            throws UsageException, IOException, InterruptedException {
        Host host = SourceOptions.open(given);
        ParsedArguments named = given.withNames(host.names());
        View<?> view = view(named, host);
        Output output = Output.standard();
        ViewRun<?> run = new ViewRun<>(view, ViewOptions.read(named), usualFormat(output), host.names(), output, err);
        SourceOptions.remark(given, host, err);
        return run.run();
    }

    /** When a host began to answer. */
    record Asked(Host host, Instant time, long nanos) {
        static Asked of(Host host) {
            Instant time = host.recorded().isPresent() ? host.recorded().get().time() : Instant.now();
            return new Asked(host, time, System.nanoTime());
        }

        About answered(Optional<String> filter, String source) {
            return new About(
                    Optional.of(host.name()), time, filter, source, Duration.ofNanos(System.nanoTime() - nanos));
        }

        /** How many seconds later than another. */
        double secondsSince(Asked before) {
            return (nanos - before.nanos) / 1e9;
        }
    }
}
