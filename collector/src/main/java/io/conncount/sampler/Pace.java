package io.conncount.sampler;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Decides when each of several series is sampled, so that together they stay within a share of a processor. It has no clock
 * and no thread: its caller reports what was started and spent, and when.
 *
 * <p>Intervals are stretched. If the series, at their shortest intervals and latest costs, would take more than the share, the
 * expensive ones wait longer, and each of them gets an equal part of what the cheap ones leave, or less if it has a limit of its own.
 *
 * <p>Because costs are known only afterwards, an account holds what was spent and is not yet paid off. No sample starts while
 * the account exceeds the cost of one round of all series, so that in any period no more is spent than the share of it and two
 * rounds. Two costs are not charged: the first sample of each series, which costs many times more than others; and in the first
 * minute, everything beyond two rounds at the latest costs. In that minute the program's code is loaded and compiled, and paying
 * for it would stop sampling for minutes.
 *
 * <p>A question between the series is charged to the same account, but delays them by at most one round, so that
 * endless questions cannot stop the sampling.
 */
final class Pace {
    /** No series. */
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
        private double partMax = 1;

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

    /** Sets the interval of a series. */
    void repeat(int series, Series.Repetition repetition) {
        turns.get(series).repetition = repetition;
    }

    /** From now on, a series takes at most this part of what all of them may take, 1 for all of it. */
    void limit(int series, double part) {
        turns.get(series).partMax = part;
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

    /** Sets the share of a processor that the rest of the process uses, and that sampling must not use. */
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

    /** Charges its cost. */
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

    /** Charges the cost of a question between the series. */
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
        double part = Math.min(partMax(), available * turn.partMax);
        return Math.max(turn.intervalMinNanos, (long) Math.ceil(turn.cpuNanos / part));
    }

    /** The maximum share of one series; unused shares go to the others. */
    private double partMax() {
        double[] wanted = turns.stream()
                .filter(turn -> turn.repetition == Series.Repetition.ALWAYS)
                .mapToDouble(turn -> Math.min((double) turn.cpuNanos / turn.intervalMinNanos, available * turn.partMax))
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
