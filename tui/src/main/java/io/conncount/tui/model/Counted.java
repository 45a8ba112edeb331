package io.conncount.tui.model;

import io.conncount.sampler.Series;
import io.conncount.sampler.Series.Sample;
import io.conncount.snapshot.Churn;
import io.conncount.snapshot.Ranking;
import io.conncount.snapshot.Ranking.Order;
import io.conncount.snapshot.Ranking.Row;
import io.conncount.snapshot.Snapshot;
import io.conncount.snapshot.Snapshot.Rates;
import io.conncount.tui.model.Dialog.Choice;
import io.conncount.tui.model.Rows.CountedRows;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * One question's answers so far.
 *
 * @param state how its series stands
 * @param ranking the groups of the last answer, in order; empty if there was none
 * @param rates the changes since the previous answer; empty if there was none
 * @param otherDelta by how many sockets those in none of the rows have grown since then
 * @param churn what was opened and closed lately; empty if that is not known
 */
public record Counted(
        Series.State<Snapshot> state,
        Optional<Ranking> ranking,
        Optional<Rates> rates,
        Optional<Long> otherDelta,
        Order order,
        History history,
        Optional<Churn> churn) {
    /** The limit on groups that become rows; the rest is one row. */
    public static final int ROWS_MAX = 500;

    /** The connections opened in a second, in place of the position of a key in an order. */
    static final int BY_OPENED = Order.COUNT - 1;

    /** The connections closed in a second. */
    static final int BY_CLOSED = Order.COUNT - 2;

    /** No answer yet. */
    static Counted none(Order order) {
        Series.State<Snapshot> nothing =
                new Series.State<>(Optional.empty(), 0, 0, 0, Optional.empty(), Duration.ZERO, Duration.ZERO);
        return new Counted(
                nothing, Optional.empty(), Optional.empty(), Optional.empty(), order, History.EMPTY, Optional.empty());
    }

    /** The same after the series has changed. */
    Counted after(Series.State<Snapshot> told) {
        Series.State<Snapshot> next = Data.kept(state, told);
        Optional<Snapshot> before = snapshot();
        Optional<Snapshot> now = next.last().map(Sample::value);
        // A daemon gives the same answer until it has a newer one.
        if (now.isEmpty()
                || (before.isPresent() && before.get().time().equals(now.get().time()))) {
            return new Counted(next, ranking, rates, otherDelta, order, history, churn);
        }
        Ranking ranked = ranked(now.get(), order, churn);
        Optional<Rates> since = before.map(last -> new Rates(now.get(), last));
        return new Counted(
                next,
                Optional.of(ranked),
                since,
                since.map(changed -> changed.otherDelta(ranked)),
                order,
                history.and(ranked.rows(), now.get().keys().size()),
                churn);
    }

    private static Ranking ranked(Snapshot now, Order order, Optional<Churn> churn) {
        if (order.key() >= Order.COUNT) {
            return new Ranking(now, order, ROWS_MAX);
        }
        if (churn.isEmpty()) {
            return new Ranking(now, Order.LARGEST_FIRST, ROWS_MAX);
        }
        long[] numbers =
                order.key() == BY_OPENED ? churn.get().opened(now) : churn.get().closed(now);
        return new Ranking(now, numbers, order.descending(), ROWS_MAX);
    }

    /** The same with what was opened and closed lately. */
    Counted with(Optional<Churn> latest) {
        Counted known = new Counted(state, ranking, rates, otherDelta, order, history, latest);
        return order.key() < Order.COUNT ? known.in(order) : known;
    }

    /** The same in another order. */
    Counted in(Order other) {
        Optional<Ranking> ranked = snapshot().map(now -> ranked(now, other, churn));
        Optional<Long> others = ranked.flatMap(rows -> rates.map(changed -> changed.otherDelta(rows)));
        return new Counted(state, ranked, rates, others, other, history, churn);
    }

    /** True if the rows are in the order of this column, which is one of what is opened and closed. */
    public boolean isSortedBy(CountColumn column) {
        return order.key() == (column == CountColumn.OPENED ? BY_OPENED : BY_CLOSED);
    }

    /** The last answer; empty if there was none. */
    public Optional<Snapshot> snapshot() {
        return state.last().map(Sample::value);
    }

    /** The groups of the last answer as rows. */
    public Rows rows() {
        return ranking.<Rows>map(ranked -> new CountedRows(
                        ranked.rows(), snapshot().orElseThrow().keys().size()))
                .orElse(Rows.none());
    }

    /** The same rows, for drawing. */
    public List<io.conncount.snapshot.Ranking.Row> groups() {
        return ranking.map(Ranking::rows).orElse(List.of());
    }

    /** How many sockets the first groups had in the last snapshots. It does not change. */
    public static final class History {
        /** Nothing yet. */
        public static final History EMPTY = new History(Map.of());

        /** The number of snapshots kept. */
        public static final int SNAPSHOTS_MAX = 180;

        /** The number of groups with a history; lower groups have none until they rise. */
        private static final int GROUPS_MAX = 200;

        private static final long[] NONE = {};

        private final Map<List<String>, long[]> counts;

        private History(Map<List<String>, long[]> counts) {
            this.counts = counts;
        }

        /** The same with one snapshot more; groups that are not among the first any more are forgotten. */
        History and(List<Row> rows, int keys) {
            Map<List<String>, long[]> next = new HashMap<>();
            for (Row row : rows.subList(0, Math.min(GROUPS_MAX, rows.size()))) {
                List<String> group = CountedRows.values(row, keys);
                long[] before = counts.getOrDefault(group, NONE);
                int kept = Math.min(before.length, SNAPSHOTS_MAX - 1);
                long[] after = Arrays.copyOfRange(before, before.length - kept, before.length + 1);
                after[kept] = row.count();
                next.put(group, after);
            }
            return new History(next);
        }

        /** The numbers of a group, the latest last; none for a group that is not remembered. */
        public long[] of(List<String> group) {
            return counts.getOrDefault(group, NONE).clone();
        }
    }

    /** The columns of a count that can be hidden, in the order in which they stand. */
    public enum CountColumn {
        SHARE("share of all sockets"),
        CHANGE("change per second since the previous count"),
        OPENED("TCP connections opened in a second, in the view of groups"),
        CLOSED("TCP connections closed in a second, in the view of groups"),
        TREND("the last counts as a graph");

        /** The names of those that are about what is opened and closed. */
        static final Set<String> OF_CHURN = Set.of(OPENED.label(), CLOSED.label());

        private final String help;

        CountColumn(String help) {
            this.help = help;
        }

        /** Its name in dialogs and settings. */
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }

        boolean isHidden(Set<String> hidden) {
            return hidden.contains(label());
        }

        static List<Choice> choices() {
            return Arrays.stream(values())
                    .map(column -> new Choice(column.label(), column.help))
                    .toList();
        }

        static List<String> shown(Set<String> hidden) {
            return Arrays.stream(values())
                    .map(CountColumn::label)
                    .filter(label -> !hidden.contains(label))
                    .toList();
        }

        static Set<String> hiddenBut(List<String> shown) {
            return Set.copyOf(Arrays.stream(values())
                    .map(CountColumn::label)
                    .filter(label -> !shown.contains(label))
                    .toList());
        }
    }
}
