package io.conncount.sampler;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.conncount.testing.property.Arbitrary;
import io.conncount.testing.property.DoubleRange;
import io.conncount.testing.property.ForAll;
import io.conncount.testing.property.From;
import io.conncount.testing.property.IntRange;
import io.conncount.testing.property.Property;
import io.conncount.testing.property.Size;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a pace makes of intervals and costs, on a clock of the test's own. */
class PaceTest {
    private static final long MS = 1_000_000;
    private static final long SECOND = 1_000 * MS;
    private static final long MINUTE = 60 * SECOND;
    private static final int ROUNDS = 200;

    /** A series: its shortest interval, and what its samples cost one after the other, again and again. */
    record Kind(int intervalMs, List<Integer> costsMs) {}

    Arbitrary<Kind> kinds() {
        Arbitrary<List<Integer>> costs = Arbitrary.integers(0, 2_000).list(1, 5);
        Arbitrary<Integer> intervals = Arbitrary.integers(10, 60_000);
        return random -> new Kind(intervals.next(random), costs.next(random));
    }

    /** What was spent, and what was begun when. */
    private static final class Run {
        private final Pace pace;
        private final List<Kind> kinds;
        private final List<List<Long>> begun = new ArrayList<>();
        private long nowNanos = Long.MAX_VALUE - 5 * SECOND;
        private long spentNanos;
        private long longestRoundNanos;

        Run(double budget, List<Kind> kinds) {
            pace = new Pace(budget);
            this.kinds = kinds;
            for (Kind kind : kinds) {
                pace.add(Duration.ofMillis(kind.intervalMs));
                begun.add(new ArrayList<>());
                longestRoundNanos += kind.costsMs.stream().max(Integer::compare).orElseThrow() * MS;
            }
            pace.start(nowNanos);
        }

        /** Goes to what is due next, and takes it. */
        int step() {
            int series = pace.due(nowNanos);
            while (series == Pace.NONE) {
                nowNanos += Math.max(1, pace.waitNanos(nowNanos));
                series = pace.due(nowNanos);
            }
            List<Long> times = begun.get(series);
            List<Integer> costsMs = kinds.get(series).costsMs;
            long cost = costsMs.get(times.size() % costsMs.size()) * MS;
            times.add(nowNanos);
            pace.begun(series, nowNanos);
            nowNanos += cost;
            spentNanos += cost;
            pace.spent(series, cost, nowNanos);
            return series;
        }
    }

    @Property(tries = 300)
    void inTheLongRunNoMoreIsSpentThanTheBudget(
            @ForAll @Size(min = 1, max = 6) List<@From("kinds") Kind> kinds,
            @ForAll @DoubleRange(min = 0.01, max = 1) double budget) {
        Run run = new Run(budget, kinds);
        long startNanos = run.nowNanos;
        while (run.nowNanos - startNanos < MINUTE) {
            run.step();
        }
        long settledNanos = run.nowNanos;
        long spentBeforeNanos = run.spentNanos;
        for (int i = 0; i < ROUNDS * kinds.size(); i++) {
            run.step();
            double allowed = budget * (run.nowNanos - settledNanos) + 3.0 * run.longestRoundNanos;
            long spentNanos = run.spentNanos - spentBeforeNanos;
            assertTrue(spentNanos <= allowed + MS, () -> spentNanos + " ns spent of " + allowed);
        }
    }

    @Property(tries = 200)
    void whereCostsStayTheSameEverySeriesKeepsItsStretchedInterval(
            @ForAll @Size(min = 1, max = 5) List<@IntRange(min = 1_000, max = 60_000) Integer> intervalsMs,
            @ForAll @IntRange(min = 1, max = 100) int costMs) {
        List<Kind> kinds =
                intervalsMs.stream().map(ms -> new Kind(ms, List.of(costMs))).toList();
        Run run = new Run(0.01, kinds);
        for (int i = 0; i < ROUNDS * kinds.size(); i++) {
            run.step();
        }
        for (int i = 0; i < kinds.size(); i++) {
            List<Long> times = run.begun.get(i);
            long interval = run.pace.intervalNanos(i);
            assertTrue(interval >= kinds.get(i).intervalMs * MS);
            // One may wait for others that are due at the same moment.
            long slack = (long) kinds.size() * costMs * MS + MS;
            for (int k = Math.max(4, times.size() * 2 / 3); k < times.size(); k++) {
                long apart = times.get(k) - times.get(k - 1);
                assertTrue(Math.abs(apart - interval) <= slack, apart + " ns apart, not " + interval);
            }
        }
    }

    private static void assertSeconds(double seconds, long nanos) {
        assertEquals(seconds, (double) nanos / SECOND, 0.001);
    }

    /** A pace with one series a second, whose last sample cost 100 ms. */
    private static Pace paceOfOne(double budget) {
        Pace pace = new Pace(budget);
        pace.add(Duration.ofSeconds(1));
        pace.start(0);
        pace.begun(0, 0);
        pace.spent(0, 30 * SECOND, 0);
        pace.begun(0, 0);
        pace.spent(0, 100 * MS, 0);
        return pace;
    }

    @Test
    void firstSampleOfASeriesIsLeftOut() {
        Pace pace = new Pace(0.02);
        pace.add(Duration.ofSeconds(1));
        pace.start(0);
        pace.begun(0, 0);
        pace.spent(0, 10 * SECOND, 0);
        assertSeconds(1, pace.intervalNanos(0));
        assertEquals(SECOND, pace.waitNanos(0));
    }

    @Test
    void whatTheStartCostDoesNotKeepSamplesFromBeingTaken() {
        Pace pace = new Pace(0.02);
        pace.add(Duration.ofSeconds(1));
        pace.start(0);
        for (int second = 0; second < 3; second++) {
            pace.begun(0, second * SECOND);
            pace.spent(0, 2 * SECOND, second * SECOND);
        }
        pace.begun(0, 3 * SECOND);
        pace.spent(0, 20 * MS, 3 * SECOND);
        assertSeconds(1, pace.waitNanos(3 * SECOND));
    }

    @Test
    void debtIsPartOfTheIntervalThatIsTold() {
        Pace pace = paceOfOne(0.02);
        pace.begun(0, 100 * SECOND);
        pace.spent(0, SECOND, 100 * SECOND);
        pace.begun(0, 150 * SECOND);
        pace.spent(0, 100 * MS, 150 * SECOND);
        assertSeconds(5, pace.intervalNanos(0));
        assertSeconds(pace.waitNanos(150 * SECOND) / (double) SECOND, pace.nextIntervalNanos(0, 150 * SECOND));
    }

    @Test
    void cheapSeriesKeepTheirShortestIntervals() {
        Run run = new Run(0.02, List.of(new Kind(1_000, List.of(5)), new Kind(15_000, List.of(100))));
        for (int i = 0; i < 10; i++) {
            run.step();
        }
        assertEquals(SECOND, run.pace.intervalNanos(0));
        assertEquals(15 * SECOND, run.pace.intervalNanos(1));
    }

    @Test
    void seriesWithALimitLeavesTheRestToTheOthers() {
        Run run = new Run(
                0.02,
                List.of(new Kind(1_000, List.of(90)), new Kind(15_000, List.of(900)), new Kind(1_000, List.of(2))));
        run.pace.limit(1, 0.125);
        while (run.begun.get(1).size() < 2) {
            run.step();
        }
        // Of 0.02, 0.0025 and 0.002 are taken.
        assertSeconds(0.09 / 0.0155, run.pace.intervalNanos(0));
        assertSeconds(360, run.pace.intervalNanos(1));
        assertSeconds(1, run.pace.intervalNanos(2));
        run.pace.limit(0, 0.125);
        assertSeconds(36, run.pace.intervalNanos(0));
    }

    @Test
    void dearOnesGetEqualPartsOfWhatTheCheapLeave() {
        Run run = new Run(
                0.02,
                List.of(new Kind(1_000, List.of(90)), new Kind(15_000, List.of(900)), new Kind(1_000, List.of(2))));
        while (run.begun.get(1).size() < 2) {
            run.step();
        }
        // 0.09 + 0.06 + 0.002 of a processor, where there is 0.02 of it: 0.009, 0.009 and 0.002.
        assertSeconds(10, run.pace.intervalNanos(0));
        assertSeconds(100, run.pace.intervalNanos(1));
        assertSeconds(1, run.pace.intervalNanos(2));
    }

    @Test
    void atTheStartTheShortestIntervalsComeFirstAndNothingWaits() {
        Run run = new Run(
                0.02,
                List.of(new Kind(15_000, List.of(900)), new Kind(1_000, List.of(90)), new Kind(1_000, List.of(1))));
        long startNanos = run.nowNanos;
        assertEquals(1, run.step());
        assertEquals(2, run.step());
        assertEquals(0, run.step());
        assertEquals(991 * MS, run.nowNanos - startNanos);
    }

    @Test
    void theRestOfTheProcessIsTakenOffButAQuarterIsLeft() {
        Pace pace = paceOfOne(0.04);
        assertSeconds(2.5, pace.intervalNanos(0));
        pace.rest(0.02, 0);
        assertSeconds(5, pace.intervalNanos(0));
        pace.rest(7, 0);
        assertSeconds(10, pace.intervalNanos(0));
        pace.rest(0, 0);
        assertSeconds(2.5, pace.intervalNanos(0));
    }

    @Test
    void questionsPutTheSeriesOffByNoMoreThanARound() {
        Pace pace = paceOfOne(0.1);
        assertEquals(SECOND, pace.waitNanos(0));
        pace.spentAside(50 * MS, 0);
        assertEquals(SECOND, pace.waitNanos(0), "half of it is paid by then");
        for (int i = 0; i < 1_000; i++) {
            pace.spentAside(SECOND, SECOND);
        }
        assertEquals(SECOND, pace.waitNanos(SECOND), "another interval");
        assertEquals(Pace.NONE, pace.due(SECOND));
        assertEquals(0, pace.due(2 * SECOND));
    }

    @Test
    void noBudgetAndNoIntervalAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> new Pace(0));
        assertThrows(IllegalArgumentException.class, () -> new Pace(Double.NaN));
        assertThrows(IllegalArgumentException.class, () -> new Pace(1).add(Duration.ZERO));
    }

    @Test
    void rateIsThatOfAboutTheLastMinute() {
        CpuClock.RecentRate rate = new CpuClock.RecentRate();
        long total = 5 * SECOND;
        rate.add(0, total);
        assertEquals(0, rate.rate());
        for (int second = 1; second <= 300; second++) {
            total += second > 200 ? 0 : 20 * MS;
            rate.add(second * SECOND, total);
            if (second >= 60 && second <= 200) {
                assertEquals(0.02, rate.rate(), 1e-9);
            }
        }
        assertEquals(0, rate.rate());
        rate.add(900 * SECOND, total + 60 * SECOND);
        assertEquals(60.0 / 665, rate.rate(), 0.01, "nobody told it anything for ten minutes");
    }

    @Test
    void whatIsOwedOutlivesTheQuestionsItWasSpentOn() {
        Pace pace = new Pace(0.1);
        int series = pace.add(Duration.ofSeconds(1));
        long now = 0;
        pace.start(now);
        pace.begun(series, now);
        pace.spent(series, SECOND, now);
        now = 10 * MINUTE;
        int begun = 0;
        long spent = 0;
        for (; now < 20 * MINUTE; now += 100 * MS) {
            // Somebody asks something else ten times a second.
            pace.renew(series);
            if (pace.due(now) == series) {
                pace.begun(series, now);
                pace.spent(series, SECOND, now);
                spent += SECOND;
                begun++;
            }
        }
        assertTrue(begun > 50, () -> "it is answered now and then");
        assertTrue(spent <= MINUTE + 3 * SECOND, "a tenth of ten minutes, and what may be owed: " + spent);
    }

    @Test
    void seriesThatIsNotRepeatedIsNotDue() {
        Pace pace = new Pace(0.1);
        int series = pace.add(Duration.ofSeconds(1));
        pace.start(0);
        pace.repeat(series, Series.Repetition.NEVER);
        assertEquals(Pace.NONE, pace.due(MINUTE));
        assertEquals(Long.MAX_VALUE, pace.waitNanos(MINUTE));
        pace.repeat(series, Series.Repetition.ONCE);
        assertEquals(series, pace.due(MINUTE));
        pace.begun(series, MINUTE);
        pace.spent(series, MS, MINUTE);
        assertEquals(Pace.NONE, pace.due(2 * MINUTE));
        pace.renew(series);
        assertEquals(series, pace.due(2 * MINUTE));
    }
}
