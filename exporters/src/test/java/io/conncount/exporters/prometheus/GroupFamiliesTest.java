package io.conncount.exporters.prometheus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.conncount.exporters.Snapshots;
import io.conncount.exporters.prometheus.Family.SeriesBuilder;
import io.conncount.exporters.sampled.DaemonSeries;
import io.conncount.exporters.sampled.DaemonSeries.GroupSeries;
import io.conncount.exporters.sampled.DaemonSeries.GroupSpec;
import io.conncount.sampler.FixedSeries;
import io.conncount.sampler.Series;
import io.conncount.snapshot.Snapshot;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/** Which groups become series. */
class GroupFamiliesTest {
    private final Snapshots.Words port = new Snapshots.Words("local-port");
    private final Snapshots.Words state = new Snapshots.Words("state");

    @Test
    void largestGroupsAreShownAndTheRestIsOther() throws Exception {
        GroupSeries group =
                group(Snapshots.spec(2, port, state), pairs("80 listen 1", "443 established 30", "22 listen 4"));
        assertEquals(
                Map.of(
                        "conncount_sockets_by_local_port_state{local_port=\"443\",state=\"established\"}", 30.0,
                        "conncount_sockets_by_local_port_state{local_port=\"22\",state=\"listen\"}", 4.0,
                        "conncount_sockets_by_local_port_state{local_port=\"other\",state=\"other\"}", 1.0),
                scrape(collector(100, group), "conncount_sockets_by"));
        assertEquals(
                Map.of("conncount_groups{sample=\"local_port_state\"}", 3.0),
                scrape(collector(100, group), "conncount_groups"));
    }

    @Test
    void seriesVanishAndComeBackWithTheirGroups() throws Exception {
        GroupSeries group = group(Snapshots.spec(5, port), ports(Map.of("80", 1L, "443", 2L)));
        SocketMetrics collector = collector(100, group);
        Map<String, Double> first = byPort("80", 1, "443", 2, "other", 0);
        assertEquals(first, scrape(collector, "conncount_sockets_by"));
        FixedSeries.publish(group.series(), ports(Map.of("443", 3L)), Optional.empty());
        assertEquals(byPort("443", 3, "other", 0), scrape(collector, "conncount_sockets_by"));
        FixedSeries.publish(group.series(), ports(Map.of()), Optional.empty());
        assertEquals(byPort("other", 0), scrape(collector, "conncount_sockets_by"));
        FixedSeries.publish(group.series(), ports(Map.of("80", 1L, "443", 2L)), Optional.empty());
        assertEquals(first, scrape(collector, "conncount_sockets_by"));
    }

    @Test
    void groupsWithoutASampleHaveNoSeries() throws Exception {
        GroupSeries empty = new GroupSeries(Snapshots.spec(5, port), FixedSeries.empty("local_port"));
        GroupSeries failed = new GroupSeries(Snapshots.spec(5, state), Scrapes.refused("state"));
        assertEquals(Map.of(), scrape(collector(100, empty, failed), "conncount_sockets"));
        assertEquals(Map.of(), scrape(collector(100, empty, failed), "conncount_groups"));
    }

    @Test
    void valuesThatAreNotAllowedAreOther() throws Exception {
        GroupSpec spec = Snapshots.spec(2, Map.of("local-port", Set.of("22", "80", "443")), port, state);
        GroupSeries group = group(
                spec,
                pairs("9999 listen 1000", "22 listen 4", "443 established 30", "80 listen 1", "22 established 3"));
        assertEquals(
                Map.of(
                        "conncount_sockets_by_local_port_state{local_port=\"443\",state=\"established\"}", 30.0,
                        "conncount_sockets_by_local_port_state{local_port=\"22\",state=\"listen\"}", 4.0,
                        "conncount_sockets_by_local_port_state{local_port=\"other\",state=\"other\"}", 1004.0),
                scrape(collector(100, group), "conncount_sockets_by"));
    }

    @Test
    void ceilingIsSharedFairlyAndWhatItCutsIsInOtherAndCounted() throws Exception {
        GroupSeries small = group(Snapshots.spec(100, state), words(state, 2));
        GroupSeries large = group(Snapshots.spec(100, port), words(port, 50));
        GroupSeries larger =
                group(Snapshots.spec(100, new Snapshots.Words("user")), words(new Snapshots.Words("user"), 80));
        SocketMetrics collector = collector(23, small, large, larger);
        assertEquals(3, scrape(collector, "conncount_sockets_by_state").size(), "it needs no more");
        Map<String, Double> shown = scrape(collector, "conncount_sockets_by_local_port");
        assertEquals(10, shown.size());
        assertEquals(10, scrape(collector, "conncount_sockets_by_user").size());
        assertEquals(50.0, shown.get("conncount_sockets_by_local_port{local_port=\"w50\"}"));
        assertEquals(42.0, shown.get("conncount_sockets_by_local_port{local_port=\"w42\"}"));
        assertEquals(41 * 42 / 2.0, shown.get("conncount_sockets_by_local_port{local_port=\"other\"}"));
        Map<String, Double> dropped = scrape(collector, name -> name.equals("conncount_series_dropped"), "conncount_");
        assertEquals(Map.of("conncount_series_dropped_total", 41.0 + 71.0), dropped, "however often it is scraped");
    }

    @Test
    void ceilingHoldsWhateverItIs() throws Exception {
        GroupSeries one = group(Snapshots.spec(100, state), words(state, 2));
        GroupSeries other = group(Snapshots.spec(100, port), words(port, 50));
        for (int seriesMax = 0; seriesMax < 60; seriesMax++) {
            SocketMetrics collector = collector(seriesMax, one, other);
            Map<String, Double> series = scrape(collector, "conncount_sockets_by_");
            double dropped = scrape(collector, name -> name.equals("conncount_series_dropped"), "conncount_")
                    .get("conncount_series_dropped_total");
            assertTrue(series.size() <= seriesMax, seriesMax + ": " + series);
            assertEquals(3 + 51 - series.size(), dropped, "at a ceiling of " + seriesMax);
        }
    }

    @Test
    void hostileValuesAreEscapedBoundedAndNeverTwice() throws Exception {
        Map<List<String>, Long> counts = new LinkedHashMap<>();
        counts.put(List.of("say \"hi\"\\\n\t\u0000\u001b[31m\u202e"), 1L);
        counts.put(List.of("\ud800 half"), 2L);
        counts.put(List.of("ünï \ud83d\ude00"), 3L);
        counts.put(List.of("a".repeat(300)), 4L);
        counts.put(List.of("a".repeat(400)), 5L);
        counts.put(List.of("other"), 6L);
        counts.put(List.of(""), 7L);
        Map<String, Double> series =
                scrape(collector(100, group(Snapshots.spec(100, port), Snapshots.groups(List.of(port), counts))), "c");
        Map<String, Double> expected = new LinkedHashMap<>();
        expected.put("say \\\"hi\\\"\\\\x5c\\\\x0a\\\\x09\\\\x00\\\\x1b[31m\\\\xe2\\\\x80\\\\xae", 1.0);
        expected.put("? half", 2.0);
        expected.put("ünï \ud83d\ude00", 3.0);
        expected.put("a".repeat(SeriesBuilder.LABEL_CHARACTERS_MAX - 1) + "…", 9.0);
        expected.put("other", 6.0);
        expected.put("", 7.0);
        expected.forEach((value, count) -> assertEquals(
                count, series.remove("conncount_sockets_by_local_port{local_port=\"" + value + "\"}"), value));
        series.keySet().removeIf(name -> !name.startsWith("conncount_sockets"));
        assertEquals(Map.of(), series);
    }

    private Snapshot pairs(String... lines) {
        Map<List<String>, Long> counts = new LinkedHashMap<>();
        for (String line : lines) {
            String[] words = line.split(" ");
            counts.put(List.of(words[0], words[1]), Long.valueOf(words[2]));
        }
        return Snapshots.groups(List.of(port, state), counts);
    }

    private Snapshot ports(Map<String, Long> sockets) {
        Map<List<String>, Long> counts = new LinkedHashMap<>();
        sockets.forEach((value, count) -> counts.put(List.of(value), count));
        return Snapshots.groups(List.of(port), counts);
    }

    /** Groups named w1, w2 and so on, each with as many sockets as its name says. */
    private static Snapshot words(Snapshots.Words key, int groups) {
        Map<List<String>, Long> counts = new LinkedHashMap<>();
        for (long i = 1; i <= groups; i++) {
            counts.put(List.of("w" + i), i);
        }
        return Snapshots.groups(List.of(key), counts);
    }

    private static Map<String, Double> byPort(Object... pairs) {
        Map<String, Double> series = new LinkedHashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            series.put(
                    "conncount_sockets_by_local_port{local_port=\"" + pairs[i] + "\"}",
                    ((Integer) pairs[i + 1]).doubleValue());
        }
        return series;
    }

    private static GroupSeries group(GroupSpec spec, Snapshot snapshot) {
        Series<Snapshot> series = FixedSeries.of(spec.name(), snapshot);
        return new GroupSeries(spec, series);
    }

    private static SocketMetrics collector(int seriesMax, GroupSeries... groups) {
        DaemonSeries sampled = Scrapes.groups(new ArrayList<>(List.of(groups)));
        return new SocketMetrics(
                sampled, Metrics.families(sampled, Scrapes.WORKINGS, true, seriesMax, "1"), new SampleCache());
    }

    private static Map<String, Double> scrape(SocketMetrics collector, String prefix) throws IOException {
        return scrape(collector, name -> true, prefix);
    }

    private static Map<String, Double> scrape(SocketMetrics collector, Predicate<String> names, String prefix)
            throws IOException {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        PrometheusTextFormatWriter.create().write(text, collector.collect(names));
        return Scrapes.values(text.toString(StandardCharsets.UTF_8), prefix);
    }
}
