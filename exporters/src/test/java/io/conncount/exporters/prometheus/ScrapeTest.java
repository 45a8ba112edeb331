package io.conncount.exporters.prometheus;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.conncount.exporters.Pages;
import io.conncount.exporters.Snapshots;
import io.conncount.exporters.sampled.DaemonSeries;
import io.conncount.exporters.sampled.DaemonSeries.GroupSeries;
import io.conncount.sampler.FixedSeries;
import io.conncount.snapshot.Snapshot;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Scrapes over HTTP, of samples that stand still. */
class ScrapeTest {
    private static final String OPEN_METRICS = "application/openmetrics-text; version=1.0.0; charset=utf-8";

    @Test
    void textIsWhatPrometheusReads() throws Exception {
        try (Metrics metrics = metrics(Scrapes.recorded());
                Pages pages = new Pages(metrics.page())) {
            HttpResponse<byte[]> response = pages.get("/metrics");
            assertEquals(200, response.statusCode());
            assertEquals("text/plain; version=0.0.4; charset=utf-8", header(response, "Content-Type"));
            assertEquals(Scrapes.asText(expected()), Scrapes.ours(text(response)));
        }
    }

    @Test
    void openMetricsIsGivenToThoseWhoAccept() throws Exception {
        try (Metrics metrics = metrics(Scrapes.recorded());
                Pages pages = new Pages(metrics.page())) {
            HttpResponse<byte[]> response = pages.get("/metrics", "Accept", OPEN_METRICS + ", text/plain;q=0.5");
            assertEquals(200, response.statusCode());
            assertEquals(OPEN_METRICS, header(response, "Content-Type"));
            assertEquals(expected(), Scrapes.ours(text(response)));
            assertTrue(text(response).endsWith("\n# EOF\n"));
        }
    }

    /** Accept headers as real clients send them, and what each gets. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                // Prometheus 3, 3.14, 2.42, 2 with native histograms, 3 with native histograms, and curl.
                "application/openmetrics-text;version=1.0.0;escaping=allow-utf-8;q=0.5,application/openmetrics-text;version=0.0.1;q=0.4,text/plain;version=1.0.0;escaping=allow-utf-8;q=0.3,text/plain;version=0.0.4;q=0.2,*/*;q=0.1 | openmetrics",
                "text/plain;version=1.0.0;escaping=allow-utf-8;q=0.6,text/plain;version=0.0.4;q=0.5,application/openmetrics-text;version=1.0.0;escaping=allow-utf-8;q=0.4,*/*;q=0.3 | plain",
                "application/openmetrics-text;version=1.0.0,application/openmetrics-text;version=0.0.1;q=0.75,text/plain;version=0.0.4;q=0.5,*/*;q=0.1 | openmetrics",
                "application/vnd.google.protobuf;proto=io.prometheus.client.MetricFamily;encoding=delimited,application/openmetrics-text;version=1.0.0;q=0.8,text/plain;version=0.0.4;q=0.5,*/*;q=0.1 | openmetrics",
                "application/vnd.google.protobuf;proto=io.prometheus.client.MetricFamily;encoding=delimited;q=0.7,application/openmetrics-text;version=1.0.0;escaping=allow-utf-8;q=0.6,application/openmetrics-text;version=0.0.1;q=0.5,text/plain;version=1.0.0;escaping=allow-utf-8;q=0.4,text/plain;version=0.0.4;q=0.3,*/*;q=0.2 | openmetrics",
                "application/vnd.google.protobuf;proto=io.prometheus.client.MetricFamily;encoding=delimited;q=0.7,text/plain;version=0.0.4;q=0.3 | plain",
                "*/* | plain",
                "application/openmetrics-text;q=0 | plain",
                "application/openmetrics-text;q=0.1, text/plain;q=0.9 | plain",
                "application/openmetrics-text;q=0.5, text/*;q=0.6 | plain",
                "application/openmetrics-text, text/plain | openmetrics",
                "application/* | openmetrics",
                "text/*, application/*;q=0.9 | plain",
                "*/*, application/openmetrics-text;q=0 | plain",
                "Application/OpenMetrics-Text; Q=0.9, text/plain; q=0.8 | openmetrics",
                "text/plain;q=0 | plain"
            })
    void formatIsTheOneThatTheClientPrefers(String accept, String format) throws Exception {
        try (Metrics metrics = metrics(Scrapes.recorded());
                Pages pages = new Pages(metrics.page())) {
            HttpResponse<byte[]> response = pages.get("/metrics", "Accept", accept);
            assertTrue(header(response, "Content-Type").contains(format), header(response, "Content-Type"));
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "gzip | true",
                "gzip;q=1.0 | true",
                "gzip; q=0.001 | true",
                "deflate, gzip;q=0.5, br | true",
                "* | true",
                "gzip;q=0 | false",
                "gzip;q=0, * | false",
                "gzip;q=0.5, identity;q=0.9 | false",
                "gzip;q=2 | false",
                "deflate | false",
                "identity | false"
            })
    void answerIsCompressedByTheWeightsOfTheClient(String accepted, boolean compressed) throws Exception {
        try (Metrics metrics = metrics(Scrapes.recorded());
                Pages pages = new Pages(metrics.page())) {
            HttpResponse<byte[]> response = pages.get("/metrics", "Accept-Encoding", accepted);
            assertEquals(
                    compressed,
                    response.headers().firstValue("Content-Encoding").isPresent());
        }
    }

    @Test
    void emptyScrapeHasALength() throws Exception {
        try (Metrics metrics = metrics(Scrapes.recorded());
                Pages pages = new Pages(metrics.page())) {
            HttpResponse<byte[]> response = pages.get("/metrics?name%5B%5D=no_such_metric");
            assertEquals("0", header(response, "Content-Length"));
            assertTrue(response.headers().firstValue("Transfer-Encoding").isEmpty());
        }
    }

    @Test
    void namesChooseMetrics() throws Exception {
        try (Metrics metrics = metrics(Scrapes.recorded());
                Pages pages = new Pages(metrics.page())) {
            String path = "/metrics?name%5B%5D=conncount_sockets_by_local_port_state&name%5B%5D=conncount_samples_total"
                    + "&name%5B%5D=conncount_build_info&name%5B%5D=process_uptime_seconds&name%5B%5D=no_such_metric";
            assertEquals(
                    Set.of(
                            "conncount_sockets_by_local_port_state",
                            "conncount_samples_total",
                            "conncount_build_info",
                            "process_uptime_seconds"),
                    names(text(pages.get(path))));
            assertEquals("", text(pages.get("/metrics?name%5B%5D=no_such_metric")));
        }
    }

    @Test
    void answerIsCompressedForThoseWhoAccept() throws Exception {
        try (Metrics metrics = metrics(Scrapes.recorded());
                Pages pages = new Pages(metrics.page())) {
            HttpResponse<byte[]> response = pages.get("/metrics", "Accept-Encoding", "gzip");
            assertEquals("gzip", header(response, "Content-Encoding"));
            try (InputStream body = new GZIPInputStream(new ByteArrayInputStream(response.body()))) {
                String text = new String(body.readAllBytes(), StandardCharsets.UTF_8);
                assertEquals(Scrapes.asText(expected()), Scrapes.ours(text));
            }
        }
    }

    @Test
    void headHasTheHeadersAlone() throws Exception {
        try (Metrics metrics = metrics(Scrapes.recorded());
                Pages pages = new Pages(metrics.page())) {
            for (String encoding : List.of("identity", "gzip")) {
                HttpResponse<byte[]> response = pages.request("HEAD", "/metrics", "Accept-Encoding", encoding);
                assertEquals(200, response.statusCode());
                assertEquals("text/plain; version=0.0.4; charset=utf-8", header(response, "Content-Type"));
                assertTrue(Integer.parseInt(header(response, "Content-Length")) > 1000);
                assertArrayEquals(new byte[0], response.body());
            }
        }
    }

    @Test
    void failedScrapeTellsTheClientNothingOfTheInside() throws Exception {
        Snapshot broken = Snapshots.groups(List.of(new Snapshots.Words("word")), Map.of(List.of("gone"), 1L));
        ((Snapshots.Words) broken.keys().get(0)).forget();
        GroupSeries group =
                new GroupSeries(Snapshots.spec(5, new Snapshots.Words("word")), FixedSeries.of("word", broken));
        try (Metrics metrics = metrics(Scrapes.groups(List.of(group)));
                Pages pages = new Pages(metrics.page())) {
            HttpResponse<byte[]> response = pages.get("/metrics");
            assertEquals(500, response.statusCode());
            assertEquals("the scrape failed; the daemon's log has the reason\n", text(response));
        }
    }

    @Test
    void daemonTellsOfItself() throws Exception {
        try (Metrics metrics = metrics(Scrapes.recorded());
                Pages pages = new Pages(metrics.page())) {
            String text = text(pages.get("/metrics"));
            for (String name : List.of(
                    "jvm_memory_used_bytes",
                    "jvm_threads_live_threads",
                    "process_cpu_seconds_total",
                    "process_files_open_files",
                    "process_resident_memory_bytes",
                    "process_start_time_seconds",
                    "process_uptime_seconds")) {
                assertTrue(names(text).contains(name), name);
                Scrapes.values(text, name).forEach((series, value) -> assertTrue(value > 0 || value == 0, series));
            }
            assertFalse(text.contains("system_"), "the host's load is others' to tell");
        }
    }

    @Test
    void manySeriesAreWrittenOnceAndAnewWhenTheyChange() throws Exception {
        Snapshots.Words word = new Snapshots.Words("word");
        GroupSeries group = new GroupSeries(
                Snapshots.spec(1000, word), FixedSeries.of("word", Snapshots.groups(List.of(word), words(300))));
        DaemonSeries sampled = Scrapes.groups(List.of(group));
        try (Metrics metrics = new Metrics(sampled, Scrapes.WORKINGS, false, 1000, "1.2.3");
                Pages pages = new Pages(metrics.page())) {
            for (int scrape = 0; scrape < 2; scrape++) {
                String text = text(pages.get("/metrics", "Accept", OPEN_METRICS));
                assertEquals(301, text.lines().filter(ScrapeTest::isOfWords).count());
                assertEquals(1, text.lines().filter("# EOF"::equals).count());
                assertTrue(text.endsWith("\n# EOF\n"));
            }
            FixedSeries.publish(group.series(), Snapshots.groups(List.of(word), words(200)), Optional.empty());
            String text = text(pages.get("/metrics", "Accept", OPEN_METRICS));
            assertEquals(201, text.lines().filter(ScrapeTest::isOfWords).count());
        }
    }

    private static Map<List<String>, Long> words(int count) {
        return IntStream.range(0, count).boxed().collect(Collectors.toMap(i -> List.of("word" + i), i -> i + 1L));
    }

    private static boolean isOfWords(String line) {
        return line.startsWith("conncount_sockets_by_word{");
    }

    @Test
    void twoGroupingsOfOneNameAreRefused() throws Exception {
        GroupSeries group = Scrapes.recorded().groups().get(0);
        DaemonSeries twice = Scrapes.groups(List.of(group, group));
        assertThrows(IllegalArgumentException.class, () -> metrics(twice));
    }

    private static Metrics metrics(DaemonSeries sampled) {
        return new Metrics(sampled, Scrapes.WORKINGS, true, 100, "1.2.3");
    }

    private static String header(HttpResponse<byte[]> response, String name) {
        return response.headers().firstValue(name).orElseThrow();
    }

    private static String text(HttpResponse<byte[]> response) {
        return new String(response.body(), StandardCharsets.UTF_8);
    }

    private static Set<String> names(String text) {
        return text.lines()
                .filter(line -> line.startsWith("# TYPE "))
                .map(line -> line.split(" ")[2])
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static String expected() throws IOException {
        try (InputStream stream = ScrapeTest.class.getResourceAsStream("scrape.openmetrics")) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
