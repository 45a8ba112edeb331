package io.conncount.sampler;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * When each of several series is taken, so that all of them together keep within a share of a processor. It knows no clock
 * and no thread: it is told what was begun and spent, and when.
 *
 * <p>Intervals are stretched: where the series would take more than the share at their shortest intervals, by what each cost
 * the last time, the dear ones wait longer, so that each of them gets an equal part of what the cheap ones leave. As costs are known only afterwards, there is also an account of what
 * was spent and is not yet paid off. Nothing is begun while that is more than a round of all series costs, so that in any
 * length of time no more is spent than the share of it and two rounds. Left out of that are the first sample of each series,
 * which costs many times what others do, and of the first minute what goes beyond two rounds by the latest costs: then the
 * program's own code is loaded and compiled, and to pay for that would keep it from sampling for minutes.
 *
 * <p>A question asked between the series is on the same account, but puts them off by no more than a round's worth: who
 * asks without end must not stop the sampling.
 */
final class Pace {
    /** Stands for no series. */
    static final int NONE = -1;

    /** This part of the share is left to sampling, whatever the rest of the process takes. */
    private static final double LEAST_PART = 0.25;

    private static final long START_UP_NANOS = TimeUnit.MINUTES.toNanos(1);
    private static final int START_UP_ROUNDS = 2;

    private final double budget;
    private final List<Turn> turns = new ArrayList<>();

    private double available;
    private double owedNanos;
    private long settledNanos;
    private long startNanos;
    private boolean started;

    /** One series: its shortest interval, when it was begun last, and what that cost. */
    private static final class Turn {
        private long intervalMinNanos;
        private Series.Repetition repetition = Series.Repetition.ALWAYS;
        private boolean begun;
        private long begunNanos;
        private boolean spent;
        private long cpuNanos;

        Turn(Duration intervalMin) {
            intervalMinNanos = intervalMin.toNanos();
        }

        boolean wanted() {
            return repetition == Series.Repetition.ALWAYS || (repetition == Series.Repetition.ONCE && !begun);
        }
    }

    /** A pace that takes this share of a processor, such as 0.02. */
    Pace(double budget) {
        if (!(budget > 0)) {
            throw new IllegalArgumentException("a CPU budget of " + budget + " is not positive");
        }
        this.budget = budget;
        available = budget;
    }

    /**
     * Adds a series.
     *
     * @return its number
     */
    int add(Duration intervalMin) {
        requirePositive(intervalMin);
        Turn turn = new Turn(intervalMin);
        turn.spent = started;
        turns.add(turn);
        return turns.size() - 1;
    }

    private static void requirePositive(Duration intervalMin) {
        if (intervalMin.isNegative() || intervalMin.isZero()) {
            throw new IllegalArgumentException("an interval of " + intervalMin + " is not positive");
        }
    }

    /** From now on, a series has another shortest interval. */
    void interval(int series, Duration intervalMin) {
        requirePositive(intervalMin);
        turns.get(series).intervalMinNanos = intervalMin.toNanos();
    }

    /** From now on, a series is taken so often. */
    void repeat(int series, Series.Repetition repetition) {
        turns.get(series).repetition = repetition;
    }

    /** Makes a series due now, because it samples something else; that is taken to cost as much as before. */
    void renew(int series) {
        turns.get(series).begun = false;
    }

    /** Every series is due now, those with short intervals first. */
    void start(long nowNanos) {
        started = true;
        startNanos = nowNanos;
        settledNanos = nowNanos;
    }

    /** The rest of the process takes this much of a processor, which is no longer there for sampling. */
    void rest(double share, long nowNanos) {
        settle(nowNanos);
        available = Math.max(budget * LEAST_PART, budget - share);
    }

    /** The series that is to be begun now, the one due for longest; or {@link #NONE}. */
    int due(long nowNanos) {
        settle(nowNanos);
        int first = first();
        boolean due = first != NONE && dueNanos(turns.get(first)) - nowNanos <= 0;
        return due && payingNanos(turns.get(first)) == 0 ? first : NONE;
    }

    /** How long no series is due. */
    long waitNanos(long nowNanos) {
        settle(nowNanos);
        int first = first();
        return first == NONE
                ? Long.MAX_VALUE
                : Math.max(Math.max(0, dueNanos(turns.get(first)) - nowNanos), payingNanos(turns.get(first)));
    }

    /** A series was begun. */
    void begun(int series, long nowNanos) {
        turns.get(series).begun = true;
        turns.get(series).begunNanos = nowNanos;
    }

    /** It has cost so much. */
    void spent(int series, long cpuNanos, long nowNanos) {
        settle(nowNanos);
        Turn turn = turns.get(series);
        if (turn.spent) {
            turn.cpuNanos = cpuNanos;
            owedNanos += cpuNanos;
        }
        turn.spent = true;
        if (nowNanos - startNanos < START_UP_NANOS) {
            owedNanos = Math.min(owedNanos, START_UP_ROUNDS * roundNanos());
        }
    }

    /** A question between the series has cost so much. */
    void spentAside(long cpuNanos, long nowNanos) {
        settle(nowNanos);
        owedNanos = Math.max(owedNanos, Math.min(owedNanos + cpuNanos, 2 * roundNanos()));
    }

    /** How long after each other the samples of a series are begun, by what all of them cost the last time. */
    long intervalNanos(int series) {
        return intervalNanos(turns.get(series));
    }

    /** How long after its last beginning a series is begun next, if no other is in its way then. */
    long nextIntervalNanos(int series, long nowNanos) {
        settle(nowNanos);
        Turn turn = turns.get(series);
        long payingNanos = payingNanos(turn);
        long intervalNanos = intervalNanos(turn);
        return payingNanos == 0 || !turn.begun
                ? intervalNanos
                : Math.max(intervalNanos, nowNanos - turn.begunNanos + payingNanos);
    }

    private long intervalNanos(Turn turn) {
        return Math.max(turn.intervalMinNanos, (long) Math.ceil(turn.cpuNanos / partMax()));
    }

    /** The most that one series may take: what is wanted less leaves its remainder to the others. */
    private double partMax() {
        double[] wanted = turns.stream()
                .filter(turn -> turn.repetition == Series.Repetition.ALWAYS)
                .mapToDouble(turn -> (double) turn.cpuNanos / turn.intervalMinNanos)
                .sorted()
                .toArray();
        double left = available;
        for (int i = 0; i < wanted.length; i++) {
            double part = left / (wanted.length - i);
            if (wanted[i] > part) {
                return part;
            }
            left -= wanted[i];
        }
        return Double.POSITIVE_INFINITY;
    }

    private int first() {
        int first = NONE;
        for (int i = 0; i < turns.size(); i++) {
            if (turns.get(i).wanted() && (first == NONE || before(turns.get(i), turns.get(first)))) {
                first = i;
            }
        }
        return first;
    }

    private boolean before(Turn one, Turn other) {
        long sooner = dueNanos(other) - dueNanos(one);
        return sooner == 0 ? one.intervalMinNanos < other.intervalMinNanos : sooner > 0;
    }

    private long dueNanos(Turn turn) {
        return turn.begun ? turn.begunNanos + intervalNanos(turn) : startNanos;
    }

    /** Pays off what the time since the last call allows. */
    private void settle(long nowNanos) {
        owedNanos = Math.max(0, owedNanos - available * (nowNanos - settledNanos));
        settledNanos = nowNanos;
    }

    /** How long until so little is owed that a series may begin. */
    private long payingNanos(Turn turn) {
        double mayOweNanos = (turn.begun ? 1 : 2) * roundNanos();
        return (long) Math.ceil(Math.max(0, owedNanos - mayOweNanos) / available);
    }

    private double roundNanos() {
        double round = 0;
        for (Turn turn : turns) {
            round += turn.wanted() ? turn.cpuNanos : 0;
        }
        return round;
    }
}
