package io.conncount.sampler;

import io.conncount.sys.KernelException;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Function;

/** Makes attempts at samples: within the deadline, measured, and whatever a probe does it ends in an answer. */
final class Attempts implements AutoCloseable {
    private final Duration deadline;
    private final InstantSource clock;
    private final Watchdog watchdog;
    private final CpuClock cpu;

    Attempts(Duration deadline, InstantSource clock, CpuClock cpu) {
        this.deadline = deadline;
        this.clock = clock;
        this.cpu = cpu;
        watchdog = new Watchdog(deadline.toNanos());
    }

    /** Makes one, in this thread. */
    <T> Attempt<T> make(Probe<T> probe, Function<T, Optional<String>> fault) {
        Instant time = clock.instant();
        long begunNanos = System.nanoTime();
        long cpuBeforeNanos = cpu.ofThisThreadNanos();
        Optional<T> value = Optional.empty();
        Optional<String> incomplete = Optional.empty();
        Optional<IOException> failure = Optional.empty();
        Watchdog.Watch watch = watchdog.begin();
        try {
            value = Optional.of(probe.take());
            incomplete = fault.apply(value.get());
        } catch (KernelException e) {
            failure = Optional.of(e);
        } catch (RuntimeException | Error e) {
            // Out of memory or of stack, or a mistake: the next sample may well be good.
            failure = Optional.of(new SamplerException("the sample failed: " + e, e));
        }
        if (watch.end()) {
            failure = Optional.of(new SamplerException("the sample took longer than the deadline of "
                    + deadline.toMillis() / 1000.0 + " s and was given up"));
        }
        Duration cost = Duration.ofNanos(cpu.ofThisThreadNanos() - cpuBeforeNanos);
        if (failure.isPresent()) {
            return new Attempt<>(Optional.empty(), failure, cost);
        }
        long takenNanos = System.nanoTime();
        Duration elapsed = Duration.ofNanos(takenNanos - begunNanos);
        return new Attempt<>(
                Optional.of(new Sample<>(value.get(), time, takenNanos, elapsed, cost, incomplete)), failure, cost);
    }

    @Override
    public void close() {
        watchdog.close();
    }
}
