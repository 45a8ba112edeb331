package io.conncount.exporters.socket;

import io.conncount.exporters.message.Answer.BusyException;
import io.conncount.exporters.socket.Question.Rollup;
import io.conncount.query.Query;
import io.conncount.sampler.Series;
import io.conncount.sampler.Series.Sample;
import io.conncount.snapshot.Snapshot;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Answers questions with as few walks over the sockets as possible. Anything that is sampled needs none. Callers that ask the
 * same question at the same time share one walk. Its answer is kept long enough to stay within a budget of
 * {@value #CPU_SHARE} of a processor a question.
 */
final class Questions {
    private static final double CPU_SHARE = 0.02;
    private static final Duration KEPT_MIN = Duration.ofSeconds(15);

    /** A fresh answer may be this old, or this many times its CPU time. */
    private static final Duration FRESH_MIN = Duration.ofSeconds(1);

    private static final int FRESH_COSTS = 10;

    private static final int KEPT_MAX = 32;

    /** All answers that are kept have at most this many numbers, which take 12 MB. */
    private static final long KEPT_NUMBERS_MAX = 1_500_000;

    /** More different questions do not wait for the sampler at once. */
    private static final int WALKS_WAITING_MAX = 8;

    private static final int WAIT_SECONDS_MAX = 50;

    private final Map<Question, Series<Snapshot>> sampled = new LinkedHashMap<>();
    private final Walk walk;
    private final AtomicLong walks = new AtomicLong();
    private final AtomicLong callers = new AtomicLong();

    /** The least recently used first. */
    private final Map<Question, Sample<Snapshot>> kept = new LinkedHashMap<>(16, 0.75f, true);

    private final Map<Question, CompletableFuture<Sample<Snapshot>>> waiting = new HashMap<>();

    /** Asks the kernel. */
    @FunctionalInterface
    interface Walk {
        Sample<Snapshot> take(Query query) throws IOException, InterruptedException;
    }

    /** @param sampled the questions that are sampled anyway, and their samples */
    Questions(Map<Query, Series<Snapshot>> sampled, Walk walk) {
        sampled.forEach((query, series) -> this.sampled.put(Question.of(query), series));
        this.walk = walk;
    }

    /** Reads of the kernel for callers. */
    long walks() {
        return walks.get();
    }

    /** Questions asked, each counted once it is answered or waits for a shared answer. */
    long callers() {
        return callers.get();
    }

    /**
     * An answer, from before or from now.
     *
     * @param fresh true if what was counted before will not do
     * @throws IOException if the kernel, or the sampler, gave none
     * @throws BusyException if too many different questions wait already
     */
    Sample<Snapshot> answer(Query query, boolean fresh) throws IOException, InterruptedException {
        Question question = Question.of(query);
        if (!fresh) {
            Optional<Sample<Snapshot>> known = sampled(query, question);
            if (known.isPresent()) {
                callers.incrementAndGet();
                return known.get();
            }
        }
        CompletableFuture<Sample<Snapshot>> flight;
        synchronized (this) {
            callers.incrementAndGet();
            Sample<Snapshot> before = kept.get(question);
            if (before != null && isUsable(before.age(), before.cpu(), fresh)) {
                return before;
            }
            flight = waiting.get(question);
            if (flight == null) {
                if (waiting.size() >= WALKS_WAITING_MAX) {
                    throw new BusyException(WALKS_WAITING_MAX + " other questions are already waiting");
                }
                waiting.put(question, new CompletableFuture<>());
            }
        }
        return flight == null ? walk(query, question) : shared(flight);
    }

    private Optional<Sample<Snapshot>> sampled(Query query, Question question) {
        for (Map.Entry<Question, Series<Snapshot>> entry : sampled.entrySet()) {
            Optional<Sample<Snapshot>> last = entry.getValue().last();
            if (last.isPresent()) {
                Optional<Snapshot> answer =
                        new Rollup(entry.getKey(), last.get().value()).answer(query, question);
                if (answer.isPresent()) {
                    return Optional.of(withValue(last.get(), answer.get()));
                }
            }
        }
        return Optional.empty();
    }

    private static Sample<Snapshot> withValue(Sample<Snapshot> sample, Snapshot value) {
        return new Sample<>(value, sample.time(), sample.takenNanos(), sample.elapsed(), sample.cpu(), sample.fault());
    }

    /** Whether an answer of this age, which cost so much processor time, is as good as a new one. */
    static boolean isUsable(Duration age, Duration cpu, boolean fresh) {
        Duration ageMax = fresh
                ? longer(FRESH_MIN, cpu.multipliedBy(FRESH_COSTS))
                : longer(KEPT_MIN, Duration.ofNanos((long) (cpu.toNanos() / CPU_SHARE)));
        return age.compareTo(ageMax) <= 0;
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) >= 0 ? one : other;
    }

    private Sample<Snapshot> walk(Query query, Question question) throws IOException, InterruptedException {
        walks.incrementAndGet();
        Sample<Snapshot> sample = null;
        Throwable failure = null;
        try {
            sample = walk.take(query);
            return sample;
        } catch (IOException | InterruptedException | RuntimeException | Error e) {
            failure = e;
            throw e;
        } finally {
            end(question, sample, failure);
        }
    }

    /** Hands on what came of a walk; a failure is not kept. */
    private void end(Question question, Sample<Snapshot> sample, Throwable failure) {
        CompletableFuture<Sample<Snapshot>> flight;
        synchronized (this) {
            flight = waiting.remove(question);
            if (sample != null) {
                kept.put(question, sample);
                evict();
            }
        }
        if (sample != null) {
            flight.complete(sample);
        } else {
            flight.completeExceptionally(failure);
        }
    }

    private void evict() {
        long numbers = kept.values().stream().mapToLong(Questions::numbers).sum();
        Iterator<Sample<Snapshot>> oldest = kept.values().iterator();
        while (kept.size() > KEPT_MAX || numbers > KEPT_NUMBERS_MAX) {
            numbers -= numbers(oldest.next());
            oldest.remove();
        }
    }

    private static long numbers(Sample<Snapshot> sample) {
        return (long) sample.value().groups() * (sample.value().lanes() + 1);
    }

    private static Sample<Snapshot> shared(CompletableFuture<Sample<Snapshot>> flight)
            throws IOException, InterruptedException {
        try {
            return flight.get(WAIT_SECONDS_MAX, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            throw new BusyException("no answer within " + WAIT_SECONDS_MAX + " s");
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException refusal) {
                throw refusal;
            }
            if (e.getCause() instanceof InterruptedException) {
                throw new InterruptedIOException("the daemon is stopping");
            }
            throw new IllegalStateException("reading from the kernel failed", e.getCause());
        }
    }
}
