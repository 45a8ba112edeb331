package io.conncount.exporters.prometheus;

import io.conncount.counters.Measure;
import io.prometheus.metrics.model.snapshots.Unit;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;

/** What the kernel tells of itself: a metric for each {@link Measure} that is published. */
final class MeasureFamilies {
    private MeasureFamilies() {}

    static List<Family> all() {
        return Measure.published().stream().map(MeasureFamilies::of).toList();
    }

    private static Family of(Measure measure) {
        Optional<Unit> unit = measure.unit().map(Unit::new);
        String name = "conncount_" + measure.label()
                + measure.unit().map(u -> "_" + u).orElse("");
        BiConsumer<ScrapeContext, SeriesBuilder> source = (moment, points) -> moment.measures()
                .last()
                .ifPresent(sample -> sample.value().of(measure).ifPresent(points::add));
        return measure.kind() == Measure.Kind.COUNTER
                ? Family.counter(name, unit, measure.help(), List.of(), source)
                : Family.gauge(name, unit, measure.help(), List.of(), source);
    }
}
