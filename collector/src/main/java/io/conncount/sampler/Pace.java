package io.conncount.sampler;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * When each of several series is taken, so that all of them together keep within a share of a processor. It knows no clock
 * and no thread: it is told what was begun and spent, and when.
 *
 * <p>Intervals are stretched: where the series would take three times the share at their shortest intervals, by what each
 * cost the last time, each waits three times as long. As costs are known only afterwards, there is also an account of what
 * was spent and is not yet paid off. Nothing is begun while that is more than a round of all series costs, so that in any
 * length of time no more is spent than the share of it and two rounds. The first sample of each series is left out, for it
 * costs many times what others do: then the program's own code is loaded and compiled.
 *
 * <p>A question asked between the series is on the same account, but puts them off by no more than a round's worth: who
 * asks without end must not stop the sampling.
 */
final class Pace {
    /** Stands for no series. */
    static final int NONE = -1;

    /** This part of the share is left to sampling, whatever the rest of the process takes. */
    private static final double LEAST_PART = 0.25;

    private final double budget;
    private final List<Turn> turns = new ArrayList<>();

    private double available;
    private double owedNanos;
    private long settledNanos;
    private long startNanos;

    /** One series: its shortest interval, when it was begun last, and what that cost. */
    private static final class Turn {
        private final long intervalMinNanos;
        private boolean begun;
        private long begunNanos;
        private boolean spent;
        private long cpuNanos;

        Turn(Duration intervalMin) {
            intervalMinNanos = intervalMin.toNanos();
        }
    }

    /** A pace that takes this share of a processor, such as 0.02. */
    Pace(double budget) {
        if (!(budget > 0)) {
            throw new IllegalArgumentException("a CPU budget of " + budget + " is none: give more than 0");
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
        if (intervalMin.isNegative() || intervalMin.isZero()) {
            throw new IllegalArgumentException("an interval of " + intervalMin + " is none: give more than 0");
        }
        turns.add(new Turn(intervalMin));
        return turns.size() - 1;
    }

    /** Every series is due now, those with short intervals first. */
    void start(long nowNanos) {
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
        return first != NONE && dueNanos(turns.get(first)) - nowNanos <= 0 && payingNanos() == 0 ? first : NONE;
    }

    /** How long no series is due. */
    long waitNanos(long nowNanos) {
        settle(nowNanos);
        int first = first();
        return first == NONE
                ? Long.MAX_VALUE
                : Math.max(Math.max(0, dueNanos(turns.get(first)) - nowNanos), payingNanos());
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

    private long intervalNanos(Turn turn) {
        return (long) Math.ceil(turn.intervalMinNanos * stretch());
    }

    private double stretch() {
        double share = 0;
        for (Turn turn : turns) {
            share += (double) turn.cpuNanos / turn.intervalMinNanos;
        }
        return Math.max(1, share / available);
    }

    private int first() {
        int first = NONE;
        for (int i = 0; i < turns.size(); i++) {
            if (first == NONE || before(turns.get(i), turns.get(first))) {
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

    /** How long until what is owed is no more than a round. */
    private long payingNanos() {
        return (long) Math.ceil(Math.max(0, owedNanos - roundNanos()) / available);
    }

    private double roundNanos() {
        double round = 0;
        for (Turn turn : turns) {
            round += turn.cpuNanos;
        }
        return round;
    }
}
