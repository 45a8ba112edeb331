package io.conncount.sampler;

import io.conncount.sampler.Series.Sample;
import io.conncount.sys.KernelException;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * Takes samples of several series, one after the other, in a separate thread and at its own pace. Readers
 * never cause one to be taken.
 *
 * <p>The CPU budget is the process's as a whole. What its other work takes (answering, collecting garbage, compiling),
 * measured over about the last minute and not before the first one is over, is taken off what sampling may have; but a
 * quarter of the budget is always left to it. Sampling then stretches its intervals ({@link Series.State#interval}) until it
 * stays within that in the long run. Time comes only from {@link System#nanoTime}, because the host's clock may jump.
 *
 * <p>A sample that takes longer than the deadline is interrupted, which dumps heed after each datagram. What cannot be
 * interrupted, such as one long system call, is thrown away when it returns.
 */
public final class Sampler implements AutoCloseable {
    private static final int ASKED_MAX = 64;
    private static final long START_UP_NANOS = TimeUnit.MINUTES.toNanos(1);
    private static final Duration END_MAX = Duration.ofMillis(800);

    private final ExecutorService thread = Executors.newSingleThreadExecutor(task -> daemon("sampler", task));
    private final List<Series<?>> series = new ArrayList<>();
    private final List<Runnable> listeners = new ArrayList<>();
    private final BlockingQueue<ProbeRunner.PendingSample<?>> asked = new ArrayBlockingQueue<>(ASKED_MAX);
    private final Queue<Runnable> changes = new ConcurrentLinkedQueue<>();
    /** Asks nothing: lets the thread look at what has changed. */
    private final ProbeRunner.PendingSample<Void> wake =
            new ProbeRunner.PendingSample<>(() -> null, nothing -> Optional.empty());

    private final CpuClock cpu = new CpuClock();
    private final CpuClock.RecentRate restRate = new CpuClock.RecentRate();
    private final double cpuBudget;
    private final ProbeRunner runner;
    private final Pace pace;

    private long startNanos;
    private volatile Duration cpuTotal = Duration.ZERO;
    private volatile boolean started;
    private volatile boolean closed;

    /**
     * A sampler that begins when it is started.
     *
     * @param cpuBudget how much of a processor the process may take in the long run, such as 0.02
     * @param deadline how long one sample may take
     */
    public Sampler(double cpuBudget, Duration deadline) {
        this(cpuBudget, deadline, InstantSource.system());
    }

    /** The same where the host's clock is this one. */
    Sampler(double cpuBudget, Duration deadline, InstantSource clock) {
        this.cpuBudget = cpuBudget;
        pace = new Pace(cpuBudget);
        runner = new ProbeRunner(deadline, clock, cpu);
    }

    static Thread daemon(String name, Runnable task) {
        Thread thread = Executors.defaultThreadFactory().newThread(task);
        thread.setName(name);
        thread.setDaemon(true);
        return thread;
    }

    /**
     * Adds something to sample. After the start, its first sample is soon taken, and paid for like any other.
     *
     * @param fault gives the reason if a value may be incomplete
     */
    public <T> Series<T> every(
            Duration intervalMin, String name, Series.Probe<T> probe, Function<T, Optional<String>> fault) {
        Series<T> added = new Series<>(name, intervalMin, probe, fault);
        change(() -> {
            pace.add(intervalMin);
            series.add(added);
        });
        return added;
    }

    /**
     * Replaces a series with another one, which is sampled soon and at the same interval. The debt to the budget remains.
     *
     * @return the series of it, which has nothing yet
     */
    public <T> Series<T> replace(Series<T> old, Series.Probe<T> probe) {
        Series<T> added = old.of(probe);
        change(() -> {
            int number = series.indexOf(old);
            series.set(number, added);
            pace.renew(number);
        });
        return added;
    }

    /** Sets the interval of a series. */
    public void repeat(Series<?> one, Series.Repetition repetition) {
        change(() -> pace.repeat(series.indexOf(one), repetition));
    }

    /** From now on, a series takes at most this part of what sampling may take, 1 for all of it, if it is over its budget at all. */
    public void limit(Series<?> one, double part) {
        change(() -> pace.limit(series.indexOf(one), part));
    }

    /** From now on, a series has another shortest interval. */
    public void interval(Series<?> one, Duration intervalMin) {
        one.intervalMin(intervalMin);
        change(() -> pace.interval(series.indexOf(one), intervalMin));
    }

    /** Changes the series: directly before the start, later in the sampler's thread. */
    private void change(Runnable change) {
        changes.add(change);
        if (!started) {
            makeChanges();
        } else {
            // If the queue is full, the thread is awake.
            boolean unused = asked.offer(wake);
        }
    }

    private void makeChanges() {
        for (Runnable change = changes.poll(); change != null; change = changes.poll()) {
            change.run();
        }
    }

    /** Adds a listener that the sampler's thread calls whenever a series has changed. Only before the start. */
    public void onSample(Runnable listener) {
        listeners.add(listener);
    }

    /** How much of a processor the process may take in the long run. */
    public double cpuBudget() {
        return cpuBudget;
    }

    /** The CPU time of sampling since the start, including failed samples and questions. */
    public Duration cpuTotal() {
        return cpuTotal;
    }

    /**
     * Takes one sample in the sampler's thread as soon as it is free, and waits for it. It counts towards the budget,
     * and delays the following series. Returns early if interrupted.
     *
     * @throws KernelException if the kernel refused
     * @throws SamplerException if the probe failed otherwise or took longer than the deadline, the sampler is closed, or too
     *     many wait already
     */
    public <T> Sample<T> ask(Series.Probe<T> probe, Function<T, Optional<String>> fault)
            throws KernelException, SamplerException, InterruptedException {
        ProbeRunner.PendingSample<T> question = new ProbeRunner.PendingSample<>(probe, fault);
        if (!asked.offer(question)) {
            throw new SamplerException(ASKED_MAX + " questions are already waiting for the sampler: try again later");
        }
        if (closed) {
            refuseAsked();
        }
        try {
            return question.await();
        } finally {
            asked.remove(question);
        }
    }

    /** The number of questions that wait to be started. */
    int waiting() {
        return asked.size();
    }

    /** Begins to sample, in the network namespace of this thread. */
    public void start() {
        startNanos = System.nanoTime();
        pace.start(startNanos);
        started = true;
        thread.execute(this::run);
    }

    private void run() {
        while (!closed) {
            try {
                makeChanges();
                ProbeRunner.PendingSample<?> question =
                        asked.poll(pace.waitNanos(System.nanoTime()), TimeUnit.NANOSECONDS);
                if (question != null && question != wake) {
                    answer(question);
                }
                makeChanges();
                takeNext();
            } catch (InterruptedException e) {
                // Only close interrupts here, and the loop's condition says so.
            } catch (RuntimeException | Error e) {
                report(e);
            }
        }
        refuseAsked();
    }

    private void answer(ProbeRunner.PendingSample<?> question) {
        long cpuNanos = question.answer(runner).cpu().toNanos();
        pace.spentAside(cpuNanos, System.nanoTime());
        account(cpuNanos);
    }

    /** Takes the series that is due, if one is. */
    private void takeNext() {
        long nowNanos = System.nanoTime();
        int next = closed ? Pace.NONE : pace.due(nowNanos);
        if (next != Pace.NONE) {
            pace.begun(next, nowNanos);
            take(series.get(next), next);
            listeners.forEach(Sampler::tell);
        }
    }

    private <T> void take(Series<T> one, int number) {
        ProbeRunner.Result<T> result = one.run(runner);
        long cpuNanos = result.cpu().toNanos();
        pace.spent(number, cpuNanos, System.nanoTime());
        account(cpuNanos);
        if (!closed) {
            one.publish(result);
            publishIntervals();
        }
    }

    private void publishIntervals() {
        long nowNanos = System.nanoTime();
        for (int i = 0; i < series.size(); i++) {
            series.get(i).publish(Duration.ofNanos(pace.nextIntervalNanos(i, nowNanos)));
        }
    }

    private static void tell(Runnable listener) {
        try {
            listener.run();
        } catch (RuntimeException | Error e) {
            report(e);
        }
    }

    /** Says it where what ends a thread is said, and goes on: memory that has run out may be there again. */
    private static void report(Throwable e) {
        Thread thread = Thread.currentThread();
        thread.getUncaughtExceptionHandler().uncaughtException(thread, e);
    }

    /** Adds up the cost of sampling, and reports the cost of the rest of the process to the pace. */
    private void account(long cpuNanos) {
        long nowNanos = System.nanoTime();
        Duration total = cpuTotal.plusNanos(cpuNanos);
        cpuTotal = total;
        if (nowNanos - startNanos >= START_UP_NANOS) {
            restRate.add(nowNanos, Math.max(0, cpu.ofProcessNanos() - total.toNanos()));
            pace.rest(restRate.rate(), nowNanos);
        }
    }

    private void refuseAsked() {
        List<ProbeRunner.PendingSample<?>> waiting = new ArrayList<>();
        asked.drainTo(waiting);
        waiting.forEach(question -> question.refuse(new SamplerException("the sampler is closed")));
    }

    /** Ends sampling within a second; a sample that is being taken is given up. */
    @Override
    public void close() {
        closed = true;
        thread.shutdownNow();
        refuseAsked();
        try {
            thread.awaitTermination(END_MAX.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        runner.close();
    }

    /** There is no sample, for a reason other than a refusal by the kernel. The message says why. */
    public static final class SamplerException extends IOException {
        private static final long serialVersionUID = 1;

        SamplerException(String message) {
            super(message);
        }

        SamplerException(String message, Throwable cause) {
            super(message, cause);
        }
    }
}
