package io.conncount.sampler;

import io.conncount.sys.KernelException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * Takes samples of several things, one after the other, in a thread of its own and at its own pace. Those who look at them
 * never cause one to be taken.
 */
public final class Sampler implements AutoCloseable {
    private final ExecutorService thread = Executors.newSingleThreadExecutor();
    private final List<Series<?>> series = new ArrayList<>();
    private final List<Runnable> listeners = new ArrayList<>();

    /**
     * A sampler that begins when it is started.
     *
     * @param cpuBudget how much of a processor it may take in the long run, such as 0.02
     * @param deadline how long one sample may take
     */
    public Sampler(double cpuBudget, Duration deadline) {}

    /**
     * Adds something to sample, before the start.
     *
     * @param fault tells why a value may be incomplete
     */
    public <T> Series<T> every(Duration intervalMin, String name, Probe<T> probe, Function<T, Optional<String>> fault) {
        Series<T> added = new Series<>(name, intervalMin, probe);
        series.add(added);
        return added;
    }

    /** Adds somebody to be told, in the sampler's thread, whenever a series has changed. Before the start. */
    public void onSample(Runnable listener) {
        listeners.add(listener);
    }

    /**
     * Takes one sample in the sampler's thread as soon as it is free, and waits for it. It counts into the budget.
     *
     * @throws KernelException if the probe failed, took longer than the deadline, or the sampler is closed
     */
    public <T> Sample<T> ask(Probe<T> probe, Function<T, Optional<String>> fault)
            throws KernelException, InterruptedException {
        throw new UnsupportedOperationException();
    }

    /** Begins to sample. */
    public void start() {
        thread.execute(this::run);
    }

    private void run() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                for (Series<?> one : series) {
                    take(one);
                }
                TimeUnit.SECONDS.sleep(1);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private <T> void take(Series<T> one) {
        Series.State<T> before = one.state();
        Instant time = Instant.now();
        long begunNanos = System.nanoTime();
        try {
            T value = one.probe().take();
            Duration elapsed = Duration.ofNanos(System.nanoTime() - begunNanos);
            Sample<T> sample = new Sample<>(value, time, System.nanoTime(), elapsed, elapsed, Optional.empty());
            one.publish(new Series.State<>(
                    Optional.of(sample),
                    before.taken() + 1,
                    before.failed(),
                    before.incomplete(),
                    Optional.empty(),
                    one.intervalMin(),
                    elapsed));
        } catch (KernelException e) {
            one.publish(new Series.State<>(
                    before.last(),
                    before.taken() + 1,
                    before.failed() + 1,
                    before.incomplete(),
                    Optional.of(e.getMessage()),
                    one.intervalMin(),
                    Duration.ZERO));
        }
        listeners.forEach(Runnable::run);
    }

    /** Ends sampling; a sample that is being taken is given up. */
    @Override
    public void close() {
        thread.shutdownNow();
    }
}
