package io.conncount.exporters.prometheus;

import io.conncount.exporters.sampled.DaemonStats;
import io.prometheus.metrics.model.snapshots.Unit;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;

/** What the daemon's own work amounts to. */
final class WorkingFamilies {
    private WorkingFamilies() {}

    static List<Family> all(DaemonStats workings) {
        return List.of(
                Family.gauge(
                        "conncount_cpu_budget_ratio",
                        Optional.of(Unit.RATIO),
                        "Share of one processor that the daemon may use in the long run; sampling slows down to stay within it.",
                        List.of(),
                        (moment, points) -> points.add(workings.cpuBudget())),
                Family.counter(
                        "conncount_sampling_cpu_seconds",
                        Optional.of(Unit.SECONDS),
                        "CPU time used by sampling, including failed samples and callers' questions.",
                        List.of(),
                        (moment, points) ->
                                points.add(workings.samplingCpuSeconds().getAsDouble())),
                counter("conncount_local_callers", "Questions from callers on the local socket.", workings.callers()),
                counter(
                        "conncount_local_walks",
                        "Reads of the kernel for callers' questions that had no recent answer.",
                        workings.walks()));
    }

    private static Family counter(String name, String help, LongSupplier value) {
        return Family.counter(
                name, Optional.empty(), help, List.of(), (moment, points) -> points.add(value.getAsLong()));
    }
}
