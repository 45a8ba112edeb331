package io.conncount.exporters.prometheus;

import io.conncount.exporters.pages.Answers;
import io.conncount.exporters.web.Page;
import io.conncount.exporters.web.Request;
import io.conncount.exporters.web.Response;
import io.prometheus.metrics.config.EscapingScheme;
import io.prometheus.metrics.expositionformats.ExpositionFormatWriter;
import io.prometheus.metrics.expositionformats.ExpositionFormats;
import io.prometheus.metrics.model.registry.MetricNameFilter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * Answers scrapes: the format by negotiation, {@code name[]}, gzip. The library's own handler writes and compresses every
 * series anew each time.
 */
final class ScrapePage implements Page {
    private static final Logger LOG = System.getLogger(ScrapePage.class.getName());

    private static final String OPEN_METRICS = "application/openmetrics-text";
    private static final String TEXT = "text/plain";

    private final PrometheusRegistry registry;
    private final ExpositionCache texts;
    private final ExpositionFormats formats = ExpositionFormats.init();

    ScrapePage(PrometheusRegistry registry, ExpositionCache texts) {
        this.registry = registry;
        this.texts = texts;
    }

    @Override
    public Response handle(Request request) {
        try {
            return scraped(request);
        } catch (IllegalArgumentException e) {
            return Answers.of(400, Response.PLAIN_TEXT, "invalid name[]: " + e.getMessage() + "\n");
        } catch (IOException | RuntimeException e) {
            // A refused client gets one line, without internals of the program.
            LOG.log(Level.ERROR, "a scrape failed", e);
            return Answers.of(500, Response.PLAIN_TEXT, "the scrape failed; the daemon's log has the reason\n");
        }
    }

    private Response scraped(Request request) throws IOException {
        ExpositionFormatWriter format = formats.findWriter(preferred(request));
        EscapingScheme escaping = EscapingScheme.fromAcceptHeader(request.header("Accept"));
        List<CompressibleText> text = texts.text(scrape(ScrapeQuery.of(request)), format, escaping);
        Map<String, String> type = Map.of("Content-Type", format.getContentType());
        return takesGzip(request)
                ? new Response(200, type, Gzip.of(text)).with("Content-Encoding", "gzip")
                : new Response(
                        200, type, text.stream().map(CompressibleText::plain).toList());
    }

    /** The format that the client prefers; if it prefers none, OpenMetrics if it names that. */
    private static String preferred(Request request) {
        AcceptWeights weights = new AcceptWeights(request.headers("Accept"));
        double openMetrics = weights.ofMediaType(OPEN_METRICS);
        double text = weights.ofMediaType(TEXT);
        boolean prefersOpenMetrics = openMetrics > text || (openMetrics == text && weights.names(OPEN_METRICS));
        return openMetrics > 0 && prefersOpenMetrics ? OPEN_METRICS : TEXT;
    }

    private MetricSnapshots scrape(ScrapeQuery query) {
        List<String> names = query.names();
        Predicate<String> included = names.isEmpty()
                ? MetricNameFilter.ALLOW_ALL
                : MetricNameFilter.builder().nameMustBeEqualTo(names).build();
        return registry.scrape(included, query);
    }

    private static boolean takesGzip(Request request) {
        AcceptWeights weights = new AcceptWeights(request.headers("Accept-Encoding"));
        double gzip = weights.of("gzip", 0);
        return gzip > 0 && gzip >= weights.of("identity", 0);
    }
}
