package io.conncount.cli.count;

import static io.conncount.cli.options.OptionSpecs.flag;
import static io.conncount.cli.options.OptionSpecs.value;

import io.conncount.cli.count.CountReader.CountOptions;
import io.conncount.cli.history.HistoryRun;
import io.conncount.cli.options.Command;
import io.conncount.cli.options.Command.ExitCode;
import io.conncount.cli.options.CommandNames;
import io.conncount.cli.options.DaemonOptions;
import io.conncount.cli.options.HelpText;
import io.conncount.cli.options.HistoryOptions;
import io.conncount.cli.options.InNamespace;
import io.conncount.cli.options.OptionSpecs;
import io.conncount.cli.options.ParsedArguments;
import io.conncount.cli.options.SelectionOptions;
import io.conncount.cli.options.SourceOptions;
import io.conncount.cli.options.UsageException;
import io.conncount.cli.options.WatchOptions;
import io.conncount.cli.output.Output;
import io.conncount.collect.Collector;
import io.conncount.exporters.client.DaemonClient.DaemonException;
import io.conncount.group.GroupKeys;
import io.conncount.source.Host;
import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.UsageMessageSpec;

/** Counts sockets: what conncount does without the name of another command. */
public final class Count implements Command {
    public static final String NAME = "conncount";
    public static final String BY_STATE = "--by-state";
    public static final String BY = "--by";
    static final String TOP = "--top";
    public static final String SORT = "--sort";
    public static final String REVERSE = "--reverse";
    static final String EXACT = "--exact";
    static final String MAX_GROUPS = "--max-groups";
    static final String EXPLAIN = "--explain";
    static final String QUIET = "--quiet";

    @Override
    public CommandSpec spec() {
        CommandSpec spec = OptionSpecs.of(NAME);
        SelectionOptions.addTo(spec);
        addGrouping(spec);
        OptionSpecs.addFormats(spec, "group");
        addCollecting(spec);
        OptionSpecs.addHelp(spec);
        return spec;
    }

    @Override
    public int run(ParsedArguments given, PrintStream err) throws UsageException, IOException, InterruptedException {
        if (HistoryOptions.areGiven(given)) {
            CountOptions options = new CountReader(given).read();
            return new HistoryRun(given, options.query(), options.order(), options.showing(), err)
                    .run(given.has(BY) || given.has(BY_STATE));
        }
        if (given.has(SourceOptions.DAEMON)) {
            return AskDaemon.run(given, new CountReader(given).read(), err);
        }
        return given.has(SourceOptions.NAMESPACE) ? InNamespace.run(given, () -> count(given, err)) : count(given, err);
    }

    private static int count(ParsedArguments given, PrintStream err)
            throws UsageException, IOException, InterruptedException {
        Host host = SourceOptions.open(given);
        CountOptions options = new CountReader(given.withNames(host.names())).read();
        SourceOptions.remark(given, host, err);
        Output output = Output.standard();
        int exitCode = new CountRun(options, new Collector(host), output, err).run();
        if (given.isEmpty() && exitCode == ExitCode.DONE) {
            FirstContact.greet(output, err);
        }
        return exitCode;
    }

    private static void addGrouping(CommandSpec spec) {
        spec.addOption(flag("Count by state, the same as --by state (the default).", BY_STATE));
        spec.addOption(value("KEY[,KEY...]", "Count by one or more keys: local-port,state.", BY));
        spec.addOption(value("N", "Show the first N groups, and the others as one row.", TOP));
        spec.addOption(value("COLUMN", "Sort by count (the default) or by a key.", SORT));
        spec.addOption(flag("Reverse the sort order.", REVERSE));
        spec.addOption(value("N", "Keep at most N groups (default 1,000,000); count the rest as other.", MAX_GROUPS));
    }

    private static void addCollecting(CommandSpec spec) {
        WatchOptions.addTo(spec);
        spec.addOption(flag("Read every socket, even where counters have the answer.", EXACT));
        OptionSpecs.addThreads(spec);
        SourceOptions.addTo(spec);
        SourceOptions.addDaemon(spec);
        HistoryOptions.addTo(spec);
        spec.addOption(flag("Show how the kernel was asked, why, and what it cost.", EXPLAIN));
        spec.addOption(flag("Do not show progress on a terminal.", QUIET));
    }

    @Override
    public void describe(UsageMessageSpec usage) {
        usage.customSynopsis("conncount [TABLES] [--by KEY[,KEY...]] [OPTIONS] [FILTER...]");
        usage.description("Counts sockets, fast, on hosts with a million of them.");
        List<String> footer = new ArrayList<>();
        footer.add("");
        footer.add("Commands:");
        for (CommandNames.Entry command : CommandNames.all()) {
            footer.addAll(HelpText.entry(command.name(), 16, command.help()));
        }
        footer.addAll(HelpText.entry("ss, netstat", 16, "answer as these do, to their options, in their columns"));
        footer.add("");
        footer.add("Examples:");
        footer.add("  conncount --by local-port,state --top 20     the busiest ports");
        footer.add("  conncount --by remote-net/16 state time-wait where they come from");
        footer.add("  conncount --by service --watch=5             per service, with changes");
        footer.add("");
        footer.add("Exit codes: 0 done, 1 failed or incomplete, 2 usage.");
        usage.footer(footer.toArray(String[]::new));
    }

    @Override
    public List<String> reference() {
        List<String> keys = new ArrayList<>(List.of("", "Keys:"));
        for (GroupKeys.Entry key : GroupKeys.ALL) {
            keys.addAll(HelpText.entry(key.name(), 16, key.help()));
        }
        keys.add("  local-net and remote-net take a prefix length: /N for IPv4, or for IPv6 if");
        keys.add("  above 32; /N/M for both.");
        return keys;
    }

    /** Counting by the daemon: what it has counted already, or counts for several callers at once. */
    private static final class AskDaemon {
        private AskDaemon() {}

        /**
         * Asks it, and shows its answers.
         *
         * @return the exit code
         */
        static int run(ParsedArguments given, CountOptions options, PrintStream err)
                throws UsageException, IOException, InterruptedException {
            try {
                return new CountRun(options, DaemonOptions.client(given), Output.standard(), err).run();
            } catch (DaemonException e) {
                err.println("conncount: " + e.getMessage());
                return ExitCode.FAILED;
            }
        }
    }
}
