package io.conncount.sampler;

import io.conncount.sampler.Sampler.SamplerException;
import io.conncount.sampler.Series.Sample;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Series that nobody samples, and that stand as a test says. */
public final class FixedSeries {
    /** When every sample was begun. */
    public static final Instant TIME = Instant.parse("2026-01-02T03:04:05Z");

    private FixedSeries() {}

    /** One that has not been tried yet. */
    public static <T> Series<T> empty(String name) {
        Series.Probe<T> probe = () -> {
            throw new AssertionError("looking at a series never takes a sample");
        };
        try (Sampler neverStarted = new Sampler(1, Duration.ofSeconds(1))) {
            return neverStarted.every(Duration.ofSeconds(1), name, probe, none -> Optional.empty());
        }
    }

    /** One that was tried once in vain. */
    public static <T> Series<T> failed(String name, String failure) {
        Series<T> series = empty(name);
        fail(series, new SamplerException(failure));
        return series;
    }

    /** One more try, in vain. */
    public static <T> void fail(Series<T> series, IOException refusal) {
        series.publish(new ProbeRunner.Result<>(Optional.empty(), Optional.of(refusal), Duration.ofMillis(3)));
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
        Sample<T> sample = new Sample<>(value, TIME, System.nanoTime(), Duration.ofMillis(20), cpu, fault);
        publish(series, sample);
    }

    /** One more sample as it is. */
    public static <T> void publish(Series<T> series, Sample<T> sample) {
        series.publish(new ProbeRunner.Result<>(Optional.of(sample), Optional.empty(), sample.cpu()));
    }

    /** Samples are begun so long after each other from now on. */
    public static <T> void stretch(Series<T> series, Duration interval) {
        series.publish(interval);
    }
}
