package io.conncount.cli.views;

import io.conncount.cli.options.OptionSpecs;
import io.conncount.cli.options.ParsedArguments;
import io.conncount.cli.options.SelectionOptions;
import io.conncount.cli.options.SelectionOptions.UsualStates;
import io.conncount.cli.options.SourceOptions;
import io.conncount.cli.options.UsageException;
import io.conncount.cli.options.WatchOptions;
import io.conncount.cli.output.Fact;
import io.conncount.cli.output.RowsAnswer;
import io.conncount.collect.PortAdvice;
import io.conncount.collect.PortUse;
import io.conncount.collect.PortView;
import io.conncount.counters.LocalPorts;
import io.conncount.counters.Measure;
import io.conncount.counters.Measures;
import io.conncount.query.Selection;
import io.conncount.source.Host;
import io.conncount.sys.KernelException;
import io.conncount.view.Column;
import io.conncount.view.PortColumns;
import io.conncount.view.PortColumns.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.UsageMessageSpec;

/** Shows where local ports run out. */
public final class ShowPorts extends ViewCommand {
    private static final List<String> WATCHED = List.of("per_second", "full_in_seconds");
    private static final List<String> FOR_PROGRAMS = List.of("of_source");

    @Override
    public CommandSpec spec() {
        CommandSpec spec = OptionSpecs.of("conncount ports");
        SelectionOptions.addForView(spec);
        addTop(spec, "destinations");
        WatchOptions.addTo(spec);
        OptionSpecs.addThreads(spec);
        addCommon(spec, "destination");
        return spec;
    }

    @Override
    public void describe(UsageMessageSpec usage) {
        usage.customSynopsis("conncount ports [OPTIONS] [FILTER...]");
        usage.description(
                "Shows how many local ports are left for connections from an address to an address",
                "and port, those with the fewest first.");
        usage.footer(
                "",
                "Examples:",
                "  conncount ports --top 10                          where they run out first",
                "  conncount ports --watch=5                         how fast, and when",
                "  conncount ports --json 'dst 10.0.0.5'             one destination",
                "",
                "Exit codes: 0 done, 1 failed or incomplete, 2 usage.");
    }

    @Override
    public View<Row> view(ParsedArguments given, Host host) throws UsageException {
        if (SourceOptions.ofAllNamespaces(given)) {
            throw new UsageException("each network namespace has ports of its own: give -N the name of one");
        }
        Selection selection = SelectionOptions.read(given, UsualStates.ALL);
        SourceOptions.requireNamespaces(given, selection, Set.of());
        return of(host, selection, given.threadsMax());
    }

    /** The view of the ports that connections of a selection have. */
    public static View<Row> of(Host host, Selection selection, int threadsMax) {
        return new Asking(host, selection, threadsMax);
    }

    /** Asks, and keeps the answer for the growth until the next. */
    private static final class Asking implements View<Row> {
        private final Host host;
        private final Selection selection;
        private final int threadsMax;
        private Optional<Asked> last = Optional.empty();
        private Optional<PortView> lastView = Optional.empty();

        Asking(Host host, Selection selection, int threadsMax) {
            this.host = host;
            this.selection = selection;
            this.threadsMax = threadsMax;
        }

        @Override
        public RowsAnswer<Row> take() throws KernelException {
            Asked asked = Asked.of(host);
            PortView view = PortView.of(host, selection, threadsMax);
            double seconds = last.map(asked::secondsSince).orElse(0.0);
            Measures before = lastView.map(PortView::measures).orElse(Measures.NONE);
            List<Fact> facts = facts(view);
            facts.addAll(Fact.of(List.of(Measure.TCP_ACTIVE_OPENS), view.measures(), before, seconds));
            List<Row> rows = view.uses().stream()
                    .map(use -> new Row(use, view, perSecond(use, seconds)))
                    .toList();
            boolean watched = lastView.isPresent();
            last = Optional.of(asked);
            lastView = Optional.of(view);
            return new RowsAnswer<>(
                    "ports",
                    asked.answered(selection.words(), view.source()),
                    PortColumns.all(),
                    forPeople(watched),
                    rows,
                    view.leftOut(),
                    facts,
                    PortAdvice.of(view),
                    view.fault(),
                    view.remarks());
        }

        private OptionalDouble perSecond(PortUse use, double seconds) {
            return lastView.isPresent() && seconds > 0
                    ? OptionalDouble.of((use.used() - lastView.get().usedFor(use)) / seconds)
                    : OptionalDouble.empty();
        }

        private static List<Column<Row>> forPeople(boolean watched) {
            return PortColumns.all().stream()
                    .filter(column -> !FOR_PROGRAMS.contains(column.name()))
                    .filter(column -> watched || !WATCHED.contains(column.name()))
                    .toList();
        }

        private static List<Fact> facts(PortView view) {
            List<Fact> facts = new ArrayList<>();
            view.ports().ifPresent(ports -> addRange(ports, facts));
            facts.add(new Fact("local_ports_bound", view.bound()));
            view.usable().ifPresent(usable -> facts.add(new Fact("local_ports_usable", usable)));
            return facts;
        }

        private static void addRange(LocalPorts ports, List<Fact> facts) {
            facts.add(new Fact("local_ports_min", ports.min()));
            facts.add(new Fact("local_ports_max", ports.max()));
            facts.add(new Fact("local_ports_reserved", ports.reservedInRange()));
        }
    }
}
