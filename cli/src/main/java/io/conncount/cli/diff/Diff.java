package io.conncount.cli.diff;

import static io.conncount.cli.options.OptionSpecs.value;

import io.conncount.cli.diff.DiffReader.DiffOptions;
import io.conncount.cli.options.Command;
import io.conncount.cli.options.HistoryOptions;
import io.conncount.cli.options.OptionSpecs;
import io.conncount.cli.options.ParsedArguments;
import io.conncount.cli.options.SelectionOptions;
import io.conncount.cli.options.UsageException;
import io.conncount.cli.output.AnswerOutput;
import io.conncount.cli.output.Format;
import io.conncount.cli.output.Output;
import io.conncount.cli.output.Progress;
import io.conncount.exporters.history.HistoryException;
import java.io.IOException;
import java.io.PrintStream;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.UsageMessageSpec;

/** Compares two recordings, or answers saved with {@code --json}. */
public final class Diff implements Command {
    static final String BY = "--by";
    static final String TOP = "--top";
    static final String MAX_GROUPS = "--max-groups";

    @Override
    public CommandSpec spec() {
        CommandSpec spec = OptionSpecs.of("conncount diff");
        spec.addOption(value("KEY[,KEY...]", "Compare by these keys; see conncount help keys.", BY));
        spec.addOption(value("N", "Show the N largest changes, and the others as one row.", TOP));
        spec.addOption(value("N", "Keep at most N groups of each (default 100,000).", MAX_GROUPS));
        spec.addOption(OptionSpecs.values(
                "TIME", "Twice, instead of files: compare two moments of a history.", HistoryOptions.AT));
        HistoryOptions.addPlace(spec);
        OptionSpecs.addFormats(spec, "group");
        SelectionOptions.addTo(spec);
        OptionSpecs.addHelp(spec);
        return spec;
    }

    @Override
    public void describe(UsageMessageSpec usage) {
        usage.customSynopsis("conncount diff A B | --at A --at B [--by KEY,...] [OPTIONS] [FILTER...]");
        usage.description(
                "Shows what came, went, grew and shrank from A to B, the largest changes first.",
                "Each is a recording, or an answer saved with conncount --json. Tables and a",
                "filter select from recordings.");
        usage.footer(
                "",
                "Examples:",
                "  conncount diff monday.rec friday.rec              by state",
                "  conncount diff monday.rec friday.rec --by remote-net/16 state close-wait",
                "  conncount diff before.json after.json --top 20    as they were grouped",
                "  conncount diff --at 03:00 --at now                of what the daemon has recorded",
                "",
                "Exit codes: 0 done, 1 failed or incomplete, 2 usage.");
    }

    /** What the command line says, checked. */
    public static DiffOptions options(ParsedArguments given) throws UsageException {
        return DiffReader.read(given);
    }

    @Override
    public int run(ParsedArguments given, PrintStream err) throws UsageException, IOException, InterruptedException {
        DiffOptions options = options(given);
        Comparison comparison;
        try (Progress progress = Progress.on(err)) {
            progress.doing("reading files");
            comparison = DiffReader.compare(given, options);
        } catch (HistoryException e) {
            err.println("conncount: " + e.getMessage());
            return ExitCode.FAILED;
        }
        comparison.remark().ifPresent(text -> err.println("conncount: " + text));
        Output output = Output.standard();
        Format format = options.format().orElse(output.usualFormat());
        new AnswerOutput(output, format, options.color(), false).show(comparison);
        comparison.faults().forEach(fault -> err.println("conncount: incomplete: " + fault));
        return comparison.faults().isEmpty() ? ExitCode.DONE : ExitCode.FAILED;
    }
}
