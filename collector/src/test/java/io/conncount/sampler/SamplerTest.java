package io.conncount.sampler;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.conncount.sampler.Sampler.SamplerException;
import io.conncount.sampler.Series.Sample;
import io.conncount.sys.Errno;
import io.conncount.sys.KernelException;
import io.conncount.testing.Waiting;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A sampler at work, with probes that do as kernels do: answer, refuse, take long, or fail. */
@Timeout(Waiting.SECONDS_MAX)
class SamplerTest {
    private static final Duration SOON = Duration.ofMillis(2);
    private static final Duration SELDOM = Duration.ofHours(1);
    private static final Duration DEADLINE = Duration.ofSeconds(Waiting.SECONDS_MAX);
    private static final double FREELY = 1_000;

    private final Sampler sampler = new Sampler(FREELY, DEADLINE);
    private final BlockingQueue<Series.State<String>> states = new LinkedBlockingQueue<>();
    private final ExecutorService callers = Executors.newCachedThreadPool();

    @AfterEach
    void close() {
        sampler.close();
        callers.shutdownNow();
    }

    /** A series that takes these one after the other, and then the last again and again. */
    @SafeVarargs
    private Series<String> taking(Series.Probe<String>... probes) {
        AtomicInteger next = new AtomicInteger();
        Series<String> series = sampler.every(
                SOON,
                "tests",
                () -> probes[Math.min(next.getAndIncrement(), probes.length - 1)].take(),
                SamplerTest::faultAfterColon);
        sampler.onSample(() -> states.add(series.state()));
        sampler.start();
        return series;
    }

    private static Optional<String> complete(String value) {
        return Optional.empty();
    }

    private static Optional<String> faultAfterColon(String value) {
        int colon = value.indexOf(':');
        return colon < 0 ? Optional.empty() : Optional.of(value.substring(colon + 1));
    }

    private static String refuse() throws KernelException {
        throw new KernelException("socket(AF_NETLINK)", Errno.EMFILE);
    }

    private static String value(Series.State<String> state) {
        return state.last().map(Sample::value).orElse("none");
    }

    @Test
    void lastGoodSampleStaysUntilTheKernelAnswersAgain() throws Exception {
        Series<String> series = taking(() -> "first", SamplerTest::refuse, SamplerTest::refuse, () -> "second");
        assertEquals("first", value(states.take()));
        Series.State<String> refused = states.take();
        assertEquals("first", value(refused));
        assertEquals(
                "socket(AF_NETLINK): too many open files (EMFILE)",
                refused.failure().orElseThrow());
        states.take();
        Series.State<String> again = states.take();
        assertEquals("second", value(again));
        assertEquals(Optional.empty(), again.failure());
        assertEquals(4, again.taken());
        assertEquals(2, again.failed());
        assertEquals(0, again.incomplete());
        assertTrue(series.last().orElseThrow().age().toNanos() >= 0);
    }

    @Test
    void mistakesAndLackOfMemoryAreFailuresLikeOthers() throws Exception {
        taking(
                () -> {
                    throw new IllegalStateException("a mistake");
                },
                () -> {
                    throw new OutOfMemoryError("no room");
                },
                () -> endless(1),
                () -> null,
                () -> "alive");
        assertEquals(
                "the sample failed: java.lang.IllegalStateException: a mistake",
                states.take().failure().orElseThrow());
        assertEquals(
                "the sample failed: java.lang.OutOfMemoryError: no room",
                states.take().failure().orElseThrow());
        assertEquals(
                "the sample failed: java.lang.StackOverflowError",
                states.take().failure().orElseThrow());
        assertEquals("none", value(states.take()));
        assertEquals("alive", value(states.take()));
    }

    private static String endless(int depth) {
        return depth < 0 ? "" : endless(depth + 1) + depth;
    }

    @Test
    void incompleteSampleIsShownOnlyWhereNoneWasComplete() throws Exception {
        taking(() -> "1:cut", () -> "2:cut again", () -> "3", () -> "4:cut once more", SamplerTest::refuse);
        assertEquals("1:cut", value(states.take()));
        assertEquals("2:cut again", value(states.take()));
        assertEquals("3", value(states.take()));
        Series.State<String> cut = states.take();
        assertEquals("3", value(cut));
        assertEquals("cut once more", cut.failure().orElseThrow());
        assertEquals(3, cut.incomplete());
        assertEquals(0, cut.failed());
        assertEquals("3", value(states.take()));
    }

    @Test
    void sampleTakenTooLongIsGivenUpAndTheNextIsNotInterrupted() throws Exception {
        try (Sampler hasty = new Sampler(FREELY, Duration.ofMillis(50))) {
            AtomicInteger taken = new AtomicInteger();
            Series<String> series = hasty.every(
                    SOON,
                    "tests",
                    () -> taken.getAndIncrement() == 0
                            ? untilInterrupted()
                            : "interrupted " + Thread.currentThread().isInterrupted(),
                    SamplerTest::complete);
            hasty.onSample(() -> states.add(series.state()));
            hasty.start();
            Series.State<String> late = states.take();
            assertEquals("none", value(late));
            assertEquals(1, late.failed());
            assertEquals(
                    "the sample took longer than the deadline of 0.05 s and was abandoned",
                    late.failure().orElseThrow());
            Series.State<String> next = states.take();
            while (next.last().isEmpty()) { // where the host is busy, it may come too late as well
                next = states.take();
            }
            assertEquals("interrupted false", value(next));
        }
    }

    private static String untilInterrupted() {
        while (!Thread.currentThread().isInterrupted()) {
            LockSupport.park();
        }
        return "late";
    }

    @Test
    void clockThatJumpsChangesNothingButTheTimeShown() throws Exception {
        AtomicInteger years = new AtomicInteger();
        Instant now = Instant.parse("2026-01-01T00:00:00Z");
        try (Sampler jumping =
                new Sampler(FREELY, DEADLINE, () -> now.plus(Duration.ofDays(365L * (years.incrementAndGet() % 2))))) {
            Series<String> series = jumping.every(SOON, "tests", () -> "value", SamplerTest::complete);
            jumping.onSample(() -> states.add(series.state()));
            long takenNanos = System.nanoTime();
            jumping.start();
            for (int i = 0; i < 20; i++) {
                Sample<String> sample = states.take().last().orElseThrow();
                assertTrue(sample.takenNanos() > takenNanos, "the next one, in order");
                takenNanos = sample.takenNanos();
                assertTrue(sample.age().compareTo(Duration.ofDays(1)) < 0, "no year old");
                assertTrue(sample.elapsed().compareTo(Duration.ofDays(1)) < 0);
            }
        }
    }

    @Test
    void listenerThatFailsEndsNothing() throws Exception {
        List<Throwable> seen = Collections.synchronizedList(new ArrayList<>());
        Series<String> series = sampler.every(
                SOON,
                "tests",
                () -> {
                    Thread.currentThread().setUncaughtExceptionHandler((thread, e) -> seen.add(e));
                    return "value";
                },
                SamplerTest::complete);
        sampler.onSample(() -> {
            throw new IllegalStateException("no room on the page");
        });
        sampler.onSample(() -> states.add(series.state()));
        sampler.start();
        assertEquals(1, states.take().taken());
        assertEquals(2, states.take().taken());
        assertEquals("no room on the page", seen.get(0).getMessage());
    }

    @Test
    void costIsTheProcessorTimeAndStretchesTheInterval() throws Exception {
        try (Sampler thrifty = new Sampler(0.001, DEADLINE)) {
            Series<String> series = thrifty.every(SOON, "tests", SamplerTest::work, SamplerTest::complete);
            thrifty.onSample(() -> states.add(series.state()));
            thrifty.start();
            Series.State<String> first = states.take();
            assertEquals(SOON, first.interval(), "the first one is dear");
            Series.State<String> state = states.take();
            assertTrue(state.lastCpu().toMillis() >= 5, state::toString);
            assertEquals(state.lastCpu(), state.last().orElseThrow().cpu());
            assertEquals(
                    state.lastCpu().toNanos() * 1_000.0,
                    (double) state.interval().toNanos(),
                    1_000);
            assertEquals(first.lastCpu().plus(state.lastCpu()), thrifty.cpuTotal());
            assertEquals(0.001, thrifty.cpuBudget());
        }
    }

    /** Takes at least 5 ms of the processor. */
    private static String work() {
        CpuClock clock = new CpuClock();
        long nanos = clock.ofThisThreadNanos();
        long endNanos = nanos + 5_000_000;
        while (nanos < endNanos) {
            nanos = clock.ofThisThreadNanos();
        }
        return "done";
    }

    @Test
    void questionsAreAnsweredInOrderByTheOneThreadThatSamples() throws Exception {
        CountDownLatch free = new CountDownLatch(1);
        CountDownLatch busy = new CountDownLatch(1);
        List<String> threads = Collections.synchronizedList(new ArrayList<>());
        sampler.every(SELDOM, "tests", () -> occupy(busy, free), SamplerTest::complete);
        sampler.start();
        busy.await();
        AtomicInteger order = new AtomicInteger();
        List<Future<Sample<Integer>>> answers = new ArrayList<>();
        for (int i = 0; i < 64; i++) {
            int before = i;
            answers.add(callers.submit(() -> sampler.ask(
                    () -> {
                        threads.add(Thread.currentThread().getName());
                        return order.getAndIncrement();
                    },
                    value -> value == 7 ? Optional.of("seven") : Optional.empty())));
            waitUntilAsked(before + 1);
        }
        SamplerException e =
                assertThrows(SamplerException.class, () -> sampler.ask(() -> "too many", SamplerTest::complete));
        assertEquals("64 questions are already waiting for the sampler: try again later", e.getMessage());
        free.countDown();
        for (int i = 0; i < answers.size(); i++) {
            assertEquals(i, answers.get(i).get().value());
        }
        assertEquals("seven", answers.get(7).get().fault().orElseThrow());
        assertEquals(Collections.nCopies(64, "sampler"), threads);
    }

    private static String occupy(CountDownLatch busy, CountDownLatch free) {
        busy.countDown();
        try {
            free.await();
            return "value";
        } catch (InterruptedException e) {
            return "interrupted";
        }
    }

    private void waitUntilAsked(int questions) throws Exception {
        Waiting.until(questions + " questions", () -> sampler.waiting() >= questions);
    }

    @Test
    void whoAsksIsToldWhyThereIsNoAnswer() throws Exception {
        sampler.start();
        KernelException refused =
                assertThrows(KernelException.class, () -> sampler.ask(SamplerTest::refuse, SamplerTest::complete));
        assertEquals(Errno.EMFILE, refused.errno());
        SamplerException failed = assertThrows(
                SamplerException.class,
                () -> sampler.ask(
                        () -> {
                            throw new IllegalStateException("a mistake");
                        },
                        SamplerTest::complete));
        assertEquals("the sample failed: java.lang.IllegalStateException: a mistake", failed.getMessage());
        assertEquals("alive", sampler.ask(() -> "alive", SamplerTest::complete).value());
    }

    @Test
    void whoIsInterruptedWaitsNoLongerAndAsksNothing() throws Exception {
        CountDownLatch free = new CountDownLatch(1);
        CountDownLatch busy = new CountDownLatch(1);
        sampler.every(SELDOM, "tests", () -> occupy(busy, free), SamplerTest::complete);
        sampler.start();
        busy.await();
        AtomicInteger taken = new AtomicInteger();
        CountDownLatch gaveUp = new CountDownLatch(1);
        Future<?> caller = callers.submit(() -> {
            try {
                return sampler.ask(taken::incrementAndGet, value -> Optional.empty());
            } finally {
                gaveUp.countDown();
            }
        });
        waitUntilAsked(1);
        caller.cancel(true);
        gaveUp.await();
        free.countDown();
        assertEquals("next", sampler.ask(() -> "next", SamplerTest::complete).value());
        assertEquals(0, taken.get());
    }

    @Test
    void closingGivesUpWhatIsTakenAndLetsGoWhoeverWaits() throws Exception {
        CountDownLatch busy = new CountDownLatch(1);
        Series<String> series = sampler.every(
                SELDOM,
                "tests",
                () -> {
                    busy.countDown();
                    return untilInterrupted();
                },
                SamplerTest::complete);
        sampler.start();
        busy.await();
        Future<?> waiting = callers.submit(() -> sampler.ask(() -> "never", SamplerTest::complete));
        waitUntilAsked(1);
        sampler.close();
        ExecutionException e = assertThrows(ExecutionException.class, () -> waiting.get());
        assertEquals(
                "the sampler is closed",
                assertInstanceOf(SamplerException.class, e.getCause()).getMessage());
        assertEquals(0, series.state().taken(), "no failure is shown for what closing gave up");
        assertThrows(SamplerException.class, () -> sampler.ask(() -> "never", SamplerTest::complete));
        sampler.close();
    }

    @Test
    void closingDoesNotWaitForWhatHeedsNothing() throws Exception {
        CountDownLatch busy = new CountDownLatch(1);
        CountDownLatch end = new CountDownLatch(1);
        sampler.every(
                SELDOM,
                "tests",
                () -> {
                    busy.countDown();
                    awaitWhateverComes(end);
                    return "value";
                },
                SamplerTest::complete);
        sampler.start();
        busy.await();
        sampler.close();
        assertFalse(end.getCount() == 0, "closed while it was busy");
        end.countDown();
    }

    private static void awaitWhateverComes(CountDownLatch latch) {
        while (latch.getCount() > 0) {
            try {
                latch.await();
            } catch (InterruptedException e) {
                // A probe that ignores interrupts.
            }
        }
    }

    @Test
    void nothingWrongIsSaidOfASeriesThatWasNeverTaken() {
        Series<String> series = sampler.every(SELDOM, "tests", () -> "value", SamplerTest::complete);
        assertEquals("tests", series.name());
        assertEquals(SELDOM, series.state().interval());
        assertEquals(Optional.empty(), series.last());
        assertSame(series.state(), series.state());
    }

    @Test
    void replacedSeriesIsSampledSoonAndTheOldOneNoMore() throws Exception {
        BlockingQueue<String> taken = new LinkedBlockingQueue<>();
        Series<String> old = sampler.every(SELDOM, "old", () -> told(taken, "old"), SamplerTest::complete);
        sampler.start();
        assertEquals("old", taken.take());
        Series<String> replaced = sampler.replace(old, () -> told(taken, "new"));
        assertEquals("new", taken.take());
        sampler.repeat(replaced, Series.Repetition.NEVER);
        sampler.interval(replaced, SOON);
        sampler.every(SELDOM, "later", () -> told(taken, "later"), SamplerTest::complete);
        assertEquals("later", taken.take());
        sampler.repeat(replaced, Series.Repetition.ALWAYS);
        assertEquals("new", taken.take());
        assertEquals(1, old.state().taken());
    }

    private static String told(BlockingQueue<String> taken, String value) {
        taken.add(value);
        return value;
    }
}
