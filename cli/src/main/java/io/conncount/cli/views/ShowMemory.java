package io.conncount.cli.views;

import static io.conncount.cli.options.OptionSpecs.value;

import io.conncount.cli.options.KeyWords;
import io.conncount.cli.options.OptionSpecs;
import io.conncount.cli.options.ParsedArguments;
import io.conncount.cli.options.SelectionOptions;
import io.conncount.cli.options.SelectionOptions.UsualStates;
import io.conncount.cli.options.SourceOptions;
import io.conncount.cli.options.UsageException;
import io.conncount.cli.options.WatchOptions;
import io.conncount.cli.output.Fact;
import io.conncount.cli.output.RowsAnswer;
import io.conncount.collect.MemoryUse;
import io.conncount.collect.MemoryView;
import io.conncount.counters.Measure;
import io.conncount.counters.Measures;
import io.conncount.query.Query;
import io.conncount.query.Selection;
import io.conncount.source.Host;
import io.conncount.sys.KernelException;
import io.conncount.view.MemoryColumns;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.UsageMessageSpec;

/** Shows the memory of sockets. */
public final class ShowMemory extends ViewCommand {
    static final String BY = "--by";

    /** 8 MB of sums, and the keys. */
    private static final int GROUPS_MAX = 200_000;

    /** What the kernel counts of all sockets together. */
    private static final List<Measure> TOTALS = List.of(
            Measure.TCP_SOCKET_MEMORY,
            Measure.TCP_SOCKET_MEMORY_PRESSURE,
            Measure.TCP_SOCKET_MEMORY_MAX,
            Measure.UDP_SOCKET_MEMORY,
            Measure.UDP_SOCKET_MEMORY_MAX);

    @Override
    public CommandSpec spec() {
        CommandSpec spec = OptionSpecs.of("conncount memory");
        SelectionOptions.addTo(spec);
        spec.addOption(value("KEY[,KEY...]", "Add up by one or more keys of a count (default: state).", BY));
        addTop(spec, "groups");
        WatchOptions.addTo(spec);
        OptionSpecs.addThreads(spec);
        addCommon(spec, "group");
        return spec;
    }

    @Override
    public void describe(UsageMessageSpec usage) {
        usage.customSynopsis("conncount memory [TABLES] [--by KEY[,KEY...]] [OPTIONS] [FILTER...]");
        usage.description("Shows how much memory sockets use, the most first: received, to be sent, reserved.");
        usage.footer(
                "",
                "Examples:",
                "  conncount memory                                  by state, orphans apart",
                "  conncount memory --by unit --top 10               who uses the most",
                "  conncount memory -u --by local-port --json        UDP sockets",
                "",
                "Exit codes: 0 done, 1 failed or incomplete, 2 usage.");
    }

    @Override
    public View<MemoryUse> view(ParsedArguments given, Host host) throws UsageException {
        Selection selection = SelectionOptions.read(given, UsualStates.ALL);
        Query query = new Query(
                selection, KeyWords.read(BY, given.value(BY).orElse("state")), true, given.threadsMax(), GROUPS_MAX);
        SourceOptions.requireNamespaces(given, selection, query.details());
        return of(host, query);
    }

    /** The view of the memory of sockets by some keys. */
    public static View<MemoryUse> of(Host host, Query query) {
        return () -> taken(Asked.of(host), query);
    }

    private static RowsAnswer<MemoryUse> taken(Asked asked, Query query) throws KernelException {
        MemoryView view = MemoryView.of(asked.host(), query);
        Measures measures = asked.host().counters().readAll();
        long total = view.bytes(true) + view.bytes(false);
        List<Fact> facts = new ArrayList<>(List.of(
                new Fact("sockets", view.sockets()),
                new Fact("total_bytes", total),
                new Fact("orphans", view.orphans()),
                new Fact("orphan_bytes", view.bytes(true))));
        facts.addAll(Fact.of(TOTALS, measures, Measures.NONE, 0));
        return new RowsAnswer<>(
                "memory",
                asked.answered(query.selection().words(), view.source()),
                MemoryColumns.all(query.keys(), true, total),
                MemoryColumns.all(query.keys(), view.orphans() > 0, total),
                view.uses(),
                0,
                facts,
                List.of(),
                view.fault(),
                view.remarks());
    }
}
