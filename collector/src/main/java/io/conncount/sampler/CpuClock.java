package io.conncount.sampler;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayDeque;
import java.util.Deque;

/** Processor time by the system's account, the kernel's share with it. */
final class CpuClock {
    private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    private final OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

    /** The CPU time of this thread; if unavailable, the elapsed time, which is an upper bound. */
    long ofThisThreadNanos() {
        return threads.isCurrentThreadCpuTimeSupported() ? threads.getCurrentThreadCpuTime() : System.nanoTime();
    }

    /** The CPU time of the process, in ticks of about 10 ms; negative if unavailable. */
    long ofProcessNanos() {
        return system.getProcessCpuTime();
    }

    /**
     * The growth rate of a total over about the last minute. Before the first value it counts as constant, so that a rate
     * begins at 0 and one early burst is not taken for the rule.
     */
    static final class RecentRate {
        private static final long WINDOW_NANOS = 60_000_000_000L;
        private static final long MARKS_APART_NANOS = WINDOW_NANOS / 12;

        private final Deque<Mark> marks = new ArrayDeque<>();
        private double rate;

        private record Mark(long timeNanos, long totalNanos) {}

        /** Reports the current total. */
        void add(long nowNanos, long totalNanos) {
            if (marks.isEmpty() || nowNanos - marks.getLast().timeNanos >= MARKS_APART_NANOS) {
                marks.addLast(new Mark(nowNanos, totalNanos));
            }
            Mark oldest = marks.removeFirst();
            while (!marks.isEmpty() && nowNanos - marks.getFirst().timeNanos >= WINDOW_NANOS) {
                oldest = marks.removeFirst();
            }
            marks.addFirst(oldest);
            rate = (double) (totalNanos - oldest.totalNanos) / Math.max(WINDOW_NANOS, nowNanos - oldest.timeNanos);
        }

        /** Nanoseconds a nanosecond. */
        double rate() {
            return rate;
        }
    }
}
