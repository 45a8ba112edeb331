package io.conncount.exporters.prometheus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.conncount.counters.Measure;
import io.conncount.counters.Measures;
import io.conncount.exporters.Snapshots;
import io.conncount.exporters.sampled.DaemonSeries;
import io.conncount.exporters.sampled.ViewSeries;
import io.conncount.sampler.FixedSeries;
import io.conncount.sampler.Series;
import io.conncount.snapshot.Snapshot;
import io.conncount.socket.TcpState;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What is exported of what is known, and what is left out where nothing is. */
class FamiliesTest {
    private final Series<Snapshot> states = FixedSeries.empty("states");
    private final Series<Measures> measures = FixedSeries.empty("measures");
    private final DaemonSeries sampled =
            new DaemonSeries(states, List.of(), FixedSeries.empty("listen_queues"), measures, ViewSeries.NONE);

    @Test
    void nothingIsToldOfSocketsBeforeTheFirstSample() throws Exception {
        String text = scrape();
        assertEquals(Map.of(), Scrapes.values(text, "conncount_sockets"));
        assertEquals(Map.of(), Scrapes.values(text, "node_"));
        assertEquals(Map.of(), Scrapes.values(text, "conncount_listen"));
        assertEquals(Map.of(), Scrapes.values(text, "conncount_sample_age_seconds"));
        assertEquals(Map.of(), Scrapes.values(text, "conncount_sample_complete"));
        assertEquals(
                0.0, Scrapes.values(text, "conncount_samples_total").get("conncount_samples_total{sample=\"states\"}"));
    }

    @Test
    void refusalIsNoZero() throws Exception {
        DaemonSeries refused = new DaemonSeries(
                Scrapes.refused("states"),
                List.of(),
                Scrapes.refused("listen_queues"),
                Scrapes.refused("measures"),
                ViewSeries.NONE);
        String text = scrape(refused);
        assertEquals(Map.of(), Scrapes.values(text, "conncount_sockets"));
        assertEquals(Map.of(), Scrapes.values(text, "node_"));
        assertEquals(
                1.0,
                Scrapes.values(text, "conncount_sample_failures_total")
                        .get("conncount_sample_failures_total{sample=\"states\"}"));
    }

    @Test
    void everyStateIsThereWithAZeroIfNeedBe() throws Exception {
        FixedSeries.publish(states, Snapshots.states(Map.of(TcpState.TIME_WAIT, 7L)), Optional.empty());
        String text = scrape();
        for (TcpState state : TcpState.values()) {
            double expected = state == TcpState.TIME_WAIT ? 7 : 0;
            assertEquals(
                    expected,
                    Scrapes.values(text, "node_").get("node_tcp_connection_states{state=\"" + state.label() + "\"}"));
            assertEquals(
                    expected,
                    Scrapes.values(text, "conncount_sockets")
                            .get("conncount_sockets{family=\"ipv4\",proto=\"tcp\",state=\"" + state.label() + "\"}"));
        }
        assertEquals(TcpState.values().length, Scrapes.values(text, "node_").size());
        assertFalse(text.contains("queued_bytes\""));
    }

    @Test
    void everyMeasureIsAMetricOfItsTypeAndUnit() throws Exception {
        FixedSeries.publish(measures, Scrapes.everyMeasure(), Optional.empty());
        String text = scrape();
        for (Measure measure : Measure.published()) {
            boolean counter = measure.kind() == Measure.Kind.COUNTER;
            String name = "conncount_" + measure.label()
                    + measure.unit().map(unit -> "_" + unit).orElse("") + (counter ? "_total" : "");
            String expected = "# HELP " + name + " " + measure.help() + "\n# TYPE " + name
                    + (counter ? " counter\n" : " gauge\n");
            assertTrue(text.contains(expected), expected);
            assertEquals(
                    1000.0 + measure.ordinal(), Scrapes.values(text, name + " ").get(name));
        }
    }

    @Test
    void measureThatTheKernelDoesNotTellIsLeftOut() throws Exception {
        FixedSeries.publish(measures, new Measures(Map.of(Measure.published().get(0), 5L)), Optional.empty());
        String text = scrape();
        for (Measure measure :
                Measure.published().subList(1, Measure.published().size())) {
            assertFalse(text.contains("# HELP conncount_" + measure.label()), measure.label());
        }
    }

    @Test
    void stretchedPaceIncompletenessAndUnknownErrorAreTold() throws Exception {
        FixedSeries.publish(states, Snapshots.states(Map.of()), Optional.of("interrupted"));
        FixedSeries.stretch(states, Duration.ofMillis(2500));
        String text = scrape();
        assertEquals(2.5, value(text, "conncount_sample_interval_seconds"));
        assertEquals(1.0, value(text, "conncount_sample_interval_min_seconds"));
        assertEquals(1.0, value(text, "conncount_sample_stretched"));
        assertEquals(0.0, value(text, "conncount_sample_complete"));
        assertEquals(1.0, value(text, "conncount_sample_incomplete_total"));
        assertEquals(0.0, value(text, "conncount_sample_error_bar_sockets"));
        FixedSeries.publish(states, Snapshots.withErrorBar(Snapshot.ERROR_BAR_UNKNOWN), Optional.empty());
        assertEquals(Map.of(), Scrapes.values(scrape(), "conncount_sample_error_bar_sockets"));
    }

    private static double value(String text, String name) {
        return Scrapes.values(text, name + "{").get(name + "{sample=\"states\"}");
    }

    private String scrape() throws IOException {
        return scrape(sampled);
    }

    private static String scrape(DaemonSeries sampled) throws IOException {
        SocketMetrics collector = new SocketMetrics(
                sampled, Metrics.families(sampled, Scrapes.WORKINGS, true, 100, "1"), new SampleCache());
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        PrometheusTextFormatWriter.create().write(text, collector.collect());
        return text.toString(StandardCharsets.UTF_8);
    }
}
