package io.conncount.exporters.prometheus;

import io.prometheus.metrics.model.registry.MetricType;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot.InfoDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricFamilyDescriptor;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.Unit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Function;

/** A metric: its name, type, unit and meaning are defined once, with the place where its numbers come from. */
final class Family {
    private final MetricFamilyDescriptor descriptor;
    private final List<String> labels;
    private final BiConsumer<ScrapeContext, SeriesBuilder> source;
    private final Optional<Function<ScrapeContext, Object>> parts;

    private Made last = new Made(new Object(), Optional.empty());

    /** What was made of these parts. */
    private record Made(Object parts, Optional<MetricSnapshot> snapshot) {}

    /**
     * A metric.
     *
     * @param labels the names of its labels, in the order in which their values are given
     * @param source adds its series as they are at a moment; none where nothing is known
     * @param parts what its series are made of: as long as that is the same, they are; empty if they differ every time
     */
    private Family(
            MetricFamilyDescriptor descriptor,
            List<String> labels,
            BiConsumer<ScrapeContext, SeriesBuilder> source,
            Optional<Function<ScrapeContext, Object>> parts) {
        this.descriptor = descriptor;
        this.labels = labels;
        this.source = source;
        this.parts = parts;
    }

    /** A number that comes and goes; its name ends in its unit, if it has one. */
    static Family gauge(
            String name,
            Optional<Unit> unit,
            String help,
            List<String> labels,
            BiConsumer<ScrapeContext, SeriesBuilder> source) {
        return of(MetricFamilyDescriptor.gauge(name), unit, help, labels, source);
    }

    /** A number that only grows; its name is without {@code _total}. */
    static Family counter(
            String name,
            Optional<Unit> unit,
            String help,
            List<String> labels,
            BiConsumer<ScrapeContext, SeriesBuilder> source) {
        return of(MetricFamilyDescriptor.counter(name), unit, help, labels, source);
    }

    /** A metric with labels only; its name is without {@code _info}. */
    static Family info(String name, String help, List<String> labels, BiConsumer<ScrapeContext, SeriesBuilder> source) {
        return of(MetricFamilyDescriptor.info(name), Optional.empty(), help, labels, source);
    }

    private static Family of(
            MetricFamilyDescriptor.Builder<?> builder,
            Optional<Unit> unit,
            String help,
            List<String> labels,
            BiConsumer<ScrapeContext, SeriesBuilder> source) {
        unit.ifPresent(builder::unit);
        return new Family(builder.help(help).labelNames(labels).build(), labels, source, Optional.empty());
    }

    /** The same metric, with series that are rebuilt only when their sample has changed. */
    Family madeOf(Function<ScrapeContext, Object> changing) {
        return new Family(descriptor, labels, source, Optional.of(changing));
    }

    MetricFamilyDescriptor descriptor() {
        return descriptor;
    }

    List<String> labels() {
        return labels;
    }

    /** Its name, without {@code _total} or {@code _info}. */
    String name() {
        return descriptor.getPrometheusName();
    }

    /** How it stands; empty if it has no series now. */
    Optional<MetricSnapshot> at(ScrapeContext moment) {
        return parts.isEmpty() ? make(moment) : remembered(parts.get().apply(moment), moment);
    }

    private synchronized Optional<MetricSnapshot> remembered(Object now, ScrapeContext moment) {
        if (!last.parts.equals(now)) {
            last = new Made(now, make(moment));
        }
        return last.snapshot;
    }

    private Optional<MetricSnapshot> make(ScrapeContext moment) {
        SeriesBuilder points = new SeriesBuilder(labels);
        source.accept(moment, points);
        Map<Labels, Double> values = points.values();
        return values.isEmpty() ? Optional.empty() : Optional.of(snapshot(values));
    }

    private MetricSnapshot snapshot(Map<Labels, Double> values) {
        if (descriptor.getType() == MetricType.COUNTER) {
            return new CounterSnapshot(
                    descriptor.getMetadata(), list(values, (l, v) -> new CounterDataPointSnapshot(v, l, null, 0)));
        }
        if (descriptor.getType() == MetricType.INFO) {
            return new InfoSnapshot(descriptor.getMetadata(), list(values, (l, v) -> new InfoDataPointSnapshot(l)));
        }
        return new GaugeSnapshot(
                descriptor.getMetadata(), list(values, (l, v) -> new GaugeDataPointSnapshot(v, l, null)));
    }

    private static <T> List<T> list(Map<Labels, Double> values, BiFunction<Labels, Double, T> point) {
        List<T> list = new ArrayList<>(values.size());
        values.forEach((labels, value) -> list.add(point.apply(labels, value)));
        return list;
    }
}
