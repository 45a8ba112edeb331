package io.conncount.exporters;

import io.conncount.exporters.sampled.DaemonSeries;
import io.conncount.exporters.sampled.HostText;
import io.conncount.sampler.Series;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Logs when a series begins to fail, when it is sampled again, and once an hour as long as it fails. Used by one thread. */
final class SamplingLog {
    private static final Logger LOG = System.getLogger(SamplingLog.class.getName());
    private static final long REMINDER_NANOS = Duration.ofHours(1).toNanos();

    private final DaemonSeries sampled;
    private final Map<String, Failure> failing = new HashMap<>();

    /** Since when a series fails, how many of its samples had failed before, and when it was last said. */
    private record Failure(long failedBefore, long saidNanos) {}

    SamplingLog(DaemonSeries sampled) {
        this.sampled = sampled;
    }

    /** Looks at all series; to be called whenever one has changed. */
    void look() {
        long nowNanos = System.nanoTime();
        sampled.all().forEach(series -> look(series, nowNanos));
    }

    private void look(Series<?> series, long nowNanos) {
        Series.State<?> state = series.state();
        Failure before = failing.get(series.name());
        if (state.failure().isEmpty()) {
            if (before != null && state.taken() > 0) {
                failing.remove(series.name());
                LOG.log(
                        Level.INFO,
                        "sampling " + series.name() + " works again, after " + (state.failed() - before.failedBefore)
                                + " failed samples");
            }
            return;
        }
        if (before == null || nowNanos - before.saidNanos >= REMINDER_NANOS) {
            String reason = HostText.printable(state.failure().get());
            LOG.log(
                    Level.WARNING,
                    "sampling " + series.name() + (before == null ? " fails: " : " still fails: ") + reason
                            + remedy(reason).map(remedy -> "; " + remedy).orElse(""));
            long failedBefore = before == null ? state.failed() - 1 : before.failedBefore;
            failing.put(series.name(), new Failure(failedBefore, nowNanos));
        }
    }

    /** What usually is behind an error of the kernel, in a daemon. */
    private static Optional<String> remedy(String reason) {
        if (reason.contains("(EAFNOSUPPORT)")) {
            return Optional.of("allow AF_NETLINK, such as by RestrictAddressFamilies= in the unit");
        } else if (reason.contains("(EPERM)") || reason.contains("(EACCES)")) {
            return Optional.of("a seccomp filter or a security module forbids netlink: allow it, such as by"
                    + " SystemCallFilter= in the unit");
        } else if (reason.contains("(EMFILE)") || reason.contains("(ENFILE)")) {
            return Optional.of("raise the limit on open files, such as by LimitNOFILE= in the unit");
        } else if (reason.contains("(ENOMEM)") || reason.contains("(ENOBUFS)")) {
            return Optional.of("the kernel has no memory for it");
        }
        return Optional.empty();
    }
}
