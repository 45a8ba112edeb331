package io.conncount.exporters.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.conncount.exporters.web.PasswordChecks.Verdict;
import io.conncount.testing.Waiting;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A password is right if it equals its hash here, and each check takes as long as the test wants. */
@Timeout(Waiting.SECONDS_MAX)
class PasswordChecksTest {
    private static final String HASH = "right";

    private final List<String> checked = new CopyOnWriteArrayList<>();
    private final Semaphore begun = new Semaphore(0);
    private final Semaphore mayEnd = new Semaphore(0);
    private final PasswordChecks patient = new PasswordChecks(this::matches, Duration.ofSeconds(Waiting.SECONDS_MAX));
    private final PasswordChecks hasty = new PasswordChecks(this::matches, Duration.ofMillis(1));

    private final ExecutorService background = Executors.newSingleThreadExecutor();

    private boolean matches(byte[] password, String hash) {
        String text = new String(password, StandardCharsets.UTF_8);
        checked.add(text);
        begun.release();
        mayEnd.acquireUninterruptibly();
        return text.equals(hash);
    }

    @AfterEach
    void endAll() {
        mayEnd.release(1000);
        patient.close();
        hasty.close();
        background.shutdownNow();
    }

    private static Verdict check(PasswordChecks checks, String password, int client) {
        try {
            InetAddress address = InetAddress.getByAddress(new byte[] {10, 0, 0, (byte) client});
            return checks.check("alice", password.getBytes(StandardCharsets.UTF_8), HASH, address);
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e);
        }
    }

    private void awaitCheck() throws InterruptedException {
        assertTrue(begun.tryAcquire(Waiting.SECONDS_MAX, TimeUnit.SECONDS));
    }

    @Test
    void checkGoesOnWhenItsCallerIsToldToComeBack() throws InterruptedException {
        assertEquals(Verdict.BUSY, check(hasty, "right", 1));
        awaitCheck();
        assertEquals(Verdict.BUSY, check(hasty, "right", 1));
        assertEquals(Verdict.BUSY, check(hasty, "right", 2));
        mayEnd.release();
        awaitNothingQueued(hasty);
        assertEquals(Verdict.RIGHT, check(hasty, "right", 3));
        assertEquals(List.of("right"), checked, "one password is checked once, whoever asks");
    }

    /** A check of another password begins only when the one before it has ended. */
    private void awaitNothingQueued(PasswordChecks checks) throws InterruptedException {
        assertEquals(Verdict.BUSY, check(checks, "end", 99));
        awaitCheck();
        checked.remove("end");
    }

    @Test
    void passwordThatWasRightNeverWaitsForAnother() throws Exception {
        mayEnd.release();
        assertEquals(Verdict.RIGHT, check(patient, "right", 1));
        awaitCheck();
        Future<Verdict> guess = background.submit(() -> check(patient, "guess", 2));
        awaitCheck();
        assertEquals(Verdict.RIGHT, check(patient, "right", 1));
        mayEnd.release();
        assertEquals(Verdict.WRONG, guess.get());
    }

    @Test
    void wrongPasswordIsCheckedOnce() {
        mayEnd.release(2);
        assertEquals(Verdict.WRONG, check(patient, "wrong", 1));
        assertEquals(Verdict.WRONG, check(patient, "wrong", 1));
        assertEquals(List.of("wrong"), checked);
    }

    @Test
    void clientWithManyGuessesKeepsNobodyOut() throws InterruptedException {
        for (int i = 0; i < 50; i++) {
            assertEquals(Verdict.BUSY, check(hasty, "guess" + i, 1));
        }
        awaitCheck();
        assertEquals(Verdict.BUSY, check(hasty, "right", 2));
        mayEnd.release(2);
        awaitCheck();
        awaitNothingQueued(hasty);
        assertEquals(Verdict.RIGHT, check(hasty, "right", 2));
        assertEquals(List.of("guess0", "right"), checked);
    }

    @Test
    void queueIsBounded() throws InterruptedException {
        for (int client = 0; client < 100; client++) {
            assertEquals(Verdict.BUSY, check(hasty, "guess" + client, client));
        }
        mayEnd.release(1000);
        hasty.close();
        assertTrue(checked.size() <= 16, checked::toString);
    }

    @Test
    void changedHashForgetsWhatWasRight() throws InterruptedException {
        mayEnd.release(3);
        assertEquals(Verdict.RIGHT, check(patient, "right", 1));
        byte[] password = "right".getBytes(StandardCharsets.UTF_8);
        InetAddress client = InetAddress.getLoopbackAddress();
        assertEquals(Verdict.WRONG, patient.check("alice", password, "other", client));
        assertEquals(Verdict.RIGHT, check(patient, "right", 1));
    }

    @Test
    void endedChecksAreBusy() {
        patient.close();
        assertEquals(Verdict.BUSY, check(patient, "right", 1));
    }
}
