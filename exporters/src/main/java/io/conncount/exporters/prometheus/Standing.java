package io.conncount.exporters.prometheus;

import io.conncount.sampler.Sample;
import io.conncount.sampler.Series;
import java.time.Duration;
import java.util.Optional;

/** A series as it stood at one moment, whatever is sampled meanwhile. */
record Standing<T>(String name, Duration intervalMin, Series.State<T> state) {
    static <T> Standing<T> of(Series<T> series) {
        return new Standing<>(series.name(), series.intervalMin(), series.state());
    }

    /** The last good sample; empty as long as there is none. */
    Optional<Sample<T>> last() {
        return state.last();
    }

    /** True if samples are begun less often than asked for, so that they keep to their budget. */
    boolean stretched() {
        return state.interval().compareTo(intervalMin) > 0;
    }
}
