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
                        "How much of one processor the daemon may take in the long run; sampling slows down to keep to it.",
                        List.of(),
                        (moment, points) -> points.add(workings.cpuBudget())),
                Family.counter(
                        "conncount_sampling_cpu_seconds",
                        Optional.of(Unit.SECONDS),
                        "Processor time that sampling has taken, failed samples and callers' questions with it.",
                        List.of(),
                        (moment, points) ->
                                points.add(workings.samplingCpuSeconds().getAsDouble())),
                counter(
                        "conncount_local_callers",
                        "Questions that callers on this host have asked over the local socket.",
                        workings.callers()),
                counter(
                        "conncount_local_walks",
                        "Times that the kernel was asked because a caller's question had no answer yet.",
                        workings.walks()));
    }

    private static Family counter(String name, String help, LongSupplier value) {
        return Family.counter(
                name, Optional.empty(), help, List.of(), (moment, points) -> points.add(value.getAsLong()));
    }
}
