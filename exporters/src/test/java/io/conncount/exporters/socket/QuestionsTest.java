package io.conncount.exporters.socket;

import static io.conncount.exporters.message.Snapshots.query;
import static io.conncount.exporters.message.Snapshots.sample;
import static io.conncount.exporters.message.Snapshots.snapshot;
import static io.conncount.exporters.message.Snapshots.table;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.conncount.exporters.message.Answer.BusyException;
import io.conncount.exporters.message.Snapshots;
import io.conncount.group.GroupTable;
import io.conncount.query.Query;
import io.conncount.sampler.Series.Sample;
import io.conncount.snapshot.Snapshot;
import io.conncount.sys.Errno;
import io.conncount.sys.KernelException;
import io.conncount.testing.Waiting;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What callers share, and for how long. */
@Timeout(Waiting.SECONDS_MAX)
class QuestionsTest {
    private static final Query PORTS = query("local-port");
    private static final int CALLERS = 100;

    private final ExecutorService threads = Executors.newCachedThreadPool();

    @AfterEach
    void endThreads() {
        threads.shutdownNow();
    }

    private static Sample<Snapshot> ports(Duration age, Duration cpu) {
        return sample(snapshot(table("local-port", new long[] {3, 443})), age, cpu);
    }

    /** Answers only once it is allowed to. */
    private static final class SlowWalk implements Questions.Walk {
        final CountDownLatch begun = new CountDownLatch(1);
        final CountDownLatch allowed = new CountDownLatch(1);

        @Override
        public Sample<Snapshot> take(Query query) throws KernelException, InterruptedException {
            begun.countDown();
            allowed.await();
            return ports(Duration.ZERO, Duration.ofMillis(1));
        }
    }

    private static Questions questions(Questions.Walk walk) {
        return new Questions(Map.of(), walk);
    }

    private List<Future<Sample<Snapshot>>> ask(Questions questions, int callers, boolean fresh) {
        return IntStream.range(0, callers)
                .mapToObj(i -> threads.submit(() -> questions.answer(PORTS, fresh)))
                .collect(Collectors.toList());
    }

    private static void awaitCallers(Questions questions, long callers) throws Exception {
        Waiting.until("callers", () -> questions.callers() >= callers);
    }

    @Test
    void hundredCallersAtOnceCostOneWalk() throws Exception {
        SlowWalk walk = new SlowWalk();
        Questions questions = questions(walk);
        List<Future<Sample<Snapshot>>> answers = ask(questions, CALLERS, false);
        awaitCallers(questions, CALLERS);
        walk.allowed.countDown();
        for (Future<Sample<Snapshot>> answer : answers) {
            assertSame(answers.get(0).get(), answer.get());
        }
        assertEquals(1, questions.walks());
        assertEquals(CALLERS, questions.callers());
    }

    @Test
    void freshCallersShareAWalkThatIsInFlight() throws Exception {
        SlowWalk walk = new SlowWalk();
        Questions questions = questions(walk);
        List<Future<Sample<Snapshot>>> answers = new ArrayList<>(ask(questions, 1, false));
        walk.begun.await();
        answers.addAll(ask(questions, 20, true));
        awaitCallers(questions, 21);
        walk.allowed.countDown();
        for (Future<Sample<Snapshot>> answer : answers) {
            answer.get();
        }
        assertEquals(1, questions.walks());
    }

    @Test
    void answerIsKeptAsLongAsItsCostBelongsToTheBudget() {
        assertUsableFor(Duration.ofSeconds(15), Duration.ofMillis(1), false);
        // A second of processor time is two per cent of fifty.
        assertUsableFor(Duration.ofSeconds(50), Duration.ofSeconds(1), false);
    }

    @Test
    void freshAnswerIsKeptForASecondOrTenTimesItsCost() {
        assertUsableFor(Duration.ofSeconds(1), Duration.ofMillis(1), true);
        assertUsableFor(Duration.ofSeconds(5), Duration.ofMillis(500), true);
    }

    private static void assertUsableFor(Duration age, Duration cpu, boolean fresh) {
        assertTrue(Questions.isUsable(age, cpu, fresh));
        assertFalse(Questions.isUsable(age.plusNanos(1), cpu, fresh));
    }

    @Test
    void answerThatIsTooOldIsTakenAgain() throws IOException, InterruptedException {
        Duration cpu = Duration.ofHours(1);
        for (boolean fresh : new boolean[] {false, true}) {
            assertEquals(1, walksOfTwo(ports(Duration.ZERO, cpu), fresh));
            assertEquals(2, walksOfTwo(ports(Duration.ofDays(100), cpu), fresh));
        }
    }

    private static long walksOfTwo(Sample<Snapshot> each, boolean fresh) throws IOException, InterruptedException {
        Questions questions = questions(query -> each);
        questions.answer(PORTS, false);
        questions.answer(PORTS, fresh);
        return questions.walks();
    }

    @Test
    void failureIsGivenToAllWhoWaitedAndNotKept() throws Exception {
        CountDownLatch allowed = new CountDownLatch(1);
        Questions questions = questions(query -> {
            allowed.await();
            throw new KernelException("dump(NETLINK_SOCK_DIAG)", Errno.EPERM);
        });
        List<Future<Sample<Snapshot>>> answers = ask(questions, 10, false);
        awaitCallers(questions, 10);
        allowed.countDown();
        for (Future<Sample<Snapshot>> answer : answers) {
            ExecutionException failure = assertThrows(ExecutionException.class, answer::get);
            assertTrue(failure.getCause() instanceof KernelException, failure.toString());
        }
        assertEquals(1, questions.walks());
        assertThrows(KernelException.class, () -> questions.answer(PORTS, false));
        assertEquals(2, questions.walks());
    }

    @Test
    void nobodyIsLeftWaitingWhenAWalkEndsInAnError() throws Exception {
        Questions questions = questions(query -> {
            throw new IllegalStateException("a fault of ours");
        });
        assertThrows(IllegalStateException.class, () -> questions.answer(PORTS, false));
        assertThrows(IllegalStateException.class, () -> questions.answer(PORTS, false));
        assertEquals(2, questions.walks());
    }

    @Test
    void questionsThatMeanTheSameShareAnAnswer() throws IOException, InterruptedException {
        Questions questions = questions(query -> ports(Duration.ZERO, Duration.ZERO));
        Sample<Snapshot> first =
                questions.answer(Snapshots.filtered("local-port", "user root and dport = :443"), false);
        assertSame(first, questions.answer(Snapshots.filtered("local-port", "user=root dport https"), false));
        assertNotSame(first, questions.answer(Snapshots.filtered("local-port", "user=root dport 80"), false));
        assertNotSame(first, questions.answer(PORTS, false));
    }

    @Test
    void atMostThirtyTwoAnswersAreKeptAndTheOldestUseGoes() throws IOException, InterruptedException {
        Questions questions = questions(query -> ports(Duration.ZERO, Duration.ZERO));
        for (int port = 0; port < 32; port++) {
            questions.answer(Snapshots.filtered("local-port", "dport = :" + port), false);
        }
        questions.answer(Snapshots.filtered("local-port", "dport = :0"), false);
        assertEquals(32, questions.walks());
        questions.answer(PORTS, false);
        questions.answer(Snapshots.filtered("local-port", "dport = :0"), false);
        assertEquals(33, questions.walks());
        questions.answer(Snapshots.filtered("local-port", "dport = :1"), false);
        assertEquals(34, questions.walks());
    }

    @Test
    void largeAnswersAreFewInMemory() throws IOException, InterruptedException {
        GroupTable large = new GroupTable(Snapshots.keys("remote-address,remote-port"), Snapshots.GROUPS_MAX);
        for (long i = 0; i < Snapshots.GROUPS_MAX; i++) {
            large.add(new long[] {0, 0, i, 1}, 0, 1);
        }
        Questions questions = questions(query -> sample(large));
        for (int i = 0; i < 4; i++) {
            questions.answer(Snapshots.filtered("remote-address,remote-port", "dport = :" + i), false);
        }
        // Three of them have 1.5 million numbers.
        questions.answer(Snapshots.filtered("remote-address,remote-port", "dport = :1"), false);
        assertEquals(4, questions.walks());
        questions.answer(Snapshots.filtered("remote-address,remote-port", "dport = :0"), false);
        assertEquals(5, questions.walks());
    }

    @Test
    void moreThanAFewDifferentQuestionsAtOnceAreAskedToComeAgain() throws Exception {
        SlowWalk walk = new SlowWalk();
        Questions questions = questions(walk);
        List<Future<Sample<Snapshot>>> answers = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            Query query = Snapshots.filtered("local-port", "dport = :" + i);
            answers.add(threads.submit(() -> questions.answer(query, false)));
        }
        awaitCallers(questions, 8);
        Waiting.until("walks", () -> questions.walks() >= 8);
        assertThrows(BusyException.class, () -> questions.answer(PORTS, false));
        walk.allowed.countDown();
        for (Future<Sample<Snapshot>> answer : answers) {
            assertEquals(3, answer.get().value().total());
        }
    }
}
