package io.conncount.exporters.history;

import io.conncount.exporters.history.Ring.Limits;
import io.conncount.exporters.history.Ring.Sampled;
import io.conncount.exporters.sampled.DaemonSeries;
import io.conncount.exporters.sampled.DaemonSeries.GroupSeries;
import io.conncount.exporters.sampled.HistoryStatus;
import io.conncount.query.Query;
import io.conncount.sampler.Series;
import io.conncount.sampler.Series.Sample;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Records what the daemon samples. The sampler's thread only notes that there is a new sample; another one writes it. If that
 * fails or is too slow, samples are dropped and counted, and sampling goes on.
 */
public final class History implements AutoCloseable {
    /** So many samples of a series may wait; of a grouping only one, because there may be a million groups in each. */
    private static final int WAITING_MAX = 60;

    private static final long TIDY_NANOS = Duration.ofSeconds(20).toNanos();
    private static final long RETRY_NANOS = Duration.ofSeconds(5).toNanos();
    private static final Duration END_MAX = Duration.ofMillis(800);

    private static final RecordedSeries QUEUES =
            RecordedSeries.ofNumbers(RecordedSeries.LISTEN_QUEUES, "endpoint", "number");
    private static final RecordedSeries MEASURES = RecordedSeries.ofNumbers(RecordedSeries.MEASURES, "measure");
    private static final RecordedSeries COST = RecordedSeries.ofNumbers("daemon", "number");

    private final List<Source> sources = new ArrayList<>();
    private final BlockingQueue<Waiting> waiting = new LinkedBlockingQueue<>();
    private final ExecutorService thread = Executors.newSingleThreadExecutor(task -> {
        Thread made = Executors.defaultThreadFactory().newThread(task);
        made.setName("history");
        made.setDaemon(true);
        return made;
    });

    private final HistoryDirectory directory;
    private final Limits limits;
    private final String host;
    private final Supplier<Map<String, Long>> cost;
    private final LongSupplier nanoTime;
    private final HistoryLog log;
    private final AtomicLong dropped = new AtomicLong();

    private Optional<Ring> ring = Optional.empty();
    private long failedNanos;
    private long tidiedNanos;
    private long records;
    private long damaged;
    private Optional<String> failure = Optional.empty();
    private volatile HistoryStatus status;
    private volatile boolean started;
    private volatile boolean closed;

    /**
     * Where a history is, and how much it may hold.
     *
     * @param directory for its file
     * @param sizeBytes how much space it may take
     * @param age how old a record may become
     */
    public record Options(Path directory, long sizeBytes, Duration age) {}

    /** A series, and what of it is recorded already. */
    private static final class Source {
        private final RecordedSeries recorded;
        private final Series<?> series;
        private final int waitingMax;
        private final AtomicInteger waiting = new AtomicInteger();
        private Optional<Sample<?>> last = Optional.empty();
        private long taken;

        Source(RecordedSeries recorded, Series<?> series, int waitingMax) {
            this.recorded = recorded;
            this.series = series;
            this.waitingMax = waitingMax;
        }
    }

    private record Waiting(Source source, Sample<?> sample, Duration span) {}

    /**
     * A history that takes its directory now, and is written once it is started.
     *
     * @param byState what the daemon's states are counted by
     * @param cost what the daemon itself takes, by name
     * @throws HistoryException if another daemon has the directory, this user may not write there, or there is something else
     */
    public History(
            Options options,
            DaemonSeries sampled,
            Query byState,
            String host,
            Supplier<Map<String, Long>> cost,
            LongSupplier nanoTime)
            throws HistoryException {
        this.host = host;
        this.cost = cost;
        this.nanoTime = nanoTime;
        limits = new Limits(options.sizeBytes(), options.age());
        log = new HistoryLog(nanoTime);
        add(RecordedSeries.of("states", byState), sampled.states(), WAITING_MAX);
        for (GroupSeries group : sampled.groups()) {
            add(RecordedSeries.of(group.spec().name(), group.spec().query()), group.series(), 1);
        }
        add(QUEUES, sampled.listenQueues(), WAITING_MAX);
        add(MEASURES, sampled.measures(), WAITING_MAX);
        directory = HistoryDirectory.take(options.directory());
        status = new HistoryStatus(Optional.empty(), 0, 0, 0, 0, limits.sizeBytes(), Optional.empty());
        tidiedNanos = nanoTime.getAsLong();
        try {
            ring = Optional.of(open());
        } catch (HistoryException e) {
            directory.close();
            throw e;
        } catch (SQLException | IOException e) {
            failed(e);
        }
        publish();
    }

    private void add(RecordedSeries recorded, Series<?> series, int waitingMax) {
        sources.add(new Source(recorded, series, waitingMax));
    }

    /** Begins to write. */
    public void start() {
        started = true;
        thread.execute(this::run);
    }

    /** Looks for new samples; called by the sampler's thread whenever a series has changed. */
    public void look() {
        for (Source source : sources) {
            Series.State<?> state = source.series.state();
            Optional<? extends Sample<?>> last = state.last();
            if (last.isPresent()
                    && (source.last.isEmpty()
                            || source.last.get().takenNanos() != last.get().takenNanos())) {
                Duration span = state.taken() == source.taken + 1 && source.last.isPresent()
                        ? Duration.ofNanos(begunNanos(last.get()) - begunNanos(source.last.get()))
                        : Duration.ZERO;
                source.last = Optional.of(last.get());
                source.taken = state.taken();
                if (source.waiting.incrementAndGet() <= source.waitingMax) {
                    waiting.add(new Waiting(source, last.get(), span));
                } else {
                    source.waiting.decrementAndGet();
                    dropped.incrementAndGet();
                }
            }
        }
    }

    private static long begunNanos(Sample<?> sample) {
        return sample.takenNanos() - sample.elapsed().toNanos();
    }

    /** How it stands. */
    public HistoryStatus status() {
        HistoryStatus now = status;
        return new HistoryStatus(
                now.failure(), now.records(), dropped.get(), now.damaged(), now.bytes(), now.bytesMax(), now.oldest());
    }

    private void run() {
        while (!closed) {
            try {
                Waiting first = waiting.poll(1, TimeUnit.SECONDS);
                writeWith(first);
            } catch (InterruptedException e) {
                // Only close interrupts, and the loop's condition says so.
            } catch (RuntimeException | Error e) {
                Thread.currentThread().getUncaughtExceptionHandler().uncaughtException(Thread.currentThread(), e);
            }
        }
        writeWith(null);
        ring.ifPresent(Ring::close);
    }

    /** Writes this sample, if any, with all that wait, and tidies up when it is time to. */
    private void writeWith(Waiting first) {
        List<Waiting> batch = new ArrayList<>();
        if (first != null) {
            batch.add(first);
        }
        waiting.drainTo(batch);
        batch.forEach(one -> one.source.waiting.decrementAndGet());
        long now = nanoTime.getAsLong();
        boolean tidy = now - tidiedNanos >= TIDY_NANOS;
        if (batch.isEmpty() && !tidy) {
            return;
        }
        if (ring.isEmpty() && failure.isPresent() && now - failedNanos < RETRY_NANOS) {
            dropped.addAndGet(batch.size());
            return;
        }
        try {
            write(batch, tidy);
        } catch (SQLException | IOException e) {
            dropped.addAndGet(batch.size());
            failed(e);
        }
        publish();
    }

    private void write(List<Waiting> batch, boolean tidy) throws SQLException, IOException {
        Ring open = ring.isPresent() ? ring.get() : open();
        ring = Optional.of(open);
        if (open.logIsFull() && !tidy) {
            throw new HistoryException(
                    "a program has kept the history open for so long that its log is too large; end it");
        }
        List<Sampled> samples = new ArrayList<>();
        for (Waiting one : batch) {
            samples.add(sampled(one.source.recorded, one.sample, Moments.of(one.sample, one.span)));
            if (one.source.recorded.equals(MEASURES)) {
                samples.add(sampled(COST, one.sample, Moments.ofCost(one.sample, one.span, cost.get())));
            }
        }
        open.append(samples);
        records += samples.size();
        if (tidy) {
            tidiedNanos = nanoTime.getAsLong();
            long found = open.tidy();
            damaged += found;
            if (found > 0) {
                log.damaged(found);
            }
        }
        failure = Optional.empty();
        log.good(dropped.get());
    }

    private static Sampled sampled(RecordedSeries recorded, Sample<?> sample, Moment moment) {
        return new Sampled(recorded, sample.time(), begunNanos(sample), moment);
    }

    private Ring open() throws SQLException, IOException {
        return Ring.open(directory.file(), limits, host);
    }

    /** Closes the file, so that the next attempt begins anew: with another one if this is damaged. */
    private void failed(Exception e) {
        ring.ifPresent(Ring::close);
        ring = Optional.empty();
        failedNanos = nanoTime.getAsLong();
        String reason = e instanceof SQLException sql ? Database.reason(sql) : e.getMessage();
        failure = Optional.of(reason);
        if (e instanceof SQLException sql && Database.isDamage(sql)) {
            damaged++;
            log.setAside(directory.file(), directory.setAside());
            failedNanos -= RETRY_NANOS;
        } else {
            log.failed(directory.file(), reason);
        }
    }

    private void publish() {
        long bytes = 0;
        Optional<Instant> oldest = Optional.empty();
        if (ring.isPresent()) {
            bytes = ring.get().bytes();
            oldest = oldest(ring.get());
        }
        status = new HistoryStatus(failure, records, dropped.get(), damaged, bytes, limits.sizeBytes(), oldest);
    }

    private static Optional<Instant> oldest(Ring ring) {
        try {
            return ring.oldest();
        } catch (SQLException e) {
            return Optional.empty();
        }
    }

    /** Ends within a second; what waits is written. */
    @Override
    public void close() {
        closed = true;
        thread.shutdownNow();
        try {
            thread.awaitTermination(END_MAX.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (!started) {
            ring.ifPresent(Ring::close);
        }
        directory.close();
    }
}
