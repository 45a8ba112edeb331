package io.conncount.cli.views;

import io.conncount.cli.options.HelpText.Version;
import io.conncount.cli.options.OptionSpecs;
import io.conncount.cli.options.ParsedArguments;
import io.conncount.cli.options.SourceOptions;
import io.conncount.cli.options.UsageException;
import io.conncount.cli.output.Format;
import io.conncount.cli.output.Output;
import io.conncount.cli.output.RowsAnswer;
import io.conncount.cli.output.RowsAnswer.About;
import io.conncount.collect.Checkup;
import io.conncount.collect.Finding;
import io.conncount.collect.Finding.Status;
import io.conncount.source.Host;
import io.conncount.view.FindingColumns;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.UsageMessageSpec;

/** Shows what this host allows. */
public final class ShowDoctor extends ViewCommand {
    @Override
    public CommandSpec spec() {
        CommandSpec spec = OptionSpecs.of("conncount doctor");
        OptionSpecs.addFormats(spec, "check");
        SourceOptions.addNamespace(spec);
        OptionSpecs.addHelp(spec);
        return spec;
    }

    @Override
    public void describe(UsageMessageSpec usage) {
        usage.customSynopsis("conncount doctor [OPTIONS]");
        usage.description(
                "Shows what this kernel, namespace, user and container allow, what a count costs",
                "here, and what would help. The answer has no address, port or name of a host.");
        usage.footer(
                "",
                "Examples:",
                "  conncount doctor                                  what is possible here",
                "  conncount doctor --json                           for a bug report",
                "  conncount doctor -N blue                          in another network namespace",
                "",
                "Exit codes: 0 done, 1 no TCP sockets can be read, 2 usage.");
    }

    @Override
    public View<Finding> view(ParsedArguments given, Host host) throws UsageException {
        if (SourceOptions.ofAllNamespaces(given)) {
            throw new UsageException("doctor looks at one network namespace at a time: give -N its name");
        }
        return () -> taken(host);
    }

    /** Sentences are for people, wherever they are read. */
    @Override
    protected Format usualFormat(Output output) {
        return Format.TABLE;
    }

    private static RowsAnswer<Finding> taken(Host host) {
        Instant time = Instant.now();
        long begunNanos = System.nanoTime();
        Checkup checkup = Checkup.of(host);
        List<Finding> findings = new ArrayList<>();
        findings.add(new Finding(
                "conncount", Status.YES, Optional.ofNullable(Version.text()).orElse("not in a jar"), ""));
        findings.addAll(checkup.findings());
        Duration elapsed = Duration.ofNanos(System.nanoTime() - begunNanos);
        return new RowsAnswer<>(
                "doctor",
                new About(
                        Optional.empty(), time, Optional.empty(), host.sockets().name(), elapsed),
                FindingColumns.ALL,
                FindingColumns.ALL,
                findings,
                0,
                List.of(),
                List.of(),
                checkup.fault(),
                List.of());
    }
}
