package io.conncount.exporters.web;

import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.BiPredicate;
import java.util.function.BooleanSupplier;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Checks passwords against their hashes in one thread, and remembers what it found.
 *
 * <p>A bcrypt hash takes between a millisecond and half a minute. One thread computes all of them, so guessing takes one
 * processor at most, and a client has at most one guess in the queue, so it cannot block the others. A request that waits too
 * long is told to retry; the check continues, and its result is ready by then. Passwords are remembered as keyed
 * digests: the correct one of each user until its hash changes, wrong ones while there is room.
 */
final class PasswordChecks implements AutoCloseable {
    static final Duration WAIT_MAX = Duration.ofSeconds(2);

    private static final long NANOS_PER_MILLI = 1_000_000;
    private static final int QUEUED_MAX = 16;
    private static final int WRONG_MAX = 256;

    /** What a check found. */
    enum Verdict {
        RIGHT,
        WRONG,
        /** It is not known yet. */
        BUSY
    }

    private final BiPredicate<byte[], String> matches;
    private final Duration waitMax;
    private final SecretKeySpec key = new SecretKeySpec(new SecureRandom().generateSeed(32), "HmacSHA256");
    private final ExecutorService worker = Executors.newSingleThreadExecutor(PasswordChecks::thread);

    private final Map<String, ByteBuffer> right = new HashMap<>();
    private final Set<ByteBuffer> wrong = new LinkedHashSet<>();

    /** The guesses that are being checked or are queued, and their clients. */
    private final Map<ByteBuffer, InetAddress> queued = new HashMap<>();

    /**
     * @param matches whether a password is that of a hash; called by one thread
     * @param waitMax how long a caller waits for an answer
     */
    PasswordChecks(BiPredicate<byte[], String> matches, Duration waitMax) {
        this.matches = matches;
        this.waitMax = waitMax;
    }

    private static Thread thread(Runnable task) {
        Thread thread = Executors.defaultThreadFactory().newThread(task);
        thread.setName("passwords");
        thread.setDaemon(true);
        return thread;
    }

    /**
     * Whether a password is that of a hash.
     *
     * @param name the user of the hash
     * @param client the client's address
     */
    Verdict check(String name, byte[] password, String hash, InetAddress client) {
        ByteBuffer guess = digest(hash + ' ' + name + ':', password);
        return answer(name, guess, client, () -> matches.test(password, hash));
    }

    private synchronized Verdict answer(String name, ByteBuffer guess, InetAddress client, BooleanSupplier check) {
        long end = System.nanoTime() + waitMax.toNanos();
        for (long left = waitMax.toNanos(); ; left = end - System.nanoTime()) {
            if (guess.equals(right.get(name))) {
                return Verdict.RIGHT;
            } else if (wrong.contains(guess)) {
                return Verdict.WRONG;
            } else if (left <= 0 || worker.isShutdown()) {
                return Verdict.BUSY;
            }
            boolean hasRoom = queued.size() < QUEUED_MAX && !queued.containsValue(client);
            if (hasRoom && !queued.containsKey(guess)) {
                queued.put(guess, client);
                worker.execute(() -> run(name, guess, check));
            }
            try {
                wait(left / NANOS_PER_MILLI + 1);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return Verdict.BUSY;
            }
        }
    }

    private void run(String name, ByteBuffer guess, BooleanSupplier check) {
        boolean isRight = false;
        try {
            isRight = check.getAsBoolean();
        } finally {
            found(name, guess, isRight);
        }
    }

    private synchronized void found(String name, ByteBuffer guess, boolean isRight) {
        queued.remove(guess);
        if (isRight) {
            right.put(name, guess);
        } else {
            wrong.add(guess);
        }
        if (wrong.size() > WRONG_MAX) {
            wrong.remove(wrong.iterator().next());
        }
        notifyAll();
    }

    private ByteBuffer digest(String what, byte[] password) {
        try {
            Mac mac = Mac.getInstance(key.getAlgorithm());
            mac.init(key);
            mac.update(what.getBytes(StandardCharsets.UTF_8));
            return ByteBuffer.wrap(mac.doFinal(password));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has HmacSHA256", e);
        }
    }

    /** Checks no more; a check under way is not waited for. */
    @Override
    public synchronized void close() {
        worker.shutdownNow();
    }
}
