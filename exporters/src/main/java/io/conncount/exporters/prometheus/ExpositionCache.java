package io.conncount.exporters.prometheus;

import io.prometheus.metrics.config.EscapingScheme;
import io.prometheus.metrics.expositionformats.ExpositionFormatWriter;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/**
 * Writes metrics in a format. Of those with many series, which stay the same from one sample to the next, the text is kept,
 * and compressed if requested: making these is nearly the whole cost of a scrape.
 */
final class ExpositionCache {
    private static final int SERIES_MANY = 100;

    /** The end of a text in OpenMetrics, which only the last piece has. */
    private static final byte[] END = "# EOF\n".getBytes(StandardCharsets.US_ASCII);

    private final Map<Key, Kept> kept = new ConcurrentHashMap<>();

    private record Key(String metric, ExpositionFormatWriter format, EscapingScheme escaping) {}

    /** A text, and what it is of: snapshots do not change, so it is known by its identity. */
    private static final class Kept {
        private final MetricSnapshot snapshot;
        private final CompressibleText text;
        private volatile boolean wanted;

        Kept(MetricSnapshot snapshot, CompressibleText text) {
            this.snapshot = snapshot;
            this.text = text;
        }
    }

    /** The text of all of them, those with many series first. */
    List<CompressibleText> text(MetricSnapshots snapshots, ExpositionFormatWriter format, EscapingScheme escaping)
            throws IOException {
        List<CompressibleText> text = new ArrayList<>();
        List<MetricSnapshot> small = new ArrayList<>();
        for (MetricSnapshot snapshot : snapshots) {
            if (isLarge(snapshot)) {
                Kept found = current(new Key(name(snapshot), format, escaping), snapshot);
                found.wanted = true;
                text.add(found.text);
            } else {
                small.add(snapshot);
            }
        }
        text.add(new CompressibleText(written(new MetricSnapshots(small), format, escaping)));
        return text;
    }

    /**
     * Makes the texts of changed families before a scrape waits for them: those that were used since their last change.
     * The others are discarded.
     */
    void renew(MultiCollector metrics) throws IOException {
        Set<String> names = kept.keySet().stream().map(Key::metric).collect(Collectors.toSet());
        if (names.isEmpty()) {
            return;
        }
        Map<String, MetricSnapshot> now = metrics.collect(names::contains).stream()
                .collect(Collectors.toMap(ExpositionCache::name, metric -> metric));
        for (Map.Entry<Key, Kept> entry : kept.entrySet()) {
            renew(entry.getKey(), entry.getValue(), Optional.ofNullable(now.get(entry.getKey().metric)));
        }
    }

    private void renew(Key key, Kept before, Optional<MetricSnapshot> now) throws IOException {
        if (now.isPresent() && before.snapshot.equals(now.get())) {
            return;
        }
        if (now.isEmpty() || !before.wanted || !isLarge(now.get())) {
            kept.remove(key, before);
            return;
        }
        CompressibleText text = current(key, now.get()).text;
        if (before.text.isDeflated()) {
            text.deflated();
        }
    }

    private Kept current(Key key, MetricSnapshot snapshot) throws IOException {
        Kept before = kept.get(key);
        if (before != null && before.snapshot.equals(snapshot)) {
            return before;
        }
        byte[] text = withoutEnd(written(new MetricSnapshots(snapshot), key.format, key.escaping));
        Kept now = new Kept(snapshot, new CompressibleText(text));
        kept.put(key, now);
        return now;
    }

    private static boolean isLarge(MetricSnapshot snapshot) {
        return snapshot.getDataPoints().size() >= SERIES_MANY;
    }

    private static String name(MetricSnapshot snapshot) {
        return snapshot.getMetadata().getPrometheusName();
    }

    private static byte[] written(MetricSnapshots snapshots, ExpositionFormatWriter format, EscapingScheme escaping)
            throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        format.write(out, snapshots, escaping);
        return out.toByteArray();
    }

    private static byte[] withoutEnd(byte[] text) {
        int length = text.length - END.length;
        boolean ends = length >= 0 && Arrays.equals(text, length, text.length, END, 0, END.length);
        return ends ? Arrays.copyOf(text, length) : text;
    }
}
