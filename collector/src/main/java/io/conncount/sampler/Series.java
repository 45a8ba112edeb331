package io.conncount.sampler;

import io.conncount.sys.KernelException;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;

/**
 * A value that is sampled repeatedly. The last good sample stays until there is a better one: one that failed does
 * not replace it, and one that is incomplete only where none was complete so far. Read by any thread, changed by the
 * sampler's alone.
 */
public final class Series<T> {
    private final String name;
    private final Probe<T> probe;
    private final Function<T, Optional<String>> fault;

    private volatile Duration intervalMin;
    private volatile State<T> state;
    private volatile Optional<IOException> refusal = Optional.empty();

    /**
     * How a series stands.
     *
     * @param last the last good sample; empty before the first
     * @param taken how many samples were tried
     * @param failed how many of them gave nothing
     * @param incomplete how many of them were incomplete
     * @param failure why the last try failed or was incomplete; empty if it was good
     * @param interval how long after each other samples are begun at present, the budget heeded
     * @param lastCpu what the last try cost, good or not
     */
    public record State<T>(
            Optional<Sample<T>> last,
            long taken,
            long failed,
            long incomplete,
            Optional<String> failure,
            Duration interval,
            Duration lastCpu) {}

    Series(String name, Duration intervalMin, Probe<T> probe, Function<T, Optional<String>> fault) {
        this.name = name;
        this.intervalMin = intervalMin;
        this.probe = probe;
        this.fault = fault;
        state = new State<>(Optional.empty(), 0, 0, 0, Optional.empty(), intervalMin, Duration.ZERO);
    }

    /** Its name in metrics and logs, such as {@code states}. */
    public String name() {
        return name;
    }

    /** How long after each other samples are begun at the least. */
    public Duration intervalMin() {
        return intervalMin;
    }

    void intervalMin(Duration changed) {
        intervalMin = changed;
    }

    /** The same, begun anew, of something else. */
    Series<T> of(Probe<T> other) {
        return new Series<>(name, intervalMin, other, fault);
    }

    /** How it stands now. */
    public State<T> state() {
        return state;
    }

    /** Why the last try gave nothing; empty if it gave a sample, complete or not. */
    public Optional<IOException> refusal() {
        return refusal;
    }

    /** The last good sample; empty before the first. */
    public Optional<Sample<T>> last() {
        return state.last();
    }

    /** Tries to take a sample, in this thread; {@link #publish} follows. */
    ProbeRunner.Result<T> run(ProbeRunner runner) {
        return runner.run(probe, fault);
    }

    /** Shows what came of a try. */
    void publish(ProbeRunner.Result<T> result) {
        refusal = result.failure();
        State<T> before = state;
        Optional<Sample<T>> sample = result.sample();
        boolean incomplete = isIncomplete(sample);
        boolean betterBefore = incomplete && before.last.isPresent() && !isIncomplete(before.last);
        state = new State<>(
                sample.isEmpty() || betterBefore ? before.last : sample,
                before.taken + 1,
                before.failed + (sample.isEmpty() ? 1 : 0),
                before.incomplete + (incomplete ? 1 : 0),
                result.reason(),
                before.interval,
                result.cpu());
    }

    /** Sets the current interval of its samples, which also depends on the cost of other series. */
    void publish(Duration interval) {
        State<T> now = state;
        state = new State<>(now.last, now.taken, now.failed, now.incomplete, now.failure, interval, now.lastCpu);
    }

    private static <T> boolean isIncomplete(Optional<Sample<T>> sample) {
        return sample.isPresent() && sample.get().fault().isPresent();
    }

    /** How often a series is sampled. */
    public enum Repetition {
        /** Again and again, at its interval. */
        ALWAYS,
        /** Until it was tried once. */
        ONCE,
        /** Not at all; what was sampled before stays. */
        NEVER
    }

    /** Takes one sample of something. Run by the sampler's thread, which interrupts it when the deadline has passed. */
    @FunctionalInterface
    public interface Probe<T> {
        /**
         * Takes it.
         *
         * @throws KernelException if no value is available now
         */
        T take() throws KernelException;
    }

    /**
     * What was taken, and what it cost.
     *
     * @param time when it was begun, by the host's clock, which may jump
     * @param takenNanos when it was finished, by {@link System#nanoTime}
     * @param elapsed how long it took
     * @param cpu the processor time that it took, the kernel's share with it
     * @param fault why it may be incomplete; empty if it is complete
     */
    public record Sample<T>(
            T value, Instant time, long takenNanos, Duration elapsed, Duration cpu, Optional<String> fault) {
        /** Its age, independent of the host's clock. */
        public Duration age() {
            return Duration.ofNanos(System.nanoTime() - takenNanos);
        }
    }
}
