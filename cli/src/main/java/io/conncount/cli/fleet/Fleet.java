package io.conncount.cli.fleet;

import static io.conncount.cli.options.OptionSpecs.value;

import io.conncount.cli.options.Command;
import io.conncount.cli.options.OptionSpecs;
import io.conncount.cli.options.ParsedArguments;
import io.conncount.cli.options.UsageException;
import io.conncount.cli.options.WatchOptions;
import io.conncount.cli.output.Output;
import java.io.IOException;
import java.io.PrintStream;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.Model.UsageMessageSpec;

/** Counts the sockets of many hosts, by what their daemons told a Prometheus. */
public final class Fleet implements Command {
    static final String BY = "--by";
    static final String TOP = "--top";
    static final String AT = "--at";
    static final String SINCE = "--since";

    @Override
    public CommandSpec spec() {
        CommandSpec spec = OptionSpecs.of("conncount fleet");
        spec.addOption(value(
                "URL",
                "Address of the Prometheus; else " + PrometheusOptions.ENVIRONMENT + " has it.",
                PrometheusOptions.PROMETHEUS));
        spec.addOption(value("LABEL[,LABEL...]", "Sum by these labels (default instance,state).", BY));
        spec.addOption(value("N", "Show the N largest groups, and the others as one row.", TOP));
        spec.addOption(value("TIME", "Ask about a past moment: 2026-11-22T03:00:00Z, or -2h.", AT));
        spec.addOption(value("DURATION", "Also show the numbers of that long ago, and since: 30m, 24h, 7d.", SINCE));
        PrometheusOptions.addTo(spec);
        OptionSpecs.addFormats(spec, "group");
        WatchOptions.addTo(spec);
        OptionSpecs.addHelp(spec);
        spec.addPositional(PositionalParamSpec.builder()
                .paramLabel("CONDITION")
                .type(List.class)
                .auxiliaryTypes(String.class)
                .arity("0..*")
                .description("LABEL=VALUE, LABEL!=VALUE, LABEL=~REGEX or LABEL!~REGEX.")
                .build());
        return spec;
    }

    @Override
    public void describe(UsageMessageSpec usage) {
        usage.customSynopsis("conncount fleet [--prometheus URL] [OPTIONS] [CONDITION...]");
        usage.description(
                "Sums the sockets of all hosts whose conncount serve a Prometheus scrapes. Labels",
                "are those of Prometheus, such as instance and job, and the keys of groups.");
        usage.footer(
                "",
                "Examples:",
                "  conncount fleet --prometheus http://prom:9090",
                "  conncount fleet --prometheus http://prom:9090 --by job,state --top 10 --at -2h",
                "  conncount fleet --prometheus http://prom:9090 --by instance state=close_wait",
                "  conncount fleet --prometheus http://prom:9090 --by state --since 24h",
                "",
                "If CONNCOUNT_PROMETHEUS is set, --prometheus can be left out. Keys such as",
                "local-port need conncount serve --group by=local-port on the hosts.",
                "",
                "Exit codes: 0 done, 1 failed or incomplete, 2 usage.");
    }

    /** Refuses what is wrong with the command line. */
    public static void check(ParsedArguments given) throws UsageException {
        FleetReader.read(given);
    }

    @Override
    public int run(ParsedArguments given, PrintStream err) throws UsageException, IOException, InterruptedException {
        try {
            return new FleetRun(FleetReader.read(given), Output.standard(), err).run()
                    ? ExitCode.DONE
                    : ExitCode.FAILED;
        } catch (PrometheusException e) {
            err.println("conncount: " + e.getMessage());
            return ExitCode.FAILED;
        }
    }
}
