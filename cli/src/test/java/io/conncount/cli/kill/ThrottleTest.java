package io.conncount.cli.kill;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ThrottleTest {
    /** A clock that runs while somebody waits for it, and wakes them too early every other time. */
    private static final class TestClock implements Throttle.Clock {
        private long nowNanos;
        private boolean early;

        @Override
        public long nanos() {
            return nowNanos;
        }

        @Override
        public void waitNanos(long nanos) {
            early = !early;
            nowNanos += early ? nanos / 2 : nanos;
        }
    }

    private final TestClock clock = new TestClock();

    @Test
    void turnsAreApartHoweverShortTheyAre() throws InterruptedException {
        Throttle throttle = new Throttle(4, clock);
        List<Long> turns = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            throttle.await();
            turns.add(clock.nowNanos / 1_000_000);
        }
        assertEquals(List.of(0L, 250L, 500L, 750L), turns);
    }

    @Test
    void whatWasMissedIsNotMadeUpFor() throws InterruptedException {
        Throttle throttle = new Throttle(1000, clock);
        throttle.await();
        clock.nowNanos += 5_000_000_000L;
        throttle.await();
        long begunNanos = clock.nowNanos;
        throttle.await();
        assertEquals(1_000_000, clock.nowNanos - begunNanos);
    }
}
