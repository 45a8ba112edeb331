package io.conncount.sampler;

import io.conncount.sampler.Sampler.SamplerException;
import io.conncount.sampler.Series.Sample;
import io.conncount.sys.KernelException;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** Takes samples: within the deadline, measured, and whatever a probe does it ends in a result. */
final class ProbeRunner implements AutoCloseable {
    private final Duration deadline;
    private final InstantSource clock;
    private final Watchdog watchdog;
    private final CpuClock cpu;

    ProbeRunner(Duration deadline, InstantSource clock, CpuClock cpu) {
        this.deadline = deadline;
        this.clock = clock;
        this.cpu = cpu;
        watchdog = new Watchdog(deadline.toNanos());
    }

    /** Takes one, in this thread. */
    <T> Result<T> run(Series.Probe<T> probe, Function<T, Optional<String>> fault) {
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
        } catch (UnsupportedOperationException e) {
            failure = Optional.of(new SamplerException("this cannot be sampled: " + e.getMessage(), e));
        } catch (RuntimeException | Error e) {
            // Out of memory or of stack, or a mistake: the next sample may well be good.
            failure = Optional.of(new SamplerException("the sample failed: " + e, e));
        }
        if (watch.end()) {
            failure = Optional.of(new SamplerException("the sample took longer than the deadline of "
                    + deadline.toMillis() / 1000.0 + " s and was abandoned"));
        }
        Duration cost = Duration.ofNanos(cpu.ofThisThreadNanos() - cpuBeforeNanos);
        if (failure.isPresent()) {
            return new Result<>(Optional.empty(), failure, cost);
        }
        long takenNanos = System.nanoTime();
        Duration elapsed = Duration.ofNanos(takenNanos - begunNanos);
        return new Result<>(
                Optional.of(new Sample<>(value.get(), time, takenNanos, elapsed, cost, incomplete)), failure, cost);
    }

    @Override
    public void close() {
        watchdog.close();
    }

    /**
     * What came of one try: a sample, complete or not, or a failure.
     *
     * @param failure a {@link KernelException} or a {@link SamplerException}
     * @param cpu the processor time that it took either way
     */
    record Result<T>(Optional<Sample<T>> sample, Optional<IOException> failure, Duration cpu) {
        /** The sample. */
        Sample<T> get() throws KernelException, SamplerException {
            if (sample.isPresent()) {
                return sample.get();
            }
            if (failure.isPresent() && failure.get() instanceof KernelException refused) {
                throw refused;
            }
            throw new SamplerException(reason().orElse("no sample was taken"), failure.orElse(null));
        }

        /** Why the sample is missing, or may be incomplete. */
        Optional<String> reason() {
            return failure.isPresent() ? failure.map(IOException::getMessage) : sample.flatMap(Sample::fault);
        }
    }

    /** A sample with a waiting caller. */
    static final class PendingSample<T> {
        private final Series.Probe<T> probe;
        private final Function<T, Optional<String>> fault;
        private final CompletableFuture<Result<T>> answer = new CompletableFuture<>();

        PendingSample(Series.Probe<T> probe, Function<T, Optional<String>> fault) {
            this.probe = probe;
            this.fault = fault;
        }

        /** Takes it in this thread, and wakes the caller. */
        Result<T> answer(ProbeRunner runner) {
            try {
                Result<T> result = runner.run(probe, fault);
                answer.complete(result);
                return result;
            } catch (RuntimeException | Error e) {
                answer.completeExceptionally(e);
                throw e;
            }
        }

        /** Wakes the caller without a sample. */
        void refuse(SamplerException reason) {
            answer.completeExceptionally(reason);
        }

        /** Waits for it. */
        Sample<T> await() throws KernelException, SamplerException, InterruptedException {
            try {
                return answer.get().get();
            } catch (ExecutionException e) {
                throw new SamplerException(e.getCause().getMessage(), e.getCause());
            }
        }
    }

    /** Interrupts a thread that takes too long for something, and never because of what it did before. */
    static final class Watchdog implements AutoCloseable {
        private final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(
                1, task -> Sampler.daemon("sampler-watchdog", task), new ThreadPoolExecutor.DiscardPolicy());
        private final long deadlineNanos;

        Watchdog(long deadlineNanos) {
            this.deadlineNanos = deadlineNanos;
            timer.setRemoveOnCancelPolicy(true);
            // Started early, because the system may have no thread left when it is needed.
            timer.prestartCoreThread();
        }

        /** Begins to watch what this thread does until the watch is ended. */
        Watch begin() {
            Watch watch = new Watch(Thread.currentThread());
            watch.alarm = timer.schedule(watch::expire, deadlineNanos, TimeUnit.NANOSECONDS);
            return watch;
        }

        /** One thing that is watched. */
        static final class Watch {
            private final Thread thread;
            private ScheduledFuture<?> alarm;
            private boolean expired;
            private boolean ended;

            private Watch(Thread thread) {
                this.thread = thread;
            }

            private synchronized void expire() {
                if (!ended) {
                    expired = true;
                    thread.interrupt();
                }
            }

            /**
             * Ends it, in the thread that is watched: whatever interrupted that, nothing of it is left.
             *
             * @return true if it took too long
             */
            synchronized boolean end() {
                ended = true;
                alarm.cancel(false);
                Thread.interrupted();
                return expired;
            }
        }

        @Override
        public void close() {
            timer.shutdownNow();
        }
    }
}
