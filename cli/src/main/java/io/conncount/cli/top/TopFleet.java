package io.conncount.cli.top;

import io.conncount.cli.count.Count;
import io.conncount.cli.fleet.FleetCounts;
import io.conncount.cli.options.ParsedArguments;
import io.conncount.cli.options.SelectionOptions;
import io.conncount.cli.options.SelectionOptions.UsualStates;
import io.conncount.cli.options.UsageException;
import io.conncount.cli.output.TextKey;
import io.conncount.cli.top.TopReader.TopOptions;
import io.conncount.filter.ParsedFilter;
import io.conncount.group.GroupKey;
import io.conncount.group.GroupKeys;
import io.conncount.query.Selection;
import io.conncount.tui.Dashboard;
import io.conncount.tui.Dashboard.Outcome;
import io.conncount.tui.model.Model;
import io.conncount.tui.model.Model.Setup.Scope;
import io.conncount.tui.model.Question;
import io.conncount.tui.terminal.Tty;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Shows the hosts of a Prometheus in the dashboard, and one of them where the user goes into it. */
final class TopFleet {
    /** Prometheus has nothing newer in less. */
    static final Duration INTERVAL = Duration.ofSeconds(5);

    private static final GroupKey INSTANCE = new TextKey(FleetCounts.INSTANCE, false);

    private final ParsedArguments given;
    private final TopOptions options;
    private final FleetCounts fleet;
    private final Tty tty;

    TopFleet(ParsedArguments given, TopOptions options, Tty tty) throws UsageException {
        this.given = given;
        this.options = options;
        this.tty = tty;
        fleet = FleetCounts.of(given);
    }

    /** Shows them until the user ends it. */
    Outcome run() throws IOException, InterruptedException, UsageException {
        Optional<Model> hosts = Optional.empty();
        Optional<String> host = Optional.empty();
        while (true) {
            Model first = model(host);
            Model begin = host.isEmpty() && hosts.isPresent() ? first.goingOn(hosts.get()) : first;
            FleetCounts counts = host.isPresent() ? fleet.of(host.get()) : fleet;
            Outcome outcome = Dashboard.run(
                    tty,
                    new FleetBackend(counts, host.orElse("all hosts")),
                    begin,
                    options.abilities(),
                    options.settings().mouse());
            if (outcome.namespace().isEmpty()) {
                return outcome;
            }
            hosts = host.isEmpty() ? Optional.of(outcome.last()) : hosts;
            host = outcome.namespace().filter(name -> !name.isEmpty());
        }
    }

    private Model model(Optional<String> host) throws IOException, UsageException {
        Selection all = SelectionOptions.read(given, UsualStates.ALL, ParsedFilter.NONE);
        List<GroupKey> keys = host.isEmpty() ? List.of(INSTANCE) : keys();
        Question question = options.question().of(all, keys);
        String title = host.map(name -> name + " by ").orElse("hosts of ") + fleet.url();
        return options.first(title, host.isEmpty() ? Scope.FLEET : Scope.MEMBER, question, tty.size());
    }

    /** What a host is grouped by at first. */
    private List<GroupKey> keys() {
        return given.has(Count.BY) ? options.question().keys() : GroupKeys.of(List.of("state"));
    }
}
