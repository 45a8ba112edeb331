package io.conncount.cli.views;

import static io.conncount.cli.options.OptionSpecs.value;

import io.conncount.cli.options.OptionSpecs;
import io.conncount.cli.options.ParsedArguments;
import io.conncount.cli.options.SourceOptions;
import io.conncount.cli.options.UsageException;
import io.conncount.cli.options.WatchOptions;
import io.conncount.cli.output.Fact;
import io.conncount.cli.output.Output;
import io.conncount.cli.output.RowsAnswer;
import io.conncount.collect.CapacityPlan;
import io.conncount.collect.CapacityPlan.Need;
import io.conncount.collect.CapacityView;
import io.conncount.collect.Limit;
import io.conncount.collect.Room;
import io.conncount.counters.Measure;
import io.conncount.counters.SocketMemory;
import io.conncount.source.Host;
import io.conncount.sys.KernelException;
import io.conncount.view.Column;
import io.conncount.view.LimitColumns;
import io.conncount.view.Numbers;
import io.conncount.view.PlanColumns;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.UsageMessageSpec;

/** Shows the limits that many connections meet. */
public final class ShowCapacity extends ViewCommand {
    static final String PLAN = "--plan";

    private static final int CONNECTIONS_MAX = 1_000_000_000;

    /** Too wide for people, or said by the numbers themselves. */
    private static final Set<String> FOR_PROGRAMS = Set.of("unit", "note");

    @Override
    public CommandSpec spec() {
        CommandSpec spec = OptionSpecs.of("conncount capacity");
        spec.addOption(value("N", "What must be raised for N connections, as lines for sysctl -p.", PLAN));
        addTop(spec, "limits");
        WatchOptions.addTo(spec);
        OptionSpecs.addFormats(spec, "limit");
        SourceOptions.addNamespace(spec);
        OptionSpecs.addHelp(spec);
        return spec;
    }

    @Override
    public void describe(UsageMessageSpec usage) {
        usage.customSynopsis("conncount capacity [OPTIONS]");
        usage.description(
                "Shows the limits that many connections meet, the nearest first, what raises them,",
                "and how many more connections there is room for.");
        usage.footer(
                "",
                "Examples:",
                "  conncount capacity                                what is nearest to its limit",
                "  conncount capacity --plan 2000000                 what two million connections need",
                "  conncount capacity --json --watch=60              for scripts",
                "",
                "Exit codes: 0 done, 1 failed or incomplete, 2 usage.");
    }

    @Override
    public View<?> view(ParsedArguments given, Host host) throws UsageException {
        if (SourceOptions.ofAllNamespaces(given)) {
            throw new UsageException("each network namespace has limits of its own: give -N the name of one");
        }
        Optional<Integer> connections = given.number(PLAN, CONNECTIONS_MAX);
        if (connections.isPresent()) {
            if (given.has(OptionSpecs.WATCH)) {
                throw new UsageException("--plan and --watch cannot be combined: a plan is made once");
            }
            View<Need> plan = () -> planned(Asked.of(host), connections.get());
            return plan;
        }
        return of(host);
    }

    /** The view of a host's limits. */
    public static View<Limit> of(Host host) {
        // Neither here nor on the way to the answer is a lambda or a stream: to link one takes 0.3 ms at every start.
        return new View<>() {
            @Override
            public RowsAnswer<Limit> take() throws KernelException {
                return taken(Asked.of(host));
            }
        };
    }

    /** A plan for people is a file for sysctl. */
    @Override
    protected int show(ParsedArguments given, PrintStream err)
            throws UsageException, IOException, InterruptedException {
        if (!given.has(PLAN) || given.format().isPresent()) {
            return super.show(given, err);
        }
        Host host = SourceOptions.open(given);
        view(given, host);
        int connections = given.number(PLAN, CONNECTIONS_MAX).orElseThrow();
        String text = CapacityPlan.of(CapacityView.of(host), connections).text(connections);
        Output.standard().out().write(text.getBytes(StandardCharsets.UTF_8));
        return ExitCode.DONE;
    }

    private static RowsAnswer<Need> planned(Asked asked, int connections) throws KernelException {
        CapacityView view = CapacityView.of(asked.host());
        CapacityPlan plan = CapacityPlan.of(view, connections);
        return new RowsAnswer<>(
                "plan",
                asked.answered(Optional.empty(), "counters"),
                PlanColumns.ALL,
                PlanColumns.ALL,
                plan.needs(),
                0,
                List.of(new Fact("connections", connections)),
                plan.notes(),
                view.fault(),
                List.of());
    }

    private static RowsAnswer<Limit> taken(Asked asked) throws KernelException {
        CapacityView view = CapacityView.of(asked.host());
        List<Column<Limit>> forPeople = new ArrayList<>();
        for (Column<Limit> column : LimitColumns.ALL) {
            if (!FOR_PROGRAMS.contains(column.name())) {
                forPeople.add(column);
            }
        }
        return new RowsAnswer<>(
                "capacity",
                asked.answered(Optional.empty(), "counters"),
                LimitColumns.ALL,
                forPeople,
                view.limits(),
                0,
                facts(view),
                notes(view),
                view.fault(),
                List.of());
    }

    private static List<Fact> facts(CapacityView view) {
        List<Fact> facts = new ArrayList<>();
        for (String cache : SocketMemory.CACHES) {
            Long bytes = view.memory().objectBytes().get(cache);
            if (bytes != null) {
                facts.add(new Fact("slab_" + cache + "_bytes", bytes));
            }
        }
        addIfKnown("connection_bytes", view.memory().connectionBytes(), facts);
        addIfKnown("queued_bytes", Room.queuedBytes(view.measures()), facts);
        long available = view.measures().number(Measure.MEMORY_AVAILABLE);
        if (available >= 0) {
            facts.add(new Fact("memory_available_bytes", available));
        }
        Optional<Room> room = Room.of(view);
        if (room.isPresent()) {
            facts.add(new Fact("room_connections", room.get().connections()));
        }
        return facts;
    }

    private static void addIfKnown(String name, OptionalLong number, List<Fact> facts) {
        if (number.isPresent()) {
            facts.add(new Fact(name, number.getAsLong()));
        }
    }

    private static List<String> notes(CapacityView view) {
        List<String> notes = new ArrayList<>();
        Optional<Room> room = Room.of(view);
        if (room.isPresent()) {
            notes.add("room for about " + Numbers.grouped(room.get().connections()) + " more connections, and then "
                    + room.get().limit() + " is at its limit");
        }
        if (view.memory().connectionBytes().isEmpty()) {
            notes.add("what the kernel takes for a connection is not known: only root can read /proc/slabinfo");
        }
        OptionalLong queued = Room.queuedBytes(view.measures());
        if (queued.isEmpty()) {
            notes.add("what sockets have in their queues is not known: there are too few");
        }
        return notes;
    }
}
