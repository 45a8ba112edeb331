package io.conncount.cli.output;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * How often to ask, and how long after each other.
 *
 * @param watching true to ask again and again, and show what changed
 * @param samplesMax how many times to ask
 */
public record Beat(boolean watching, Duration interval, long samplesMax) {
    /** Asking once. */
    public static final Beat ONCE = new Beat(false, Duration.ZERO, 1);

    /** What is to be asked again and again. */
    @FunctionalInterface
    public interface Asking {
        /** Asks once, and shows the answer. */
        void ask() throws IOException, InterruptedException;
    }

    /** Asks as often as is wanted. */
    public void run(Asking asking) throws IOException, InterruptedException {
        long nextNanos = System.nanoTime();
        for (long sample = 1; sample <= samplesMax; sample++) {
            asking.ask();
            if (sample < samplesMax) {
                nextNanos = pause(nextNanos);
            }
        }
    }

    /** Waits for the next beat; beats that were missed because an answer took longer are left out. */
    private long pause(long beatNanos) throws InterruptedException {
        long nextNanos = beatNanos + interval.toNanos();
        long waitNanos = nextNanos - System.nanoTime();
        if (waitNanos <= 0) {
            return System.nanoTime();
        }
        TimeUnit.NANOSECONDS.sleep(waitNanos);
        return nextNanos;
    }
}
