package io.conncount.cli.top;

import io.conncount.cli.output.Format;
import io.conncount.cli.output.RowAnswer;
import io.conncount.cli.output.RowsAnswer;
import io.conncount.cli.stats.StatsAnswer;
import io.conncount.cli.top.TopBackend.NoAnswer;
import io.conncount.cli.views.ShowCapacity;
import io.conncount.cli.views.ShowListeners;
import io.conncount.cli.views.ShowMemory;
import io.conncount.cli.views.ShowPorts;
import io.conncount.cli.views.View;
import io.conncount.collect.Collector;
import io.conncount.collect.Limit;
import io.conncount.collect.Listener;
import io.conncount.collect.ListenerView;
import io.conncount.collect.MemoryUse;
import io.conncount.distribution.Distributions;
import io.conncount.distribution.NumberKey;
import io.conncount.filter.Condition;
import io.conncount.filter.Conditions;
import io.conncount.filter.HolderCondition.HeldBy;
import io.conncount.filter.HolderCondition.Property;
import io.conncount.group.GroupKey;
import io.conncount.query.Query;
import io.conncount.query.Selection;
import io.conncount.snapshot.Ranking;
import io.conncount.snapshot.Ranking.Order;
import io.conncount.snapshot.Ranking.Row;
import io.conncount.snapshot.Snapshot;
import io.conncount.socket.Detail;
import io.conncount.socket.TcpState;
import io.conncount.source.Host;
import io.conncount.sys.KernelException;
import io.conncount.tui.Backend.Written;
import io.conncount.tui.model.Counted;
import io.conncount.tui.model.Lead;
import io.conncount.tui.model.Question;
import io.conncount.tui.model.Tab;
import io.conncount.tui.model.Table;
import io.conncount.tui.model.Table.TableRow;
import io.conncount.view.CellWriter.CellTexts;
import io.conncount.view.Column;
import io.conncount.view.DistributionColumns.DistributionRow;
import io.conncount.view.Numbers;
import io.conncount.view.PortColumns;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.StreamSupport;

/**
 * What commands of the dashboard's views answer, as tables: the same rows, columns and sentences.
 *
 * @param everyNamespace true if the host is all its network namespaces
 * @param unicode true if the screen can show more than ASCII
 */
record TopTables(Host host, boolean everyNamespace, boolean unicode) {
    /** As in the dashboard's counts. */
    private static final int ONE_THREAD = 1;

    /** 16 MB of ranges. */
    private static final int RANGES_MAX = 200_000;

    /** Asks again and again. */
    @FunctionalInterface
    interface TableView {
        /**
         * Asks.
         *
         * @throws KernelException if there is no answer
         */
        Taken<?> take() throws KernelException;
    }

    /**
     * An answer, and what its rows are to the dashboard.
     *
     * @param limits true if bars show how near rows are to a limit
     * @param identity equal for the same row of two answers
     * @param lead where a row leads
     */
    record Taken<R>(
            RowAnswer<R> rows,
            Optional<String> fault,
            String source,
            boolean limits,
            Function<R, Object> identity,
            Function<R, Optional<Lead>> lead) {
        /** As the dashboard shows it. */
        Table table() {
            List<Column<R>> columns = rows.columns(Format.TABLE);
            CellTexts<R> cells = new CellTexts<>(columns, rows.names());
            List<TableRow> shown = new ArrayList<>();
            long more = 0;
            for (R row : rows.rows()) {
                if (shown.size() < Counted.ROWS_MAX) {
                    List<String> texts = cells.of(row);
                    shown.add(new TableRow(identity.apply(row), texts, cells.bar(), lead.apply(row)));
                } else {
                    more++;
                }
            }
            // The last line says how far the answer can be trusted, which the dashboard does itself.
            List<String> notes = new ArrayList<>(rows.footer());
            notes.remove(notes.size() - 1);
            if (more > 0) {
                notes.add(Numbers.grouped(more) + " more rows are not shown; w writes all");
            }
            return new Table(columns, shown, limits, notes, fault, source);
        }

        /** Writes all rows. */
        Written write(Format format, OutputStream out) throws IOException {
            format.writer(TopBackend.PLAIN).write(rows, out);
            long count = StreamSupport.stream(rows.rows().spliterator(), false).count();
            return new Written(count, true, fault);
        }
    }

    /** The view of a tab, which has asked nothing yet. */
    TableView of(Tab tab, Question asked) {
        return switch (tab) {
            case LISTENERS -> listeners(asked.sockets());
            case PORTS -> ports(asked.sockets());
            case MEMORY -> memory(new Query(asked.sockets(), asked.keys(), true, ONE_THREAD, RANGES_MAX));
            case CAPACITY -> capacity();
            case STATS -> () -> stats(asked);
            case OVERVIEW, GROUPS, SOCKETS, SOCKET -> throw new IllegalArgumentException(tab + " is no command's");
        };
    }

    private TableView listeners(Selection sockets) {
        Set<Detail> details = everyNamespace ? Set.of(Detail.NAMESPACE) : Set.of();
        View<Listener> view = ShowListeners.of(host, new ListenerView.Question(sockets, false, details, ONE_THREAD));
        return () -> taken(
                view.take(),
                true,
                listener -> List.of(listener.queue().condition(), listener.netnsInode()),
                listener -> Optional.of(Lead.to(listener.queue().condition())));
    }

    private TableView ports(Selection sockets) {
        if (everyNamespace) {
            return refusing("each network namespace has ports of its own: choose one with N");
        }
        View<PortColumns.Row> view = ShowPorts.of(host, sockets, ONE_THREAD);
        return () -> taken(
                view.take(),
                true,
                row -> row.use().condition(),
                row -> Optional.of(Lead.to(Tab.SOCKETS, row.use().condition())));
    }

    private TableView memory(Query query) {
        View<MemoryUse> view = ShowMemory.of(host, query);
        return () -> {
            RowsAnswer<MemoryUse> answer = view.take();
            boolean apart = answer.rows().stream().anyMatch(MemoryUse::orphans);
            return taken(
                    answer,
                    false,
                    use -> use.condition(true),
                    use -> use.condition(apart).map(condition -> Lead.to(Tab.SOCKETS, condition)));
        };
    }

    private TableView capacity() {
        if (host.recorded().isPresent()) {
            return refusing("a recording does not hold the limits of its host");
        }
        if (everyNamespace) {
            return refusing("each network namespace has limits of its own: choose one with N");
        }
        View<Limit> view = ShowCapacity.of(host);
        return () -> taken(view.take(), true, limit -> List.of(limit.name(), limit.of()), TopTables::lead);
    }

    /** Where what uses up a limit is to be seen. */
    private static Optional<Lead> lead(Limit limit) {
        return switch (limit.name()) {
            case "accept_queue", "somaxconn" -> Optional.of(Lead.to(Tab.LISTENERS));
            case "local_ports" -> Optional.of(Lead.to(Tab.PORTS));
            case "tcp_memory", "tcp_memory_pressure", "udp_memory" -> Optional.of(Lead.to(Tab.MEMORY));
            case "sockets", "tcp_hash" -> Optional.of(Lead.to(Tab.SOCKETS));
            case "orphans" -> Optional.of(Lead.to(Tab.SOCKETS, MemoryUse.ORPHANS));
            case "time_wait" -> Optional.of(Lead.to(Conditions.states(EnumSet.of(TcpState.TIME_WAIT))));
            case "syn_backlog" -> Optional.of(Lead.to(Conditions.states(EnumSet.of(TcpState.SYN_RECV))));
            case "process_open_files" -> process(limit.of());
            default -> Optional.empty();
        };
    }

    /** The sockets of a process that is given as {@code nginx/811}. */
    private static Optional<Lead> process(String name) {
        String pid = name.substring(name.lastIndexOf('/') + 1);
        boolean isNumber = !pid.isEmpty() && pid.chars().allMatch(Character::isDigit);
        return isNumber ? Optional.of(Lead.to(Tab.SOCKETS, new HeldBy(Property.PID, true, pid))) : Optional.empty();
    }

    private static TableView refusing(String reason) {
        return () -> {
            throw new NoAnswer(reason);
        };
    }

    private <R> Taken<R> taken(
            RowsAnswer<R> answer, boolean limits, Function<R, Object> identity, Function<R, Optional<Lead>> lead) {
        return new Taken<>(
                answer.shown(false, host.names()),
                answer.fault(),
                answer.about().source(),
                limits,
                identity,
                lead);
    }

    /** Listeners are left out: what their numbers say is of another kind. */
    private Taken<DistributionRow> stats(Question asked) throws KernelException {
        Selection sockets = asked.sockets();
        Set<TcpState> states = EnumSet.noneOf(TcpState.class);
        states.addAll(sockets.states());
        states.remove(TcpState.LISTEN);
        List<GroupKey> keys = new ArrayList<>(asked.keys());
        keys.add(new NumberKey(asked.number()));
        Query query = new Query(
                new Selection(sockets.protocols(), sockets.families(), states, sockets.filter(), sockets.types()),
                keys,
                false,
                ONE_THREAD,
                RANGES_MAX);
        Distributions distributions = new Distributions(new Collector(host).collect(query));
        Snapshot groups = distributions.groups();
        Ranking ranking = new Ranking(groups, Order.LARGEST_FIRST, Integer.MAX_VALUE);
        return new Taken<>(
                new StatsAnswer(asked.number(), distributions, ranking, false, unicode),
                groups.fault(),
                groups.source(),
                false,
                TopTables::condition,
                row -> condition(row).map(condition -> Lead.to(Tab.SOCKETS, condition)));
    }

    private static Optional<Condition> condition(DistributionRow row) {
        return row.group().flatMap(Row::condition);
    }
}
