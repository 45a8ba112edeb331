package io.conncount.exporters.message;

import java.io.Closeable;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/** Closes channels after a timeout, which ends any wait for them: channels of UNIX domain sockets have no timeouts. */
public final class TimeLimits implements AutoCloseable {
    private final ScheduledExecutorService timer;

    /** Starts the timer. */
    public TimeLimits() {
        ScheduledThreadPoolExecutor executor = new ScheduledThreadPoolExecutor(1, TimeLimits::daemon);
        executor.setRemoveOnCancelPolicy(true);
        timer = executor;
    }

    /** An operation that may block. */
    @FunctionalInterface
    public interface Work<T> {
        T run() throws IOException;
    }

    /**
     * Does something with a resource, and closes the resource if that takes too long.
     *
     * @throws InterruptedIOException if it took too long
     */
    public <T> T within(Duration time, Closeable resource, Work<T> work) throws IOException {
        AtomicBoolean over = new AtomicBoolean();
        Runnable end = () -> {
            over.set(true);
            closeQuietly(resource);
        };
        Future<?> limit = timer.schedule(end, time.toNanos(), TimeUnit.NANOSECONDS);
        try {
            return work.run();
        } catch (ClosedChannelException e) {
            throw over.get() ? new InterruptedIOException("it took longer than " + time.toSeconds() + " s") : e;
        } finally {
            limit.cancel(false);
        }
    }

    /** Closes what is of no more use, whatever it says to that. */
    public static void closeQuietly(Closeable resource) {
        try {
            resource.close();
        } catch (IOException e) {
            // It was to be closed and nothing else.
            return;
        }
    }

    private static Thread daemon(Runnable task) {
        Thread thread = Executors.defaultThreadFactory().newThread(task);
        thread.setDaemon(true);
        return thread;
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
