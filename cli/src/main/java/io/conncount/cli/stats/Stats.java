package io.conncount.cli.stats;

import static io.conncount.cli.options.OptionSpecs.flag;
import static io.conncount.cli.options.OptionSpecs.value;

import io.conncount.cli.options.Command;
import io.conncount.cli.options.InNamespace;
import io.conncount.cli.options.OptionSpecs;
import io.conncount.cli.options.ParsedArguments;
import io.conncount.cli.options.SelectionOptions;
import io.conncount.cli.options.SourceOptions;
import io.conncount.cli.options.UsageException;
import io.conncount.cli.options.WatchOptions;
import io.conncount.cli.output.AnswerRun;
import io.conncount.cli.output.Output;
import io.conncount.cli.output.Progress;
import io.conncount.cli.stats.StatsReader.StatsOptions;
import io.conncount.collect.Collector;
import io.conncount.collect.SnapshotSource;
import io.conncount.distribution.Distributions;
import io.conncount.source.Host;
import java.io.IOException;
import java.io.PrintStream;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.UsageMessageSpec;

/** Shows percentiles of a number of sockets, such as their round-trip times, by group. */
public final class Stats implements Command {
    static final String BY = "--by";
    static final String TOP = "--top";
    static final String SORT = "--sort";
    static final String REVERSE = "--reverse";
    static final String MAX_GROUPS = "--max-groups";
    static final String EXPLAIN = "--explain";

    @Override
    public CommandSpec spec() {
        CommandSpec spec = OptionSpecs.of("conncount stats");
        SelectionOptions.addTo(spec);
        spec.addOption(value("KEY[,KEY...]", "Show a row for each group; see conncount help keys.", BY));
        spec.addOption(value("N", "Show the first N groups, and the others as one row.", TOP));
        spec.addOption(value("COLUMN", "Sort by count (the default), min, p50, p90, p99, max or a key.", SORT));
        spec.addOption(flag("Reverse the sort order.", REVERSE));
        spec.addOption(value("N", "Keep at most N ranges of all groups (default 1,000,000).", MAX_GROUPS));
        OptionSpecs.addFormats(spec, "group");
        WatchOptions.addTo(spec);
        OptionSpecs.addThreads(spec);
        SourceOptions.addTo(spec);
        spec.addOption(flag("Show how the kernel was asked, why, and what it cost.", EXPLAIN));
        OptionSpecs.addHelp(spec);
        return spec;
    }

    @Override
    public void describe(UsageMessageSpec usage) {
        usage.customSynopsis("conncount stats NUMBER [--by KEY[,KEY...]] [TABLES] [OPTIONS] [FILTER...]");
        usage.description(
                "Shows the percentiles of a NUMBER of sockets, within 1 %, by group. Numbers are",
                "rtt, cwnd, retrans, sendq and others; conncount help columns lists them.");
        usage.footer(
                "",
                "Examples:",
                "  conncount stats rtt                             round-trip times",
                "  conncount stats rtt --by remote-net/24 --sort p99 --top 20",
                "  conncount stats sendq --by local-port 'sendq > 0'",
                "  conncount stats last_data_recv --by process     who is idle for how long",
                "",
                "Exit codes: 0 done, 1 failed or incomplete, 2 usage.");
    }

    /** What the command line says, checked. */
    public static StatsOptions options(ParsedArguments given) throws UsageException {
        return StatsReader.read(given);
    }

    @Override
    public int run(ParsedArguments given, PrintStream err) throws UsageException, IOException, InterruptedException {
        return given.has(SourceOptions.NAMESPACE) ? InNamespace.run(given, () -> stats(given, err)) : stats(given, err);
    }

    private static int stats(ParsedArguments given, PrintStream err)
            throws UsageException, IOException, InterruptedException {
        Host host = SourceOptions.open(given);
        StatsOptions options = options(given.withNames(host.names()));
        SourceOptions.remark(given, host, err);
        return show(options, host, err);
    }

    /**
     * Asks a host, and shows its answers.
     *
     * @return the exit code
     */
    public static int show(StatsOptions options, Host host, PrintStream err) throws IOException, InterruptedException {
        Output output = Output.standard();
        boolean unicode = output.style(options.showing().color()).unicode();
        SnapshotSource answering = new Collector(host);
        AnswerRun run = new AnswerRun(
                (progress, rowsMax) -> answer(options, answering, progress, rowsMax, unicode),
                options.showing(),
                output,
                err);
        return run.run() ? ExitCode.DONE : ExitCode.FAILED;
    }

    private static StatsAnswer answer(
            StatsOptions options, SnapshotSource answering, Progress progress, int rowsMax, boolean unicode)
            throws IOException, InterruptedException {
        Distributions distributions = new Distributions(answering.collect(options.query()));
        progress.doing("sorting groups");
        return new StatsAnswer(
                options.number(),
                distributions,
                options.order().rank(distributions, rowsMax),
                options.showing().beat().watching(),
                unicode);
    }
}
