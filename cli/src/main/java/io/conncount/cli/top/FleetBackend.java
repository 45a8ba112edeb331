package io.conncount.cli.top;

import io.conncount.cli.fleet.FleetCounts;
import io.conncount.cli.fleet.FleetCounts.Counts;
import io.conncount.cli.output.TextGroups;
import io.conncount.cli.top.TopBackend.NoAnswer;
import io.conncount.collect.ListenQueues;
import io.conncount.counters.Measures;
import io.conncount.group.GroupKey;
import io.conncount.group.GroupTable;
import io.conncount.query.Query;
import io.conncount.query.Selection;
import io.conncount.snapshot.Churn;
import io.conncount.snapshot.Snapshot;
import io.conncount.socket.AddressFamily;
import io.conncount.socket.Protocol;
import io.conncount.socket.TcpState;
import io.conncount.tui.Backend;
import io.conncount.tui.History;
import io.conncount.tui.model.Counted;
import io.conncount.tui.model.Dialog.Choice;
import io.conncount.tui.model.Question;
import io.conncount.tui.model.Tab;
import io.conncount.tui.model.Table;
import io.conncount.view.Numbers;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Answers the dashboard from a Prometheus: the counts of all its hosts, or of one. */
final class FleetBackend implements Backend {
    /** After so many names of hosts and groups that have come and gone, changes are counted anew. */
    private static final long VALUES_MAX = 1_000_000;

    private static final String COUNTS_ONLY = "a Prometheus has counts only; see the groups of a host with 2 and g";

    private final FleetCounts counts;
    private final String name;
    private final Map<List<GroupKey>, TextGroups> texts = new HashMap<>();

    /**
     * @param counts of all hosts or of one
     * @param name what they are of
     */
    FleetBackend(FleetCounts counts, String name) {
        this.counts = counts;
        this.name = name;
    }

    @Override
    public Snapshot count(Query query) throws NoAnswer {
        Selection selection = query.selection();
        if (selection.filter().isPresent()) {
            throw new NoAnswer("a Prometheus answers filters by state only, such as state close-wait; labels such as"
                    + " instance=~web.* are words of the command line");
        }
        try {
            Counts answer = counts.count(labels(query.keys()), alternatives(selection));
            return snapshot(query, answer);
        } catch (IOException e) {
            throw new NoAnswer(e.getMessage());
        }
    }

    private static List<String> labels(List<GroupKey> keys) {
        return keys.stream()
                .map(key -> key.name().replace('-', '_').replace('/', '_'))
                .toList();
    }

    /** What a series must be of; nothing where that is all. */
    private static Map<String, List<String>> alternatives(Selection selection) {
        Map<String, List<String>> labels = new HashMap<>();
        if (!selection.states().equals(TcpState.ALL)) {
            labels.put(
                    "state",
                    selection.states().stream().map(TcpState::label).sorted().toList());
        }
        if (!selection.bothFamilies()) {
            labels.put(
                    "family",
                    selection.families().stream()
                            .map(AddressFamily::label)
                            .sorted()
                            .toList());
        }
        if (!selection.protocols().equals(EnumSet.of(Protocol.TCP))) {
            labels.put(
                    "proto",
                    selection.protocols().stream().map(Protocol::label).sorted().toList());
        }
        return labels;
    }

    private Snapshot snapshot(Query query, Counts answer) {
        if (texts.values().stream().mapToLong(TextGroups::values).sum() > VALUES_MAX) {
            texts.clear();
        }
        Map<List<String>, Long> groups = new HashMap<>();
        if (query.keyNames().equals(List.of("state"))) {
            // A count by state has all states, without sockets too.
            query.selection().states().forEach(state -> groups.put(List.of(state.label()), 0L));
        }
        groups.putAll(answer.groups());
        GroupTable table = texts.computeIfAbsent(query.keys(), TextGroups::new).table(groups);
        Duration age = Duration.between(answer.time(), Instant.now());
        Snapshot taken = new Snapshot(
                name,
                answer.time(),
                table,
                query.selection().words(),
                answer.faults().isEmpty() ? Optional.empty() : Optional.of(String.join("; ", answer.faults())),
                Snapshot.ERROR_BAR_UNKNOWN,
                "Prometheus, " + Numbers.grouped(answer.hosts()) + (answer.hosts() == 1 ? " host" : " hosts"),
                Duration.ZERO,
                List.of());
        return taken.given(age.isNegative() ? Duration.ZERO : age);
    }

    @Override
    public void wantChurn(boolean wanted) {
        // Nobody reports it.
    }

    @Override
    public Optional<Churn> churn(Query query) {
        return Optional.empty();
    }

    @Override
    public Snapshot ports() throws NoAnswer {
        throw new NoAnswer(COUNTS_ONLY);
    }

    @Override
    public Measures measures() {
        return Measures.NONE;
    }

    @Override
    public ListenQueues queues(Selection sockets) throws NoAnswer {
        throw new NoAnswer(COUNTS_ONLY);
    }

    @Override
    public Table table(Tab tab, Question asked) throws NoAnswer {
        throw new NoAnswer(COUNTS_ONLY);
    }

    @Override
    public List<Choice> namespaces() throws NoAnswer {
        throw new NoAnswer("Enter on a host shows it, and Esc all hosts");
    }

    @Override
    public History history() {
        throw new UnsupportedOperationException("the past of hosts is not asked for");
    }

    @Override
    public Written write(Counted counted, Path file) throws IOException {
        return TopBackend.written(counted, file);
    }

    @Override
    public Written writeTable(Tab tab, Question asked, int sortedRowsMax, Path file) throws IOException {
        throw new NoAnswer(COUNTS_ONLY);
    }
}
