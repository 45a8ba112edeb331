package io.conncount.exporters.history;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.conncount.exporters.history.SteadyClock.Shift;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class SteadyClockTest {
    private static final Instant START = Instant.parse("2026-03-01T12:00:00Z");
    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    private final SteadyClock clock = new SteadyClock(List.of(), 0);

    @Test
    void hostsClockIsTheTimeWhileItIsNotSet() {
        for (int second = 0; second < 100; second++) {
            assertEquals(START.plusSeconds(second).toEpochMilli(), at(second, second));
        }
        assertEquals(List.of(), clock.shifts());
    }

    @Test
    void timeGoesOnWhenTheClockIsSetBack() {
        at(0, 0);
        long before = at(10, 10);
        long after = at(-3600 + 11, 11);
        assertEquals(before + 1000, after);
        assertEquals(List.of(new Shift(after, -3_600_000)), clock.shifts());
    }

    @Test
    void timeGoesOnWhenTheClockIsSetAhead() {
        long before = at(0, 0);
        long after = at(86_400 + 1, 1);
        assertEquals(before + 1000, after);
        assertEquals(List.of(new Shift(after, 86_400_000)), clock.shifts());
    }

    @Test
    void clockThatIsSetRightAgainIsTheTimeAgain() {
        at(0, 0);
        at(3600, 1);
        long after = at(2, 2);
        assertEquals(START.plusSeconds(2).toEpochMilli(), after);
        assertEquals(0, clock.shifts().get(1).aheadMillis());
    }

    @Test
    void clockThatStraysALittleIsFollowed() {
        long nanos = 0;
        long last = 0;
        for (int second = 0; second < 1000; second++) {
            nanos += NANOS_PER_SECOND + 400_000;
            long time = clock.at(START.plusSeconds(second), nanos);
            assertTrue(time > last);
            last = time;
        }
        assertEquals(START.plusSeconds(999).toEpochMilli(), last);
        assertEquals(List.of(), clock.shifts());
    }

    @Test
    void laterProcessNeverGoesBack() {
        long last = START.toEpochMilli();
        SteadyClock later = new SteadyClock(List.of(), last);
        assertEquals(last + 1, later.at(Instant.EPOCH.plusSeconds(7), 0));
        assertEquals(last + 5001, later.at(Instant.EPOCH.plusSeconds(12), 5 * NANOS_PER_SECOND));
        assertEquals(1, later.shifts().size());
    }

    @Test
    void everyTimeIsFoundByWhatTheClockShowed() {
        long first = at(0, 0);
        long back = at(-5, 10);
        List<Shift> shifts = clock.shifts();
        assertEquals(List.of(back, first - 5000), SteadyClock.when(shifts, START.toEpochMilli() - 5000));
        assertEquals(
                List.of(first), SteadyClock.when(shifts, START.toEpochMilli()).subList(1, 2));
        assertEquals(START.minusSeconds(5).toEpochMilli(), SteadyClock.shown(shifts, back));
        assertEquals(START.toEpochMilli(), SteadyClock.shown(shifts, first));
    }

    private long at(long shownSeconds, long passedSeconds) {
        return clock.at(START.plusSeconds(shownSeconds), passedSeconds * NANOS_PER_SECOND);
    }
}
