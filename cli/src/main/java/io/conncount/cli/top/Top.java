package io.conncount.cli.top;

import static io.conncount.cli.options.OptionSpecs.flag;
import static io.conncount.cli.options.OptionSpecs.optionalValue;
import static io.conncount.cli.options.OptionSpecs.value;

import io.conncount.cli.count.Count;
import io.conncount.cli.fleet.PrometheusOptions;
import io.conncount.cli.options.Command;
import io.conncount.cli.options.Command.ExitCode;
import io.conncount.cli.options.DaemonOptions;
import io.conncount.cli.options.HistoryOptions;
import io.conncount.cli.options.InNamespace;
import io.conncount.cli.options.NamespaceException;
import io.conncount.cli.options.OptionSpecs;
import io.conncount.cli.options.ParsedArguments;
import io.conncount.cli.options.SelectionOptions;
import io.conncount.cli.options.SourceOptions;
import io.conncount.cli.options.UsageException;
import io.conncount.cli.output.Output;
import io.conncount.cli.top.TopReader.TopOptions;
import io.conncount.collect.Collector;
import io.conncount.collect.SnapshotSource;
import io.conncount.exporters.history.HistoryException;
import io.conncount.source.Host;
import io.conncount.tui.Dashboard;
import io.conncount.tui.Dashboard.Outcome;
import io.conncount.tui.Settings;
import io.conncount.tui.SettingsFile;
import io.conncount.tui.model.Model;
import io.conncount.tui.model.Travel;
import io.conncount.tui.model.Update;
import io.conncount.tui.terminal.SystemTty;
import io.conncount.tui.terminal.Tty;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Instant;
import java.util.Optional;
import java.util.function.UnaryOperator;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.UsageMessageSpec;

/** Shows the live dashboard. */
public final class Top implements Command {
    static final String INTERVAL = "--interval";
    static final String CPU_BUDGET = "--cpu-budget";
    static final String ASCII = "--ascii";

    @Override
    public CommandSpec spec() {
        CommandSpec spec = OptionSpecs.of("conncount top");
        SelectionOptions.addTo(spec);
        spec.addOption(value("KEY[,KEY...]", "Group by one or more keys.", Count.BY));
        spec.addOption(value("COLUMN", "Sort groups by count (the default, largest first) or by a key.", Count.SORT));
        spec.addOption(flag("Reverse the sort order.", Count.REVERSE));
        spec.addOption(value("SECONDS", "Sampling interval (default 1); longer if over budget.", INTERVAL));
        spec.addOption(value("PERCENT", "Use at most PERCENT of a core for sampling (default 10).", CPU_BUDGET));
        spec.addOption(flag("Draw with ASCII only.", ASCII));
        spec.addOption(optionalValue("WHEN", "Use colours: auto (the default), always or never.", OptionSpecs.COLOR));
        spec.addOption(value("URL", "Show the hosts of this Prometheus.", PrometheusOptions.PROMETHEUS));
        PrometheusOptions.addTo(spec);
        SourceOptions.addTo(spec);
        SourceOptions.addDaemon(spec);
        HistoryOptions.addMoment(spec);
        HistoryOptions.addPlace(spec);
        OptionSpecs.addHelp(spec);
        return spec;
    }

    @Override
    public void describe(UsageMessageSpec usage) {
        usage.customSynopsis("conncount top [TABLES] [--by KEY[,KEY...]] [OPTIONS] [FILTER...]");
        usage.description("Shows sockets live on the whole screen; press ? there for help.");
        usage.footer(
                "",
                "Examples:",
                "  conncount top                                     states, rates and services",
                "  conncount top --by remote-net/16 state time-wait  where they come from",
                "  conncount top --from capture                      a recording",
                "  conncount top --at 03:00                          what the daemon recorded",
                "  conncount top --prometheus http://prom:9090       many hosts",
                "",
                "Exit codes: 0 done, 1 failed, 2 usage.");
    }

    @Override
    public int run(ParsedArguments given, PrintStream err) throws UsageException, IOException, InterruptedException {
        if (given.has(PrometheusOptions.PROMETHEUS)) {
            return exitCode(fleet(given, err));
        } else if (given.has(HistoryOptions.AT)) {
            HistoryOptions.check(given);
        }
        ParsedArguments here = given;
        Optional<Outcome> outcome = InNamespace.run(given, () -> top(given, first -> first, err));
        while (outcome.flatMap(Outcome::namespace).isPresent()) {
            Model last = outcome.get().last();
            ParsedArguments back = here;
            ParsedArguments there =
                    here.with(SourceOptions.NAMESPACE, outcome.get().namespace().get());
            try {
                outcome = InNamespace.run(there, () -> top(there, first -> first.goingOn(last), err));
                here = there;
            } catch (NamespaceException e) {
                UnaryOperator<Model> refused = first -> first.goingOn(last).withMessage(e.getMessage());
                outcome = InNamespace.run(back, () -> top(back, refused, err));
            }
        }
        return exitCode(outcome);
    }

    private static int exitCode(Optional<Outcome> outcome) {
        return outcome.isEmpty() ? ExitCode.FAILED : outcome.get().interrupted() ? ExitCode.INTERRUPTED : ExitCode.DONE;
    }

    /** Shows the hosts of a Prometheus; empty if there is no screen for them. What is chosen there is not kept. */
    private static Optional<Outcome> fleet(ParsedArguments given, PrintStream err)
            throws UsageException, IOException, InterruptedException {
        TopOptions options = new TopReader(given).read(SettingsFile.of(System.getenv()), System.getenv());
        return hasScreen(err) ? Optional.of(new TopFleet(given, options, SystemTty.open()).run()) : Optional.empty();
    }

    private static boolean hasScreen(PrintStream err) {
        if (!SystemTty.isThere()) {
            err.println("conncount: top needs a terminal as standard input and output;"
                    + " elsewhere, use conncount --watch");
            return false;
        }
        if (Output.DUMB.equals(System.getenv("TERM"))) {
            err.println("conncount: top cannot draw on this terminal (TERM=dumb); use conncount --watch");
            return false;
        }
        return true;
    }

    /** Shows one network namespace; empty if there is no screen for it. */
    private static Optional<Outcome> top(ParsedArguments given, UnaryOperator<Model> begin, PrintStream err)
            throws UsageException, IOException, InterruptedException {
        SettingsFile file = SettingsFile.of(System.getenv());
        Host host = SourceOptions.open(given);
        TopOptions options = new TopReader(given.withNames(host.names())).read(file, System.getenv());
        if (!hasScreen(err)) {
            return Optional.empty();
        }
        SourceOptions.remark(given, host, err);
        Outcome outcome;
        try {
            outcome = show(given, host, options, begin, SystemTty.open());
        } catch (HistoryException e) {
            err.println("conncount: " + e.getMessage());
            return Optional.empty();
        }
        Settings chosen = options.settings().after(outcome.last(), options.kept());
        if (!chosen.equals(options.kept())) {
            keep(chosen, file, err);
        }
        return Optional.of(outcome);
    }

    /**
     * Shows it on a terminal until the user ends it.
     *
     * @param begin what the first model becomes
     */
    public static Outcome show(
            ParsedArguments given, Host host, TopOptions options, UnaryOperator<Model> begin, Tty tty)
            throws UsageException, IOException, InterruptedException {
        boolean daemon = given.has(SourceOptions.DAEMON);
        SnapshotSource answering = daemon ? DaemonOptions.client(given) : new Collector(host);
        TopTables tables = new TopTables(
                host, SourceOptions.ofAllNamespaces(given), options.abilities().unicode());
        TopPast past = new TopPast(HistoryOptions.place(given), noPast(given));
        Model first = begin.apply(options.first(title(given, host), namespace(given), host, tty.size()));
        return Dashboard.run(
                tty,
                new TopBackend(host, answering, options.question().all(), tables, past, daemon),
                beginsInThePast(given) ? recalled(first, past, HistoryOptions.at(given)) : first,
                options.abilities(),
                options.settings().mouse());
    }

    /** Why a history says nothing of what is shown. */
    private static Optional<String> noPast(ParsedArguments given) {
        return given.has(SourceOptions.NAMESPACE)
                ? Optional.of("a history is of the daemon's own network namespace; leave out " + SourceOptions.NAMESPACE
                        + " to step into the past")
                : Optional.empty();
    }

    /** A network namespace that was chosen in the dashboard has no past. */
    private static boolean beginsInThePast(ParsedArguments given) {
        return given.has(HistoryOptions.AT) && !given.has(SourceOptions.NAMESPACE);
    }

    private static Model recalled(Model first, TopPast past, Instant time) throws HistoryException {
        return Update.after(first, past.recall(first, new Travel.To(time)));
    }

    private static String namespace(ParsedArguments given) {
        return given.value(SourceOptions.NAMESPACE).orElse(TopNamespaces.OWN);
    }

    private static String title(ParsedArguments given, Host host) {
        String namespace = namespace(given);
        return host.name() + (namespace.equals(TopNamespaces.OWN) ? "" : " netns " + namespace);
    }

    /** Failing to save the settings is not a failure of the command. */
    private static void keep(Settings settings, SettingsFile file, PrintStream err) {
        try {
            file.write(settings);
        } catch (IOException e) {
            err.println("conncount: cannot save the settings: " + e.getMessage());
        }
    }
}
