package io.conncount.exporters.prometheus;

import io.conncount.sampler.Sample;
import io.conncount.sampler.Series;
import java.time.Duration;
import java.util.Optional;

/** The state of a series at one moment, unaffected by later samples. */
record SeriesStatus<T>(String name, Duration intervalMin, Series.State<T> state) {
    static <T> SeriesStatus<T> of(Series<T> series) {
        return new SeriesStatus<>(series.name(), series.intervalMin(), series.state());
    }

    /** The last good sample; empty before the first. */
    Optional<Sample<T>> last() {
        return state.last();
    }

    /** True if samples are taken less often than configured, to stay within the budget. */
    boolean stretched() {
        return state.interval().compareTo(intervalMin) > 0;
    }
}
