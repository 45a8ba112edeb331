package io.conncount.testing;

import java.util.concurrent.TimeUnit;

/** How tests wait: for what is to happen, however busy the host is. */
public final class Waiting {
    /** What has not happened by then hangs. */
    public static final int SECONDS_MAX = 600;

    private static final int PAUSE_MILLISECONDS = 10;

    /** What is waited for. */
    public interface Condition {
        boolean holds() throws Exception;
    }

    private Waiting() {}

    /** Asks again and again until something holds of which nobody tells, such as what another program shows. */
    public static void until(String what, Condition condition) throws Exception {
        long startNanos = System.nanoTime();
        while (!condition.holds()) {
            if (System.nanoTime() - startNanos > TimeUnit.SECONDS.toNanos(SECONDS_MAX)) {
                throw new AssertionError("waited in vain for " + what);
            }
            TimeUnit.MILLISECONDS.sleep(PAUSE_MILLISECONDS);
        }
    }
}
