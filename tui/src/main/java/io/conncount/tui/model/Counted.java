package io.conncount.tui.model;

import io.conncount.sampler.Sample;
import io.conncount.sampler.Series;
import io.conncount.snapshot.Order;
import io.conncount.snapshot.Ranking;
import io.conncount.snapshot.Rates;
import io.conncount.snapshot.Snapshot;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * One question's answers so far.
 *
 * @param state how its series stands
 * @param ranking the groups of the last answer, in order; empty if there was none
 * @param rates the changes since the previous answer; empty if there was none
 * @param otherDelta by how many sockets those in none of the rows have grown since then
 */
public record Counted(
        Series.State<Snapshot> state,
        Optional<Ranking> ranking,
        Optional<Rates> rates,
        Optional<Long> otherDelta,
        Order order,
        History history) {
    /** The limit on groups that become rows; the rest is one row. */
    public static final int ROWS_MAX = 500;

    /** No answer yet. */
    static Counted none(Order order) {
        Series.State<Snapshot> nothing =
                new Series.State<>(Optional.empty(), 0, 0, 0, Optional.empty(), Duration.ZERO, Duration.ZERO);
        return new Counted(nothing, Optional.empty(), Optional.empty(), Optional.empty(), order, History.EMPTY);
    }

    /** The same after the series has changed. */
    Counted after(Series.State<Snapshot> told) {
        Series.State<Snapshot> next = Data.kept(state, told);
        Optional<Snapshot> before = snapshot();
        Optional<Snapshot> now = next.last().map(Sample::value);
        // A daemon gives the same answer until it has a newer one.
        if (now.isEmpty()
                || (before.isPresent() && before.get().time().equals(now.get().time()))) {
            return new Counted(next, ranking, rates, otherDelta, order, history);
        }
        Ranking ranked = new Ranking(now.get(), order, ROWS_MAX);
        Optional<Rates> since = before.map(last -> new Rates(now.get(), last));
        return new Counted(
                next,
                Optional.of(ranked),
                since,
                since.map(changed -> changed.otherDelta(ranked)),
                order,
                history.and(ranked.rows(), now.get().keys().size()));
    }

    /** The same in another order. */
    Counted in(Order other) {
        Optional<Ranking> ranked = snapshot().map(now -> new Ranking(now, other, ROWS_MAX));
        Optional<Long> others = ranked.flatMap(rows -> rates.map(changed -> changed.otherDelta(rows)));
        return new Counted(state, ranked, rates, others, other, history);
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
    public List<io.conncount.snapshot.Row> groups() {
        return ranking.map(Ranking::rows).orElse(List.of());
    }
}
