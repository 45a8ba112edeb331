package io.conncount.tui.model;

import io.conncount.counters.Measure;
import io.conncount.counters.Measures;
import io.conncount.sampler.Sample;
import io.conncount.sampler.Series;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What the kernel's counters say has happened between two readings.
 *
 * @param seconds how far they lie apart
 */
public record Activity(Measures now, Measures last, double seconds) {
    private static final double NANOS_PER_SECOND = 1e9;

    /** Empty without two readings. */
    static Optional<Activity> between(Series.State<Measures> before, Series.State<Measures> after) {
        if (before.last().isEmpty() || after.last().isEmpty()) {
            return Optional.empty();
        }
        Sample<Measures> first = before.last().get();
        Sample<Measures> second = after.last().get();
        long nanos = second.takenNanos() - first.takenNanos();
        return nanos <= 0
                ? Optional.empty()
                : Optional.of(new Activity(second.value(), first.value(), nanos / NANOS_PER_SECOND));
    }

    /** The increase of a counter per second; empty if the kernel does not report it. */
    public OptionalDouble perSecond(Measure counter) {
        if (now.of(counter).isEmpty() || last.of(counter).isEmpty()) {
            return OptionalDouble.empty();
        }
        // A counter that was begun anew has not shrunk.
        long grown = Math.max(0, now.of(counter).getAsLong() - last.of(counter).getAsLong());
        return OptionalDouble.of(grown / seconds);
    }
}
