package io.conncount.exporters.prometheus;

import io.prometheus.metrics.config.EscapingScheme;
import io.prometheus.metrics.expositionformats.ExpositionFormatWriter;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Writes metrics in a format. Of those with many series, which stay the same from one sample to the next, the text is kept:
 * to make it is nearly all that a scrape costs. There is one text a metric and format.
 */
final class KeptTexts {
    private static final int SERIES_MANY = 100;

    /** What ends a text in OpenMetrics, and stands in the last part alone. */
    private static final byte[] END = "# EOF\n".getBytes(StandardCharsets.US_ASCII);

    private final Map<Key, Kept> kept = new ConcurrentHashMap<>();

    private record Key(String metric, String format, EscapingScheme escaping) {}

    /** A text, and what it is of: snapshots do not change, so it is known by its identity. */
    private static final class Kept {
        private final MetricSnapshot snapshot;
        private final byte[] text;

        Kept(MetricSnapshot snapshot, byte[] text) {
            this.snapshot = snapshot;
            this.text = text;
        }
    }

    /** Writes all of them, those with many series first. */
    void write(OutputStream out, MetricSnapshots snapshots, ExpositionFormatWriter format, EscapingScheme escaping)
            throws IOException {
        List<MetricSnapshot> small = new ArrayList<>();
        for (MetricSnapshot snapshot : snapshots) {
            if (snapshot.getDataPoints().size() < SERIES_MANY) {
                small.add(snapshot);
            } else {
                out.write(text(snapshot, format, escaping));
            }
        }
        format.write(out, new MetricSnapshots(small), escaping);
    }

    private byte[] text(MetricSnapshot snapshot, ExpositionFormatWriter format, EscapingScheme escaping)
            throws IOException {
        Key key = new Key(snapshot.getMetadata().getName(), format.getContentType(), escaping);
        Kept before = kept.get(key);
        if (before != null && before.snapshot.equals(snapshot)) {
            return before.text;
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        format.write(out, new MetricSnapshots(snapshot), escaping);
        byte[] text = withoutEnd(out.toByteArray());
        kept.put(key, new Kept(snapshot, text));
        return text;
    }

    private static byte[] withoutEnd(byte[] text) {
        int length = text.length - END.length;
        boolean ends = length >= 0 && Arrays.equals(text, length, text.length, END, 0, END.length);
        return ends ? Arrays.copyOf(text, length) : text;
    }
}
