package io.conncount.exporters;

import io.conncount.exporters.sampled.DaemonSeries;
import io.conncount.sampler.Series;
import io.conncount.source.Remedy;
import io.conncount.sys.KernelException;
import io.conncount.view.Escaper;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Logs when samples of a series begin to fail or to be incomplete, when they are good again, and once an hour in between.
 * A series that changes again and again has a line a minute. Used by one thread.
 */
final class SamplingLog {
    private static final Logger LOG = System.getLogger(SamplingLog.class.getName());
    private static final long REMINDER_NANOS = Duration.ofHours(1).toNanos();
    private static final long CHANGE_NANOS = Duration.ofMinutes(1).toNanos();

    private final DaemonSeries sampled;
    private final LongSupplier nanoTime;
    private final Map<String, Said> said = new HashMap<>();

    private enum Condition {
        GOOD,
        INCOMPLETE,
        FAILING
    }

    /** What the last line about a series said, and when. */
    private record Said(Condition condition, long nanos) {}

    /**
     * @param nanoTime the time, as {@link System#nanoTime} gives it
     */
    SamplingLog(DaemonSeries sampled, LongSupplier nanoTime) {
        this.sampled = sampled;
        this.nanoTime = nanoTime;
    }

    /** Looks at all series; to be called whenever one has changed. */
    void look() {
        long now = nanoTime.getAsLong();
        sampled.all().forEach(series -> look(series, now));
    }

    private void look(Series<?> series, long now) {
        Condition condition = condition(series);
        Said last = said.get(series.name());
        if (last == null && condition == Condition.GOOD) {
            return;
        }
        boolean changed = last == null || condition != last.condition;
        long silence = last == null ? Long.MAX_VALUE : now - last.nanos;
        if (changed ? silence >= CHANGE_NANOS : condition != Condition.GOOD && silence >= REMINDER_NANOS) {
            say(series, condition, changed);
            said.put(series.name(), new Said(condition, now));
        }
    }

    private static Condition condition(Series<?> series) {
        if (series.refusal().isPresent()) {
            return Condition.FAILING;
        }
        return series.state().failure().isPresent() ? Condition.INCOMPLETE : Condition.GOOD;
    }

    private static void say(Series<?> series, Condition condition, boolean changed) {
        String subject = "samples of " + series.name();
        String still = changed ? "" : " still";
        String reason = Escaper.message(series.state().failure().orElse(""));
        switch (condition) {
            case GOOD -> LOG.log(Level.INFO, subject + " are good again after " + failures(series.state()));
            case INCOMPLETE -> LOG.log(Level.WARNING, subject + " are" + still + " incomplete: " + reason);
            case FAILING ->
                LOG.log(
                        Level.WARNING,
                        subject + still + " fail: " + reason
                                + remedy(series.refusal().orElseThrow()));
        }
    }

    private static String failures(Series.State<?> state) {
        return state.failed() + " failed and " + state.incomplete() + " incomplete samples since the start";
    }

    private static String remedy(IOException refusal) {
        return refusal instanceof KernelException refused ? "; " + Remedy.of(refused) : "";
    }
}
