package io.conncount.cli.check;

import static io.conncount.cli.options.OptionSpecs.value;

import io.conncount.cli.options.Command;
import io.conncount.cli.options.DaemonOptions;
import io.conncount.cli.options.HelpText;
import io.conncount.cli.options.HistoryOptions;
import io.conncount.cli.options.InNamespace;
import io.conncount.cli.options.OptionSpecs;
import io.conncount.cli.options.ParsedArguments;
import io.conncount.cli.options.SelectionOptions;
import io.conncount.cli.options.SourceOptions;
import io.conncount.cli.options.UsageException;
import io.conncount.cli.output.Output;
import io.conncount.cli.output.Progress;
import io.conncount.cli.threshold.Asking;
import io.conncount.cli.threshold.Finding;
import io.conncount.cli.threshold.Measured;
import io.conncount.cli.threshold.Question;
import io.conncount.cli.threshold.Status;
import io.conncount.cli.threshold.Subjects;
import io.conncount.collect.Collector;
import io.conncount.exporters.client.DaemonClient.DaemonException;
import io.conncount.exporters.history.HistoryException;
import io.conncount.exporters.history.HistoryReader;
import io.conncount.names.HostNames;
import io.conncount.source.Host;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.Model.UsageMessageSpec;

/** Compares numbers with thresholds, for a monitoring system. */
public final class Check implements Command {
    static final String WARNING = "--warning";
    static final String CRITICAL = "--critical";

    @Override
    public CommandSpec spec() {
        CommandSpec spec = OptionSpecs.of("conncount check");
        spec.addOption(
                OptionSpecs.values("RANGE", "Warn outside of RANGE: 10, 10:, ~:10, 10:20; @10:20 inside.", WARNING));
        spec.addOption(OptionSpecs.values("RANGE", "The same for the status CRITICAL.", CRITICAL));
        SelectionOptions.addTables(spec);
        SourceOptions.addTo(spec);
        SourceOptions.addDaemon(spec);
        spec.addOption(
                value("TIME", "Check the worst value since TIME, such as 1h, by a history.", HistoryOptions.SINCE));
        HistoryOptions.addPlace(spec);
        OptionSpecs.addHelp(spec);
        spec.addPositional(PositionalParamSpec.builder()
                .paramLabel("QUESTION")
                .type(List.class)
                .auxiliaryTypes(String.class)
                .arity("0..*")
                .description("A measure, a statistic of a number of sockets such as rtt.p99, or a filter, whose"
                        + " sockets are counted; with a comparison, such as '> 5000', that is critical if true.")
                .build());
        return spec;
    }

    @Override
    public void describe(UsageMessageSpec usage) {
        usage.customSynopsis("conncount check [OPTIONS] QUESTION...");
        usage.description(
                "Compares numbers with thresholds, and prints a line for monitoring systems, as",
                "the guidelines of the Monitoring Plugins have it.");
        usage.footer(
                "",
                "Examples:",
                "  conncount check 'state close-wait > 5000'         too many is critical",
                "  conncount check 'accept_queue.share >= 80%' --warning @50:",
                "  conncount check 'tcp_orphans' 'state time-wait' --warning 1000 --critical 5000",
                "  conncount check --since 1h 'state syn-recv > 999' the worst of the last hour",
                "  conncount check 'rtt.p99 sport = :443 > 200'      slow clients, in ms",
                "",
                "Exit codes: 0 OK, 1 WARNING, 2 CRITICAL, 3 UNKNOWN.");
    }

    @Override
    public List<String> reference() {
        List<String> measures = new ArrayList<>(List.of("", "Measures; .share is in percent of the limit:"));
        measures.addAll(HelpText.entry("", 1, String.join(", ", Subjects.names())));
        return measures;
    }

    /** What the command line says, checked: how many questions it has. */
    public static int questions(ParsedArguments given) throws UsageException {
        return CheckReader.read(given, new HostNames()).size();
    }

    @Override
    public int run(ParsedArguments given, PrintStream err) throws UsageException, IOException, InterruptedException {
        if (given.has(HistoryOptions.SINCE)) {
            return checkPeriod(given, err);
        }
        return given.has(SourceOptions.NAMESPACE) ? InNamespace.run(given, () -> check(given, err)) : check(given, err);
    }

    private static int checkPeriod(ParsedArguments given, PrintStream err) throws UsageException, IOException {
        List<Question> questions = CheckReader.read(given, new HostNames());
        try (HistoryReader reader = HistoryReader.open(HistoryOptions.place(given))) {
            RecordedSubjects recorded = new RecordedSubjects(reader, HistoryOptions.period(given));
            List<Finding> findings = new ArrayList<>();
            try (Progress progress = Progress.on(err)) {
                progress.doing("reading the history");
                for (Question question : questions) {
                    findings.add(new Finding(question, recorded.of(question)));
                }
            }
            return report(findings);
        } catch (HistoryException e) {
            print(Report.line(Status.UNKNOWN, e.getMessage()));
            return Status.UNKNOWN.exitCode();
        }
    }

    private static int report(List<Finding> findings) throws IOException {
        Report report = new Report(findings);
        print(report.line());
        return report.status().exitCode();
    }

    private static int check(ParsedArguments given, PrintStream err)
            throws UsageException, IOException, InterruptedException {
        Host host = SourceOptions.open(given);
        List<Question> questions = CheckReader.read(given, host.names());
        Asking asking =
                new Asking(host, given.has(SourceOptions.DAEMON) ? DaemonOptions.client(given) : new Collector(host));
        List<Finding> findings = new ArrayList<>();
        try (Progress progress = Progress.on(err)) {
            progress.doing("checking");
            for (Question question : questions) {
                findings.add(new Finding(question, measured(question, asking)));
            }
        }
        return report(findings);
    }

    /** If the daemon does not answer, what needs no daemon is checked all the same. */
    private static Measured measured(Question question, Asking asking) throws IOException, InterruptedException {
        try {
            return question.subject().measure(asking);
        } catch (DaemonException e) {
            return Measured.unknown(e.getMessage());
        }
    }

    /** Monitoring systems read standard output, and take exit codes for a status. */
    @Override
    public int fail(String message, int exitCode, PrintStream err) {
        try {
            print(Report.line(Status.UNKNOWN, message.lines().findFirst().orElse("")));
        } catch (IOException e) {
            err.println("conncount: " + message);
        }
        return Status.UNKNOWN.exitCode();
    }

    private static void print(String line) throws IOException {
        Output.standard().out().write((line + "\n").getBytes(StandardCharsets.UTF_8));
    }
}
