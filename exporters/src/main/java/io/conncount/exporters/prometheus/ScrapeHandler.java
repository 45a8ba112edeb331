package io.conncount.exporters.prometheus;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import io.conncount.exporters.pages.Answers;
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
import java.util.function.Predicate;

/**
 * Answers scrapes: the format by negotiation, {@code name[]}, gzip. The library's own handler writes and compresses every
 * series anew each time.
 */
final class ScrapeHandler implements HttpHandler {
    private static final Logger LOG = System.getLogger(ScrapeHandler.class.getName());

    private static final String OPEN_METRICS = "application/openmetrics-text";
    private static final String TEXT = "text/plain";

    private final PrometheusRegistry registry;
    private final KeptTexts texts;
    private final ExpositionFormats formats = ExpositionFormats.init();

    ScrapeHandler(PrometheusRegistry registry, KeptTexts texts) {
        this.registry = registry;
        this.texts = texts;
    }

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        List<Piece> text;
        try {
            text = text(exchange);
        } catch (IllegalArgumentException e) {
            Answers.send(exchange, 400, Answers.PLAIN_TEXT, "invalid name[]: " + e.getMessage() + "\n");
            return;
        } catch (RuntimeException e) {
            // A refused client gets one line, without internals of the program.
            LOG.log(Level.ERROR, "a scrape failed", e);
            Answers.send(exchange, 500, Answers.PLAIN_TEXT, "the scrape failed; the daemon's log has the reason\n");
            return;
        }
        send(exchange, text);
    }

    private List<Piece> text(HttpExchange exchange) throws IOException {
        String accepted = exchange.getRequestHeaders().getFirst("Accept");
        ExpositionFormatWriter format = formats.findWriter(preferred(exchange));
        EscapingScheme escaping = EscapingScheme.fromAcceptHeader(accepted);
        exchange.getResponseHeaders().set("Content-Type", format.getContentType());
        return texts.text(scrape(ScrapeQuery.of(exchange)), format, escaping);
    }

    /** The format that the client prefers; if it prefers none, OpenMetrics if it names that. */
    private static String preferred(HttpExchange exchange) {
        Weights weights = new Weights(exchange.getRequestHeaders().getOrDefault("Accept", List.of()));
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

    private static void send(HttpExchange exchange, List<Piece> text) throws IOException {
        List<byte[]> parts;
        if (takesGzip(exchange)) {
            exchange.getResponseHeaders().set("Content-Encoding", "gzip");
            parts = Gzip.of(text);
        } else {
            parts = text.stream().map(Piece::plain).toList();
        }
        long length = parts.stream().mapToLong(part -> part.length).sum();
        if (Answers.isHead(exchange)) {
            exchange.getResponseHeaders().set("Content-Length", Long.toString(length));
            exchange.sendResponseHeaders(200, -1);
        } else {
            // By the interface, a length of 0 would mean one that is not known.
            exchange.sendResponseHeaders(200, length == 0 ? -1 : length);
            for (byte[] part : parts) {
                exchange.getResponseBody().write(part);
            }
        }
        exchange.close();
    }

    private static boolean takesGzip(HttpExchange exchange) {
        List<String> accepted = exchange.getRequestHeaders().getOrDefault("Accept-Encoding", List.of());
        Weights weights = new Weights(accepted);
        double gzip = weights.of("gzip", 0);
        return gzip > 0 && gzip >= weights.of("identity", 0);
    }
}
