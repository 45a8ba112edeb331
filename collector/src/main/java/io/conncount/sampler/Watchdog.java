package io.conncount.sampler;

import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Interrupts a thread that takes too long for something, and never because of what it did before. */
final class Watchdog implements AutoCloseable {
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
