package io.conncount.exporters.prometheus;

import io.conncount.collect.MemoryView;
import io.conncount.collect.PortView;
import io.conncount.exporters.prometheus.Family.SeriesBuilder;
import io.conncount.exporters.prometheus.Metrics.DaemonStats;
import io.conncount.exporters.prometheus.ScrapeContext.SeriesStatus;
import io.conncount.snapshot.Snapshot;
import io.prometheus.metrics.model.snapshots.Unit;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.ToLongFunction;

/** What the daemon reports of its own work: how far its numbers can be trusted, what they cost, and its version. */
final class DaemonFamilies {
    private static final List<String> LABELS = List.of("sample");

    private DaemonFamilies() {}

    static List<Family> all(DaemonStats workings, String version) {
        List<Family> families = new ArrayList<>(quality());
        families.addAll(pace());
        families.addAll(attempts());
        families.addAll(work(workings));
        families.addAll(recordings(workings));
        families.add(Family.info(
                "conncount_build",
                "Version of conncount and of the Java that it runs on.",
                List.of("version", "java"),
                (moment, points) -> points.add(1, version, Runtime.version().toString())));
        return families;
    }

    private static List<Family> quality() {
        return List.of(
                seconds(
                        "conncount_sample_age_seconds",
                        "Age of the sample in use.",
                        standing -> standing.last().map(sample -> sample.age())),
                seconds(
                        "conncount_sample_duration_seconds",
                        "Time that the sample in use took.",
                        standing -> standing.last().map(sample -> sample.elapsed())),
                gauge(
                        "conncount_sample_complete",
                        Optional.empty(),
                        "1 if the sample in use is complete, 0 if sockets may be missing.",
                        standing -> standing.last().isEmpty()
                                ? OptionalDouble.empty()
                                : bool(standing.last().get().fault().isEmpty())),
                gauge(
                        "conncount_sample_error_bar_sockets",
                        Optional.of(new Unit("sockets")),
                        "How many sockets a number of the sample in use may be off by, because sockets opened or closed"
                                + " during the read.",
                        DaemonFamilies::errorBar),
                Family.info(
                        "conncount_sample_source",
                        "Where the sample in use came from: bpf if it was counted inside the kernel.",
                        List.of("sample", "source"),
                        each((standing, points) -> standing.last()
                                .flatMap(sample -> source(sample.value()))
                                .ifPresent(found -> points.add(1, standing.name(), found)))));
    }

    private static List<Family> pace() {
        return List.of(
                seconds(
                        "conncount_sample_cpu_seconds",
                        "CPU time of the last attempt to take a sample.",
                        standing -> standing.state().taken() == 0
                                ? Optional.empty()
                                : Optional.of(standing.state().lastCpu())),
                seconds(
                        "conncount_sample_interval_seconds",
                        "Current time between the starts of two samples.",
                        standing -> Optional.of(standing.state().interval())),
                seconds(
                        "conncount_sample_interval_min_seconds",
                        "Configured time between the starts of two samples, used if the CPU budget allows it.",
                        standing -> Optional.of(standing.intervalMin())),
                gauge(
                        "conncount_sample_stretched",
                        Optional.empty(),
                        "1 if samples are taken less often than configured, to stay within the CPU budget; else 0.",
                        standing -> bool(standing.stretched())));
    }

    private static List<Family> attempts() {
        return List.of(
                counter(
                        "conncount_samples",
                        "Attempts to take a sample.",
                        standing -> standing.state().taken()),
                counter(
                        "conncount_sample_failures",
                        "Failed attempts; the last good sample stays in use.",
                        standing -> standing.state().failed()),
                counter(
                        "conncount_sample_incomplete",
                        "Samples that were incomplete.",
                        standing -> standing.state().incomplete()));
    }

    private static List<Family> work(DaemonStats workings) {
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

    private static List<Family> recordings(DaemonStats workings) {
        return List.of(
                Family.gauge(
                        "conncount_record_condition",
                        "1 if the condition of --record-when holds, else 0.",
                        List.of(),
                        (moment, points) -> workings.recordings()
                                .flatMap(stats -> stats.condition().get())
                                .ifPresent(holds -> points.add(holds ? 1 : 0))),
                Family.counter(
                        "conncount_recordings",
                        "Recordings of all sockets because of --record-when.",
                        List.of(),
                        (moment, points) -> workings.recordings()
                                .ifPresent(stats -> points.add(stats.taken().getAsLong()))),
                Family.counter(
                        "conncount_recording_failures",
                        "Recordings that failed, such as on a full disk.",
                        List.of(),
                        (moment, points) -> workings.recordings()
                                .ifPresent(stats -> points.add(stats.failed().getAsLong()))));
    }

    private static Family counter(String name, String help, LongSupplier value) {
        return Family.counter(name, help, List.of(), (moment, points) -> points.add(value.getAsLong()));
    }

    private static OptionalDouble errorBar(SeriesStatus<?> standing) {
        Optional<Snapshot> known = snapshot(standing).filter(found -> found.errorBar() != Snapshot.ERROR_BAR_UNKNOWN);
        return known.isPresent() ? OptionalDouble.of((double) known.get().errorBar()) : OptionalDouble.empty();
    }

    /** The sample in use; empty if there is none, or if it does not count sockets by keys. */
    private static Optional<Snapshot> snapshot(SeriesStatus<?> standing) {
        return standing.last()
                .filter(sample -> sample.value() instanceof Snapshot)
                .map(sample -> (Snapshot) sample.value());
    }

    /** Where a value came from; empty if no socket was counted for it. */
    private static Optional<String> source(Object value) {
        if (value instanceof Snapshot counts) {
            return Optional.of(counts.source());
        }
        if (value instanceof PortView ports) {
            return Optional.of(ports.source());
        }
        return value instanceof MemoryView memory ? Optional.of(memory.source()) : Optional.empty();
    }

    private static OptionalDouble bool(boolean value) {
        return OptionalDouble.of(value ? 1 : 0);
    }

    private static Family seconds(String name, String help, Function<SeriesStatus<?>, Optional<Duration>> value) {
        return gauge(name, Optional.of(Unit.SECONDS), help, standing -> {
            Optional<Duration> found = value.apply(standing);
            return found.isEmpty()
                    ? OptionalDouble.empty()
                    : OptionalDouble.of(Unit.nanosToSeconds(found.get().toNanos()));
        });
    }

    private static Family gauge(
            String name, Optional<Unit> unit, String help, Function<SeriesStatus<?>, OptionalDouble> value) {
        return Family.gauge(
                name,
                unit,
                help,
                LABELS,
                each((standing, points) ->
                        value.apply(standing).ifPresent(found -> points.add(found, standing.name()))));
    }

    private static Family counter(String name, String help, ToLongFunction<SeriesStatus<?>> value) {
        return Family.counter(
                name,
                help,
                LABELS,
                each((standing, points) -> points.add(value.applyAsLong(standing), standing.name())));
    }

    private static BiConsumer<ScrapeContext, SeriesBuilder> each(BiConsumer<SeriesStatus<?>, SeriesBuilder> source) {
        return (moment, points) -> moment.all().forEach(standing -> source.accept(standing, points));
    }
}
