package io.conncount.exporters.flight;

import io.conncount.exporters.flight.Alarm.Verdict;
import io.conncount.sampler.Sampler;
import io.conncount.sampler.Series;
import io.conncount.sampler.Series.Sample;
import io.conncount.source.DumpResult;
import io.conncount.source.Host;
import io.conncount.source.HostSource;
import io.conncount.source.recording.FullRecording;
import io.conncount.source.recording.RecordingException;
import io.conncount.sys.KernelException;
import io.conncount.view.Escaper;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/**
 * Records all sockets when a condition has held for some time. The condition is a series of the sampler. A recording is taken by the
 * sampler's thread as well, at once and within its deadline; it counts towards the budget as a caller's question does.
 */
public final class FlightRecorder implements AutoCloseable {
    private static final Logger LOG = System.getLogger(FlightRecorder.class.getName());
    private static final Duration COOL_DOWN = Duration.ofMinutes(5);

    private final Sampler sampler;
    private final Options options;
    private final String version;
    private final Series<Verdict> condition;
    private final Trigger trigger;
    private final RecordingDirectory directory;
    private final LongAdder taken = new LongAdder();
    private final LongAdder failed = new LongAdder();
    /** Waits for the sampler's thread, which must not wait for itself. Idle most of the time, it has no thread then. */
    private final ExecutorService asking =
            new ThreadPoolExecutor(0, 1, 1, TimeUnit.SECONDS, new LinkedBlockingQueue<>(1), FlightRecorder::thread);

    private long seen;
    private boolean known = true;

    /**
     * What is to be recorded, and where.
     *
     * @param keep how many recordings to keep
     */
    public record Options(Alarm alarm, Path directory, int keep) {}

    /**
     * A recorder that begins when the sampler is started.
     *
     * @param interval how long after each other to look at the condition at the least
     * @throws RecordingException if files cannot be written to the directory
     * @throws UnsupportedOperationException if this system has nothing to record; the message says so
     */
    public FlightRecorder(Sampler sampler, Host host, Options options, Duration interval, String version)
            throws RecordingException {
        this(sampler, host, options, interval, version, COOL_DOWN);
    }

    FlightRecorder(Sampler sampler, Host host, Options options, Duration interval, String version, Duration coolDown)
            throws RecordingException {
        HostSource.recordable();
        this.sampler = sampler;
        this.options = options;
        this.version = version;
        directory = new RecordingDirectory(options.directory(), options.keep());
        trigger = new Trigger(options.alarm().lasting(), coolDown);
        condition = sampler.every(
                interval, "record_when", () -> options.alarm().look().at(host), FlightRecorder::fault);
        sampler.onSample(this::look);
    }

    private static Thread thread(Runnable task) {
        Thread thread = Executors.defaultThreadFactory().newThread(task);
        thread.setName("flight-recorder");
        thread.setDaemon(true);
        return thread;
    }

    private static Optional<String> fault(Verdict verdict) {
        return verdict.holds().isPresent() ? Optional.empty() : Optional.of(verdict.text());
    }

    /** Looks at the condition, in the sampler's thread. What is not known changes nothing. */
    private void look() {
        Series.State<Verdict> state = condition.state();
        if (state.taken() == seen) {
            return;
        }
        seen = state.taken();
        boolean nowKnown = state.failure().isEmpty();
        if (nowKnown != known) {
            known = nowKnown;
            state.failure()
                    .ifPresentOrElse(
                            reason -> LOG.log(
                                    Level.WARNING,
                                    options.alarm().text() + ": cannot tell: " + Escaper.message(reason)),
                            () -> LOG.log(Level.INFO, options.alarm().text() + ": known again"));
        }
        Optional<Sample<Verdict>> last = state.last();
        if (nowKnown && last.isPresent()) {
            Verdict verdict = last.get().value();
            if (due(verdict, last.get().takenNanos())) {
                LOG.log(Level.WARNING, options.alarm().text() + ": " + Escaper.message(verdict.text()) + "; recording");
                asking.execute(this::record);
            }
        }
    }

    private synchronized boolean due(Verdict verdict, long nowNanos) {
        return trigger.isDue(verdict.holds().orElseThrow(), nowNanos);
    }

    private void record() {
        try {
            Written written = sampler.ask(this::write, Written::fault).value();
            if (written.failure.isPresent()) {
                throw written.failure.get();
            }
            taken.increment();
            LOG.log(
                    Level.INFO,
                    String.format(
                            Locale.ROOT,
                            "recorded %,d sockets in %s%s",
                            written.result.sockets(),
                            written.file,
                            written.fault()
                                    .map(fault -> "; incomplete: " + fault)
                                    .orElse("")));
            directory.removeOldest(written.file);
        } catch (IOException e) {
            failed.increment();
            synchronized (this) {
                trigger.failed();
            }
            LOG.log(
                    Level.WARNING,
                    "not recorded: " + Escaper.message(e.getMessage()) + "; the next try is in " + COOL_DOWN.toMinutes()
                            + " minutes, if the condition still holds then");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** What came of a recording: a file, or why there is none. */
    private record Written(Path file, DumpResult result, Optional<RecordingException> failure) {
        Optional<String> fault() {
            return failure.isPresent() ? Optional.empty() : result.fault();
        }
    }

    private Written write() throws KernelException {
        Path file = directory.file(Instant.now());
        try {
            return new Written(
                    file, FullRecording.write(file, version, options.alarm().text()), Optional.empty());
        } catch (RecordingException e) {
            return new Written(file, DumpResult.NOTHING, Optional.of(e));
        }
    }

    /** True if the condition holds now; empty if that is not known. */
    public Optional<Boolean> holds() {
        return condition.state().failure().isPresent()
                ? Optional.empty()
                : condition.last().flatMap(sample -> sample.value().holds());
    }

    /** How many recordings were taken. */
    public long taken() {
        return taken.sum();
    }

    /** How many recordings failed. */
    public long failed() {
        return failed.sum();
    }

    /** Where and when it records, for people. */
    @Override
    public String toString() {
        return "recording in " + directory + " when " + options.alarm().text();
    }

    @Override
    public void close() {
        asking.shutdownNow();
    }
}
