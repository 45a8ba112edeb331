package io.conncount.exporters.history;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.LongSupplier;

/** Logs when a history can no longer be written, when it can again, and once an hour in between. Used by one thread. */
final class HistoryLog {
    private static final Logger LOG = System.getLogger(HistoryLog.class.getName());
    private static final long REMINDER_NANOS = Duration.ofHours(1).toNanos();

    /** What fails again and again has a line a minute. */
    private static final long CHANGE_NANOS = Duration.ofMinutes(1).toNanos();

    private final LongSupplier nanoTime;
    private String reason = "";
    private long saidNanos;

    HistoryLog(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    void failed(Path file, String why) {
        long now = nanoTime.getAsLong();
        if (!why.equals(reason) || now - saidNanos >= REMINDER_NANOS) {
            LOG.log(
                    Level.WARNING,
                    "cannot write the history " + file + ": " + why + "; sampling goes on, and writing is tried again");
            reason = why;
            saidNanos = now;
        }
    }

    void good(long dropped) {
        if (!reason.isEmpty() && nanoTime.getAsLong() - saidNanos >= CHANGE_NANOS) {
            LOG.log(
                    Level.INFO,
                    "the history is written again; " + dropped + " samples since the start are missing from it");
            reason = "";
        }
    }

    void damaged(long records) {
        LOG.log(Level.WARNING, records + " records of the history were damaged, and are deleted");
    }

    void setAside(Path file, Path aside) {
        LOG.log(
                Level.ERROR,
                "the history " + file + " is damaged; it is " + aside
                        + " now, which can still be asked, and a new one begins");
    }
}
