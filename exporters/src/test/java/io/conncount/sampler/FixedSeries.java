package io.conncount.sampler;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** A series that stands as a test says. */
public final class FixedSeries {
    /** When every sample was begun. */
    public static final Instant TIME = Instant.parse("2026-01-02T03:04:05Z");

    private FixedSeries() {}

    /** One that was tried once in vain. */
    public static <T> Series<T> failed(String name, String failure) {
        Series<T> series = empty(name);
        series.publish(new Series.State<>(
                Optional.empty(), 1, 1, 0, Optional.of(failure), series.intervalMin(), Duration.ofMillis(3)));
        return series;
    }

    /** One that has not been tried yet. */
    public static <T> Series<T> empty(String name) {
        return new Series<>(name, Duration.ofSeconds(1), () -> {
            throw new AssertionError("looking at a series never takes a sample");
        });
    }

    /** One whose first sample was this value, and complete. */
    public static <T> Series<T> of(String name, T value) {
        Series<T> series = empty(name);
        publish(series, value, Optional.empty());
        return series;
    }

    /** One more sample, a millisecond of processor time dear; incomplete if there is a fault. */
    public static <T> void publish(Series<T> series, T value, Optional<String> fault) {
        Duration cpu = Duration.ofMillis(1);
        publish(series, new Sample<>(value, TIME, System.nanoTime(), Duration.ofMillis(20), cpu, fault));
    }

    /** One more sample. */
    public static <T> void publish(Series<T> series, Sample<T> sample) {
        Series.State<T> before = series.state();
        series.publish(new Series.State<>(
                Optional.of(sample),
                before.taken() + 1,
                before.failed(),
                before.incomplete() + (sample.fault().isPresent() ? 1 : 0),
                sample.fault(),
                before.interval(),
                sample.cpu()));
    }

    /** Samples are begun so long after each other from now on. */
    public static <T> void stretch(Series<T> series, Duration interval) {
        Series.State<T> before = series.state();
        series.publish(new Series.State<>(
                before.last(),
                before.taken(),
                before.failed(),
                before.incomplete(),
                before.failure(),
                interval,
                before.lastCpu()));
    }
}
