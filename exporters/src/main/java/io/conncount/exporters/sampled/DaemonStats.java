package io.conncount.exporters.sampled;

import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;

/**
 * What the daemon tells of its own work, whenever it is asked.
 *
 * @param cpuBudget how much of a processor it may take in the long run
 * @param samplingCpuSeconds the processor time that sampling has taken since the start
 * @param callers questions that callers on this host have asked
 * @param walks times that the kernel was asked for them
 */
public record DaemonStats(
        double cpuBudget, DoubleSupplier samplingCpuSeconds, LongSupplier callers, LongSupplier walks) {}
