package io.conncount.exporters.prometheus;

import io.conncount.view.Escaper;
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
import java.util.LinkedHashMap;
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

    /** A number without a unit that comes and goes. */
    static Family gauge(
            String name, String help, List<String> labels, BiConsumer<ScrapeContext, SeriesBuilder> source) {
        return gauge(name, Optional.empty(), help, labels, source);
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

    /** A number without a unit that only grows. */
    static Family counter(
            String name, String help, List<String> labels, BiConsumer<ScrapeContext, SeriesBuilder> source) {
        return counter(name, Optional.empty(), help, labels, source);
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
        return parts.isEmpty()
                ? make(moment)
                : moment.cache().series(this, parts.get().apply(moment), () -> make(moment));
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

    /**
     * Builds the series of one metric. Series with the same printable labels are added up: a
     * scrape that has one twice is refused as a whole.
     */
    static final class SeriesBuilder {
        /** Longer values are cut: they are kept for every series, here and where they are scraped. */
        static final int LABEL_CHARACTERS_MAX = 256;

        private final String[] labelNames;
        private final Map<Labels, Double> values = new LinkedHashMap<>();

        SeriesBuilder(List<String> labelNames) {
            this.labelNames = labelNames.toArray(new String[0]);
        }

        /** Adds a series with these values of the labels, in their order. */
        void add(double value, String... labelValues) {
            String[] printable = new String[labelValues.length];
            for (int i = 0; i < printable.length; i++) {
                printable[i] = Escaper.cut(Escaper.TEXT.of(labelValues[i]), LABEL_CHARACTERS_MAX);
            }
            values.merge(Labels.of(labelNames, printable), value, Double::sum);
        }

        /** The same for a whole number, of which a double keeps 53 bits. */
        void add(long value, String... labelValues) {
            add((double) value, labelValues);
        }

        /** How many labels a series has. */
        int labels() {
            return labelNames.length;
        }

        /** What was added. */
        Map<Labels, Double> values() {
            return values;
        }
    }
}
