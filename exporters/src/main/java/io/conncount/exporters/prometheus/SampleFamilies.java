package io.conncount.exporters.prometheus;

import io.conncount.snapshot.Snapshot;
import io.prometheus.metrics.model.snapshots.Unit;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.ToLongFunction;

/** How far the numbers can be trusted, and what they cost. */
final class SampleFamilies {
    private static final List<String> LABELS = List.of("sample");

    private SampleFamilies() {}

    static List<Family> all() {
        List<Family> families = new ArrayList<>(quality());
        families.addAll(pace());
        families.addAll(counters());
        return families;
    }

    private static List<Family> quality() {
        return List.of(
                seconds(
                        "conncount_sample_age_seconds",
                        "How long ago the sample was taken that is shown.",
                        standing -> standing.last().map(sample -> sample.age())),
                seconds(
                        "conncount_sample_duration_seconds",
                        "How long it took to take the sample that is shown.",
                        standing -> standing.last().map(sample -> sample.elapsed())),
                gauge(
                        "conncount_sample_complete",
                        Optional.empty(),
                        "1 if the sample that is shown is complete, 0 if something may be missing from it.",
                        standing -> standing.last().isEmpty()
                                ? OptionalDouble.empty()
                                : bool(standing.last().get().fault().isEmpty())),
                gauge(
                        "conncount_sample_error_bar_sockets",
                        Optional.of(new Unit("sockets")),
                        "By how many sockets a number of the sample that is shown may be off, because sockets came and"
                                + " went while it was taken.",
                        SampleFamilies::errorBar));
    }

    private static List<Family> pace() {
        return List.of(
                seconds(
                        "conncount_sample_cpu_seconds",
                        "Processor time that the last try to take a sample cost.",
                        standing -> standing.state().taken() == 0
                                ? Optional.empty()
                                : Optional.of(standing.state().lastCpu())),
                seconds(
                        "conncount_sample_interval_seconds",
                        "How long after each other samples are begun at present.",
                        standing -> Optional.of(standing.state().interval())),
                seconds(
                        "conncount_sample_interval_min_seconds",
                        "How long after each other samples are begun if the budget allows it.",
                        standing -> Optional.of(standing.intervalMin())),
                gauge(
                        "conncount_sample_stretched",
                        Optional.empty(),
                        "1 if samples are taken less often than asked for, to keep within the budget; else 0.",
                        standing -> bool(standing.stretched())));
    }

    private static List<Family> counters() {
        return List.of(
                counter(
                        "conncount_samples",
                        "Samples that were tried.",
                        standing -> standing.state().taken()),
                counter(
                        "conncount_sample_failures",
                        "Samples that gave nothing; the last good one was kept.",
                        standing -> standing.state().failed()),
                counter(
                        "conncount_sample_incomplete",
                        "Samples that were incomplete.",
                        standing -> standing.state().incomplete()));
    }

    private static OptionalDouble errorBar(Standing<?> standing) {
        return standing.last().isPresent()
                        && standing.last().get().value() instanceof Snapshot snapshot
                        && snapshot.errorBar() != Snapshot.ERROR_BAR_UNKNOWN
                ? OptionalDouble.of((double) snapshot.errorBar())
                : OptionalDouble.empty();
    }

    private static OptionalDouble bool(boolean value) {
        return OptionalDouble.of(value ? 1 : 0);
    }

    private static Family seconds(String name, String help, Function<Standing<?>, Optional<Duration>> value) {
        return gauge(name, Optional.of(Unit.SECONDS), help, standing -> {
            Optional<Duration> found = value.apply(standing);
            return found.isEmpty()
                    ? OptionalDouble.empty()
                    : OptionalDouble.of(Unit.nanosToSeconds(found.get().toNanos()));
        });
    }

    private static Family gauge(
            String name, Optional<Unit> unit, String help, Function<Standing<?>, OptionalDouble> value) {
        return Family.gauge(
                name,
                unit,
                help,
                LABELS,
                each((standing, points) ->
                        value.apply(standing).ifPresent(found -> points.add(found, standing.name()))));
    }

    private static Family counter(String name, String help, ToLongFunction<Standing<?>> value) {
        return Family.counter(
                name,
                Optional.empty(),
                help,
                LABELS,
                each((standing, points) -> points.add(value.applyAsLong(standing), standing.name())));
    }

    private static BiConsumer<Moment, Points> each(BiConsumer<Standing<?>, Points> source) {
        return (moment, points) -> moment.all().forEach(standing -> source.accept(standing, points));
    }
}
