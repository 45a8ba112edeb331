package io.conncount.cli.list;

import static io.conncount.cli.options.OptionSpecs.flag;
import static io.conncount.cli.options.OptionSpecs.value;

import io.conncount.cli.options.Command;
import io.conncount.cli.options.Command.ExitCode;
import io.conncount.cli.options.HelpText;
import io.conncount.cli.options.InNamespace;
import io.conncount.cli.options.OptionSpecs;
import io.conncount.cli.options.ParsedArguments;
import io.conncount.cli.options.SelectionOptions;
import io.conncount.cli.options.SourceOptions;
import io.conncount.cli.options.UsageException;
import io.conncount.cli.output.Output;
import io.conncount.cli.output.Progress;
import io.conncount.counters.CounterSource;
import io.conncount.snapshot.StepReport;
import io.conncount.socket.Protocol;
import io.conncount.source.Host;
import io.conncount.view.SocketColumn;
import io.conncount.view.SocketColumns;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.UsageMessageSpec;

/** Lists sockets, one row each, as ss does. */
public final class ListSockets implements Command {
    static final String NUMERIC = "-n";
    static final String RESOLVE = "-r";
    public static final String NO_HEADER = "-H";
    static final String NO_QUEUES = "-Q";
    static final String ONE_LINE = "-O";
    static final String TIMERS = "-o";
    static final String DETAILS = "-e";
    static final String MEMORY = "-m";
    static final String INFO = "-i";
    static final String TOS = "--tos";
    static final String CGROUP = "--cgroup";
    static final String PROCESSES = "-p";
    static final String BOUND = "-B";
    public static final String COLUMNS = "--columns";
    static final String SORT = "--sort";
    static final String REVERSE = "--reverse";
    static final String TOP = "--top";
    public static final String LIMIT = "--limit";
    static final String EXPLAIN = "--explain";

    @Override
    public CommandSpec spec() {
        CommandSpec spec = OptionSpecs.of("conncount list");
        SelectionOptions.addTo(spec);
        addLikeSs(spec);
        spec.addOption(value("COL[,COL...]", "Show these columns; see conncount help columns.", COLUMNS));
        spec.addOption(value("COL", "With --top: sort by a column, numbers largest first.", SORT));
        spec.addOption(flag("Reverse the sort order.", REVERSE));
        spec.addOption(value("N", "With --sort: show the first N rows.", TOP));
        spec.addOption(value("N", "Stop after N rows.", LIMIT));
        OptionSpecs.addFormats(spec, "socket");
        OptionSpecs.addThreads(spec);
        SourceOptions.addTo(spec);
        spec.addOption(flag("Show how the kernel was asked, why, and what it cost.", EXPLAIN));
        OptionSpecs.addHelp(spec);
        return spec;
    }

    private static void addLikeSs(CommandSpec spec) {
        spec.addOption(flag("Show addresses and ports as numbers (the default).", NUMERIC, "--numeric"));
        spec.addOption(flag("Show names for addresses and ports, if found within a second.", RESOLVE, "--resolve"));
        spec.addOption(flag("Also show timers.", TIMERS, "--options"));
        spec.addOption(flag("Also show owner, inode, cookie, mark, cgroup and timers.", DETAILS, "--extended"));
        spec.addOption(flag("Also show the memory of the buffers.", MEMORY, "--memory"));
        spec.addOption(flag("Also show TCP's data on the connection (tcp_info).", INFO, "--info"));
        spec.addOption(flag("Also show type of service, traffic class and class id.", TOS));
        spec.addOption(flag("Also show the cgroup.", CGROUP));
        spec.addOption(flag("Also show the processes that hold the socket.", PROCESSES, "--processes"));
        spec.addOption(
                flag("Sockets that are bound but not connected or listening (Linux 6.8).", BOUND, "--bound-inactive"));
        spec.addOption(flag("Do not print the header.", NO_HEADER, "--no-header"));
        spec.addOption(flag("Do not show queues.", NO_QUEUES, "--no-queues"));
        spec.addOption(flag("Show each socket on one line.", ONE_LINE, "--oneline"));
    }

    @Override
    public void describe(UsageMessageSpec usage) {
        usage.customSynopsis("conncount list [TABLES] [OPTIONS] [FILTER...]");
        usage.description("Lists sockets, one row each, with the columns and options of ss.");
        usage.footer(
                "",
                "Examples:",
                "  conncount list -tln                          the listeners",
                "  conncount list -tani state established       connections with tcp_info",
                "  conncount list -ta --sort recvq --top 20     slow receivers",
                "  conncount list --columns remote_address,rtt_ms --csv",
                "",
                "Exit codes: 0 done, 1 failed or incomplete, 2 usage.");
    }

    @Override
    public List<String> reference() {
        List<String> columns = new ArrayList<>(List.of("", "Columns:"));
        for (SocketColumn column : SocketColumns.every()) {
            columns.addAll(HelpText.entry(column.name(), 24, column.help()));
        }
        return columns;
    }

    /** What there is besides TCP sockets, which alone are shown if no table is named; empty if nothing. */
    static Optional<String> others(CounterSource counters) {
        List<String> others = new ArrayList<>();
        for (Protocol protocol : Protocol.values()) {
            long sockets = protocol == Protocol.TCP ? 0 : counters.sockets(protocol);
            if (sockets > 0) {
                others.add(String.format(Locale.ROOT, "%,d %s", sockets, protocol.label()));
            }
        }
        return others.isEmpty()
                ? Optional.empty()
                : Optional.of("TCP only; there are also " + String.join(", ", others) + ": -A all, or -u, -x, -w");
    }

    @Override
    public int run(ParsedArguments given, PrintStream err) throws UsageException, IOException, InterruptedException {
        return given.has(SourceOptions.NAMESPACE) ? InNamespace.run(given, () -> list(given, err)) : list(given, err);
    }

    private static int list(ParsedArguments given, PrintStream err)
            throws UsageException, IOException, InterruptedException {
        Host host = SourceOptions.open(given);
        ListOptions options = new ListReader(given.withNames(host.names())).read();
        SourceOptions.remark(given, host, err);
        OutputStream out = new FileOutputStream(FileDescriptor.out);
        if (given.has(EXPLAIN)) {
            out.write(ListRun.explanation(options, host).getBytes(StandardCharsets.UTF_8));
            return ExitCode.DONE;
        }
        Output output = Output.standard();
        ListRun run = new ListRun(options, host, out, output.style(given.color()));
        ListRun.Outcome outcome = options.order().isPresent() ? inTheEnd(run, err) : run.run();
        StepReport.remarks(outcome.steps()).forEach(remark -> err.println("conncount: " + remark));
        boolean forPeople = output.terminal().isPresent() && options.likeSs();
        if (forPeople && SelectionOptions.anyTable(given) && host.recorded().isEmpty()) {
            others(host.counters()).ifPresent(err::println);
        }
        if (outcome.fault().isPresent()) {
            err.println("conncount: incomplete: " + outcome.fault().get());
            return ExitCode.FAILED;
        }
        return ExitCode.DONE;
    }

    /** Sorted rows come at the end; others show by themselves that something goes on. */
    private static ListRun.Outcome inTheEnd(ListRun run, PrintStream err) throws IOException, InterruptedException {
        try (Progress progress = Progress.on(err)) {
            progress.doing("sorting sockets");
            return run.run();
        }
    }
}
