package io.conncount.exporters.prometheus;

import io.conncount.exporters.prometheus.GroupFamilies.RankedGroups;
import io.conncount.exporters.sampled.DaemonSeries.GroupSpec;
import io.conncount.sampler.Series.Sample;
import io.conncount.snapshot.Snapshot;
import io.prometheus.metrics.config.EscapingScheme;
import io.prometheus.metrics.expositionformats.ExpositionFormatWriter;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Keeps what is made of the last sample of each series: the order of its groups, the series of its metrics, and the texts of
 * those, which are compressed if requested. Each is made once per sample, because making them is nearly the whole cost of a
 * scrape.
 */
final class SampleCache {
    /** The texts of metrics with fewer series are cheap, and change with every scrape. */
    private static final int SERIES_MANY = 100;

    /** The end of a text in OpenMetrics, which only the last piece has. */
    private static final byte[] END = "# EOF\n".getBytes(StandardCharsets.US_ASCII);

    private final Map<GroupSpec, Made<RankedGroups>> groups = new ConcurrentHashMap<>();
    private final Map<Family, Made<Optional<MetricSnapshot>>> series = new ConcurrentHashMap<>();
    private final Map<Form, Made<CompressibleText>> texts = new ConcurrentHashMap<>();

    /** The text of a metric in one format. */
    private record Form(String metric, ExpositionFormatWriter format, EscapingScheme escaping) {}

    /** A value, and what it was made of. */
    private static final class Made<T> {
        private Object source;
        private T value;
        private boolean wanted;

        /** The value made of this source; made now if it was made of another. */
        synchronized T of(Object now, Supplier<T> make) {
            if (!now.equals(source)) {
                value = make.get();
                source = now;
            }
            wanted = true;
            return value;
        }

        /** Makes the value of a new source if the one of the last was wanted; false if it was not. */
        synchronized boolean renewed(Object now, Supplier<T> make) {
            if (!now.equals(source)) {
                if (!wanted) {
                    return false;
                }
                value = make.get();
                source = now;
                wanted = false;
            }
            return true;
        }
    }

    /** The groups of a sample that may become series. */
    RankedGroups groups(GroupSpec spec, Sample<Snapshot> sample) {
        return groups.computeIfAbsent(spec, any -> new Made<>()).of(sample, () -> RankedGroups.of(spec, sample));
    }

    /**
     * The series of a metric.
     *
     * @param source what they are made of
     */
    Optional<MetricSnapshot> series(Family family, Object source, Supplier<Optional<MetricSnapshot>> make) {
        return series.computeIfAbsent(family, any -> new Made<>()).of(source, make);
    }

    /** The text of all these metrics, those with many series first. */
    List<CompressibleText> text(MetricSnapshots snapshots, ExpositionFormatWriter format, EscapingScheme escaping) {
        List<CompressibleText> text = new ArrayList<>();
        List<MetricSnapshot> small = new ArrayList<>();
        for (MetricSnapshot snapshot : snapshots) {
            if (isLarge(snapshot)) {
                Form form = new Form(name(snapshot), format, escaping);
                text.add(texts.computeIfAbsent(form, any -> new Made<>()).of(snapshot, () -> text(form, snapshot)));
            } else {
                small.add(snapshot);
            }
        }
        text.add(new CompressibleText(written(new MetricSnapshots(small), format, escaping)));
        return text;
    }

    /**
     * Makes the texts of changed metrics before a scrape waits for them: those that were used since their last change.
     * The others are discarded.
     */
    void renew(MultiCollector metrics) {
        Set<String> names = texts.keySet().stream().map(Form::metric).collect(Collectors.toSet());
        if (names.isEmpty()) {
            return;
        }
        Map<String, MetricSnapshot> now = metrics.collect(names::contains).stream()
                .filter(SampleCache::isLarge)
                .collect(Collectors.toMap(SampleCache::name, metric -> metric));
        texts.entrySet().removeIf(entry -> {
            MetricSnapshot snapshot = now.get(entry.getKey().metric);
            Made<CompressibleText> text = entry.getValue();
            return snapshot == null
                    || !text.renewed(
                            snapshot, () -> text(entry.getKey(), snapshot).like(text.value));
        });
    }

    private static CompressibleText text(Form form, MetricSnapshot snapshot) {
        byte[] text = written(new MetricSnapshots(snapshot), form.format, form.escaping);
        int length = text.length - END.length;
        boolean ends = length >= 0 && Arrays.equals(text, length, text.length, END, 0, END.length);
        return new CompressibleText(ends ? Arrays.copyOf(text, length) : text);
    }

    private static boolean isLarge(MetricSnapshot snapshot) {
        return snapshot.getDataPoints().size() >= SERIES_MANY;
    }

    private static String name(MetricSnapshot snapshot) {
        return snapshot.getMetadata().getPrometheusName();
    }

    private static byte[] written(MetricSnapshots snapshots, ExpositionFormatWriter format, EscapingScheme escaping) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            format.write(out, snapshots, escaping);
        } catch (IOException e) {
            throw new UncheckedIOException(e); // cannot happen: everything is in memory
        }
        return out.toByteArray();
    }
}
