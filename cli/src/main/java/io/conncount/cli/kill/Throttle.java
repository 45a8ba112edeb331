package io.conncount.cli.kill;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Keeps at least the same time between one turn and the next, so that no second has more turns than it should. */
final class Throttle {
    /** A clock, and a way to wait for it. */
    interface Clock {
        long nanos();

        /** Waits about so long; may return earlier. */
        void waitNanos(long nanos);

        /** That of this process. */
        Clock SYSTEM = new Clock() {
            @Override
            public long nanos() {
                return System.nanoTime();
            }

            @Override
            public void waitNanos(long nanos) {
                LockSupport.parkNanos(nanos);
            }
        };
    }

    private final Clock clock;
    private final long pauseNanos;
    private long nextNanos;

    Throttle(int perSecond, Clock clock) {
        this.clock = clock;
        pauseNanos = TimeUnit.SECONDS.toNanos(1) / perSecond;
        nextNanos = clock.nanos();
    }

    /** Waits for the next turn. */
    void await() throws InterruptedException {
        long nowNanos = clock.nanos();
        while (nowNanos - nextNanos < 0) {
            clock.waitNanos(nextNanos - nowNanos);
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            nowNanos = clock.nanos();
        }
        nextNanos = nowNanos + pauseNanos;
    }
}
