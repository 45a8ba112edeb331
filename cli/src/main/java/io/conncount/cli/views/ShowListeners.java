package io.conncount.cli.views;

import static io.conncount.cli.options.OptionSpecs.flag;

import io.conncount.cli.options.OptionSpecs;
import io.conncount.cli.options.ParsedArguments;
import io.conncount.cli.options.SelectionOptions;
import io.conncount.cli.options.SelectionOptions.UsualStates;
import io.conncount.cli.options.SourceOptions;
import io.conncount.cli.options.UsageException;
import io.conncount.cli.options.WatchOptions;
import io.conncount.cli.output.Fact;
import io.conncount.cli.output.RowsAnswer;
import io.conncount.collect.Listener;
import io.conncount.collect.ListenerView;
import io.conncount.collect.ListenerView.Question;
import io.conncount.counters.Measure;
import io.conncount.counters.Measures;
import io.conncount.query.Selection;
import io.conncount.socket.Detail;
import io.conncount.socket.TcpState;
import io.conncount.source.Host;
import io.conncount.sys.KernelException;
import io.conncount.view.ListenerColumns;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.UsageMessageSpec;

/** Shows listeners and their accept queues. */
public final class ShowListeners extends ViewCommand {
    static final String CONNECTIONS = "--connections";
    static final String PROCESSES = "-p";

    /** What the kernel counts of all listeners together. */
    private static final List<Measure> COUNTERS = List.of(
            Measure.TCP_LISTEN_OVERFLOWS,
            Measure.TCP_LISTEN_DROPS,
            Measure.TCP_SYN_COOKIES_SENT,
            Measure.TCP_SYN_QUEUE_DROPS);

    @Override
    public CommandSpec spec() {
        CommandSpec spec = OptionSpecs.of("conncount listeners");
        SelectionOptions.addForView(spec);
        spec.addOption(flag(
                "Also count the connections of each listener by state, however many there are.", "-c", CONNECTIONS));
        spec.addOption(flag("Also show the processes that hold the listeners.", PROCESSES, "--processes"));
        addTop(spec, "listeners");
        WatchOptions.addTo(spec);
        OptionSpecs.addThreads(spec);
        addCommon(spec, "listener");
        return spec;
    }

    @Override
    public void describe(UsageMessageSpec usage) {
        usage.customSynopsis("conncount listeners [OPTIONS] [FILTER...]");
        usage.description("Shows TCP listeners, those with the fullest accept queue first.");
        usage.footer(
                "",
                "Examples:",
                "  conncount listeners                               accept queues and who listens",
                "  conncount listeners -c --top 10                   with the connections by state",
                "  conncount listeners --watch=5 'sport = :443'      overflows and drops a second",
                "  conncount listeners -p --json                     with the processes",
                "",
                "Exit codes: 0 done, 1 failed or incomplete, 2 usage.");
    }

    @Override
    public View<Listener> view(ParsedArguments given, Host host) throws UsageException {
        Selection selection = SelectionOptions.read(given, UsualStates.ALL);
        if (!selection.states().contains(TcpState.LISTEN)) {
            throw new UsageException("listeners are in the state listen: remove 'state' from the filter");
        }
        Set<Detail> details = EnumSet.noneOf(Detail.class);
        if (given.has(PROCESSES)) {
            details.add(Detail.HOLDERS);
        }
        if (SourceOptions.ofAllNamespaces(given)) {
            details.add(Detail.NAMESPACE);
        }
        SourceOptions.requireNamespaces(given, selection, details);
        return of(host, new Question(selection, given.has(CONNECTIONS), details, given.threadsMax()));
    }

    /** The view of a host's listeners. */
    public static View<Listener> of(Host host, Question question) {
        return new Asking(host, question);
    }

    /** Asks, and keeps the counters for the rates of the next answer. */
    private static final class Asking implements View<Listener> {
        private final Host host;
        private final Question question;
        private Optional<Asked> last = Optional.empty();
        private Measures lastMeasures = Measures.NONE;

        Asking(Host host, Question question) {
            this.host = host;
            this.question = question;
        }

        @Override
        public RowsAnswer<Listener> take() throws KernelException {
            Asked asked = Asked.of(host);
            boolean byNamespace = question.details().contains(Detail.NAMESPACE);
            // Those of one namespace say nothing of all.
            Measures measures = byNamespace ? Measures.NONE : host.counters().readAll();
            ListenerView found = ListenerView.of(host, question);
            double seconds = last.isPresent() ? asked.secondsSince(last.get()) : 0;
            List<Fact> facts = Fact.of(COUNTERS, measures, lastMeasures, seconds);
            last = Optional.of(asked);
            lastMeasures = measures;
            return new RowsAnswer<>(
                    "listeners",
                    asked.answered(words(), found.source()),
                    ListenerColumns.all(byNamespace),
                    ListenerColumns.forPeople(found.listeners(), byNamespace, host.names()),
                    found.listeners(),
                    found.leftOut(),
                    facts,
                    List.of(),
                    found.fault(),
                    found.remarks());
        }

        private Optional<String> words() {
            Selection selection = question.selection();
            return new Selection(selection.protocols(), selection.families(), TcpState.ALL, selection.filter()).words();
        }
    }
}
