package io.conncount.exporters.flight;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TriggerTest {
    private final Trigger trigger = new Trigger(Duration.ofSeconds(10), Duration.ofMinutes(5));

    private boolean at(long seconds, boolean holds) {
        return trigger.isDue(holds, Duration.ofSeconds(seconds).toNanos());
    }

    @Test
    void conditionMustHoldAllTheTime() {
        assertFalse(at(0, true));
        assertFalse(at(9, true));
        assertFalse(at(10, false));
        assertFalse(at(11, true));
        assertFalse(at(20, true));
        assertTrue(at(21, true));
    }

    @Test
    void oneRecordingIsTakenAsLongAsItGoesOn() {
        List<Long> due = new ArrayList<>();
        for (long second = 0; second < 5000; second++) {
            if (at(second, true)) {
                due.add(second);
            }
        }
        assertEquals(List.of(10L), due);
    }

    /** On for twenty seconds and off for ten, again and again. */
    @Test
    void recordingsAreNotNearerToEachOtherThanTheCoolDown() {
        List<Long> due = new ArrayList<>();
        for (long second = 0; second < 1000; second++) {
            if (at(second, second % 30 < 20)) {
                due.add(second);
            }
        }
        assertEquals(List.of(10L, 310L, 610L, 910L), due);
    }

    @Test
    void failureIsTriedAgainAfterTheCoolDown() {
        at(0, true);
        assertTrue(at(10, true));
        trigger.failed();
        assertFalse(at(309, true));
        assertTrue(at(310, true));
        assertFalse(at(700, true));
    }

    @Test
    void onceIsEnoughWithoutADuration() {
        Trigger instant = new Trigger(Duration.ZERO, Duration.ofMinutes(5));
        assertTrue(instant.isDue(true, Long.MAX_VALUE - 5));
        assertFalse(instant.isDue(false, Long.MAX_VALUE - 4));
        assertFalse(instant.isDue(true, Long.MAX_VALUE - 3));
    }
}
