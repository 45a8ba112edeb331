package io.conncount.exporters.sampled;

import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;

/**
 * The daemon's current numbers about its own work.
 *
 * @param cpuBudget how much of a processor it may take in the long run
 * @param samplingCpuSeconds the processor time that sampling has taken since the start
 * @param callers questions from callers on this host
 * @param walks reads of the kernel for them
 */
public record DaemonStats(
        double cpuBudget, DoubleSupplier samplingCpuSeconds, LongSupplier callers, LongSupplier walks) {}
