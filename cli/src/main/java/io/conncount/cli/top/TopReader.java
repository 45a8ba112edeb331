package io.conncount.cli.top;

import io.conncount.cli.count.Count;
import io.conncount.cli.count.CountReader;
import io.conncount.cli.fleet.FleetCounts;
import io.conncount.cli.fleet.PrometheusOptions;
import io.conncount.cli.options.FilterReader;
import io.conncount.cli.options.HistoryOptions;
import io.conncount.cli.options.KeyWords;
import io.conncount.cli.options.ParsedArguments;
import io.conncount.cli.options.SelectionOptions;
import io.conncount.cli.options.SelectionOptions.UsualStates;
import io.conncount.cli.options.SourceOptions;
import io.conncount.cli.options.TimeWords;
import io.conncount.cli.options.UsageException;
import io.conncount.cli.output.Output;
import io.conncount.filter.FilterException;
import io.conncount.filter.FilterParser;
import io.conncount.filter.ParsedFilter;
import io.conncount.group.GroupKeys;
import io.conncount.names.KnownNames;
import io.conncount.names.SocketNames;
import io.conncount.source.Host;
import io.conncount.tui.Settings;
import io.conncount.tui.SettingsFile;
import io.conncount.tui.model.Abilities;
import io.conncount.tui.model.Dialog.Choice;
import io.conncount.tui.model.Dialog.Fault;
import io.conncount.tui.model.Dialog.TypedFilter;
import io.conncount.tui.model.Dialog.TypedTime;
import io.conncount.tui.model.Model;
import io.conncount.tui.model.Model.Setup;
import io.conncount.tui.model.Model.Setup.Scope;
import io.conncount.tui.model.Model.Size;
import io.conncount.tui.model.Question;
import io.conncount.view.SocketColumns;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Makes {@link TopOptions} of what was given and what was kept. */
public final class TopReader {
    private static final double CPU_BUDGET_DEFAULT = 0.1;
    private static final double INTERVAL_SECONDS_MIN = 0.1;
    private static final double INTERVAL_SECONDS_MAX = 86_400;

    private static final List<String> OF_HOSTS = List.of(
            SourceOptions.FROM,
            SourceOptions.SOURCE,
            SourceOptions.NAMESPACE,
            SourceOptions.DAEMON,
            HistoryOptions.AT,
            HistoryOptions.HISTORY);

    private final ParsedArguments given;

    public TopReader(ParsedArguments given) {
        this.given = given;
    }

    public TopOptions read(SettingsFile file, Map<String, String> environment) throws UsageException {
        boolean fleet = isOfFleet();
        SourceOptions.requireOneSource(given);
        if (given.has(HistoryOptions.AT)) {
            HistoryOptions.at(given);
        }
        Settings kept = file.read();
        Optional<String> by = given.value(Count.BY);
        Settings settings = new Settings(
                by.isPresent() ? GroupKeys.names(KeyWords.read(Count.BY, by.get())) : kept.keys(),
                kept.columns(),
                kept.hidden(),
                given.seconds(Top.INTERVAL, INTERVAL_SECONDS_MIN, INTERVAL_SECONDS_MAX)
                        .orElse(fleet ? TopFleet.INTERVAL : kept.interval()),
                kept.mouse());
        Question question = new Question(
                SelectionOptions.read(given, UsualStates.ALL, ParsedFilter.NONE),
                fleet ? ParsedFilter.NONE : FilterReader.read(given),
                GroupKeys.of(settings.keys()),
                CountReader.sortColumn(given, settings.keys()),
                given.has(Count.REVERSE),
                settings.columns(),
                Optional.empty(),
                false,
                Question.NUMBER);
        // Keys that were chosen another time may be of no use now, but are no mistake.
        SourceOptions.requireNamespaces(
                given,
                question.sockets(),
                given.has(Count.BY) ? question.groups().details() : Set.of());
        Output output = Output.standard();
        return new TopOptions(
                question,
                settings,
                kept,
                given.share(Top.CPU_BUDGET).orElse(CPU_BUDGET_DEFAULT),
                Abilities.of(
                        environment,
                        output.style(given.color()).color(),
                        output.style(given.color()).unicode() && !given.has(Top.ASCII)));
    }

    /** True if a Prometheus is asked, and no host. */
    private boolean isOfFleet() throws UsageException {
        if (!given.has(PrometheusOptions.PROMETHEUS)) {
            PrometheusOptions.requireNone(given);
            return false;
        }
        for (String option : OF_HOSTS) {
            if (given.has(option)) {
                throw new UsageException(option + " and " + PrometheusOptions.PROMETHEUS
                        + " cannot be combined: a Prometheus has what the daemons of its hosts counted");
            }
        }
        FleetCounts.of(given);
        return true;
    }

    /**
     * What the command line of {@code top} says, checked, on top of what the settings do.
     *
     * @param question what is shown first
     * @param kept the settings without what was given for this start
     * @param cpuBudget how much of a processor sampling may take
     */
    public record TopOptions(
            Question question, Settings settings, Settings kept, double cpuBudget, Abilities abilities) {
        /** What is shown at first of a network namespace of a host, under a title. */
        Model first(String title, String namespace, Host host, Size size) {
            Setup setup = new Setup(
                    title,
                    Scope.HOST,
                    host.recorded().map(Host.Recorded::time),
                    namespace,
                    host.sockets().name(),
                    cpuBudget,
                    columns(),
                    filter -> read(filter, host.names()),
                    TopOptions::time);
            return first(setup, question, size);
        }

        /** What is shown at first of the hosts of a Prometheus, or of one of them. */
        Model first(String title, Scope scope, Question asked, Size size) {
            Setup setup = new Setup(
                    title,
                    scope,
                    Optional.empty(),
                    "",
                    "Prometheus",
                    cpuBudget,
                    columns(),
                    filter -> read(filter, KnownNames.NONE),
                    TopOptions::time);
            return first(setup, asked, size);
        }

        private Model first(Setup setup, Question asked, Size size) {
            return Model.first(setup, size, asked, settings.interval(), settings.hidden(), Instant.now());
        }

        private static List<Choice> columns() {
            return SocketColumns.names().stream()
                    .map(name -> new Choice(name, SocketColumns.of(name).help()))
                    .toList();
        }

        private static TypedTime time(String words) {
            try {
                Instant time = new TimeWords(Instant.now(), ZoneId.systemDefault()).read(words);
                return new TypedTime(Optional.of(time), "");
            } catch (DateTimeException e) {
                return new TypedTime(Optional.empty(), e.getMessage());
            }
        }

        private static TypedFilter read(String filter, SocketNames names) {
            try {
                return new TypedFilter(FilterParser.parse(filter, names));
            } catch (FilterException e) {
                return new TypedFilter(new Fault(e.position(), e.getMessage() + FilterReader.hint(e)));
            }
        }
    }
}
