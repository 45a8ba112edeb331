package io.conncount.exporters.prometheus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.prometheus.metrics.config.EscapingScheme;
import io.prometheus.metrics.expositionformats.ExpositionFormatWriter;
import io.prometheus.metrics.expositionformats.ExpositionFormats;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class SampleCacheTest {
    private static final ExpositionFormatWriter TEXT = ExpositionFormats.init().getPrometheusTextFormatWriter();

    private final SampleCache texts = new SampleCache();

    @Test
    void manySeriesAreWrittenOnce() throws Exception {
        MetricSnapshot sockets = gauge("sockets", 300, 1);
        CompressibleText first = wanted(sockets);
        assertSame(first, wanted(sockets));
        assertNotSame(first, wanted(gauge("sockets", 300, 1)));
    }

    @Test
    void fewSeriesAreWrittenEachTimeAndLast() throws Exception {
        MetricSnapshot few = gauge("few", 1, 1);
        List<CompressibleText> text = text(few, gauge("many", 300, 1));
        assertEquals(2, text.size());
        assertTrue(string(text.get(0)).contains("many{number=\"7\"} 1.0\n"));
        assertEquals("# TYPE few gauge\nfew{number=\"0\"} 1.0\n", string(text.get(1)));
    }

    @Test
    void whatChangesIsReadyBeforeItIsWanted() throws Exception {
        CompressibleText.gzip(List.of(wanted(gauge("sockets", 300, 1))));
        MetricSnapshot changed = gauge("sockets", 300, 2);
        renew(changed);
        CompressibleText text = wanted(changed);
        assertTrue(text.isDeflated());
        assertTrue(string(text).contains("sockets{number=\"7\"} 2.0\n"));
    }

    @Test
    void whatNobodyWantedCompressedIsNot() throws Exception {
        wanted(gauge("sockets", 300, 1));
        MetricSnapshot changed = gauge("sockets", 300, 2);
        renew(changed);
        assertFalse(wanted(changed).isDeflated());
    }

    @Test
    void whatNobodyWantedSinceItChangedIsForgotten() throws Exception {
        CompressibleText.gzip(List.of(wanted(gauge("sockets", 300, 1))));
        renew(gauge("sockets", 300, 2));
        MetricSnapshot changedAgain = gauge("sockets", 300, 3);
        renew(changedAgain);
        assertFalse(wanted(changedAgain).isDeflated());
    }

    @Test
    void whatHasGoneIsForgotten() throws Exception {
        MetricSnapshot sockets = gauge("sockets", 300, 1);
        CompressibleText.gzip(List.of(wanted(sockets)));
        renew();
        assertFalse(wanted(sockets).isDeflated());
    }

    /** The text of one that has many series. */
    private CompressibleText wanted(MetricSnapshot snapshot) throws IOException {
        return text(snapshot).get(0);
    }

    private List<CompressibleText> text(MetricSnapshot... snapshots) throws IOException {
        return texts.text(new MetricSnapshots(snapshots), TEXT, EscapingScheme.DEFAULT);
    }

    private void renew(MetricSnapshot... now) throws IOException {
        texts.renew(() -> new MetricSnapshots(now));
    }

    private static MetricSnapshot gauge(String name, int series, double value) {
        GaugeSnapshot.Builder gauge = GaugeSnapshot.builder().name(name);
        for (int number = 0; number < series; number++) {
            gauge.dataPoint(GaugeDataPointSnapshot.builder()
                    .labels(Labels.of("number", Integer.toString(number)))
                    .value(value)
                    .build());
        }
        return gauge.build();
    }

    private static String string(CompressibleText piece) {
        return new String(piece.plain(), StandardCharsets.UTF_8);
    }
}
