package io.conncount.sampler;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;

/** Processor time by the system's account, the kernel's share with it. */
final class CpuClock {
    private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    private final OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

    /** What this thread has taken; where nobody counts that, the time that has passed, which is no less. */
    long ofThisThreadNanos() {
        return threads.isCurrentThreadCpuTimeSupported() ? threads.getCurrentThreadCpuTime() : System.nanoTime();
    }

    /** What the process has taken, by ticks of some 10 ms; negative where nobody counts that. */
    long ofProcessNanos() {
        return system.getProcessCpuTime();
    }
}
