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
import java.util.stream.Stream;

/**
 * Answers scrapes: the format by negotiation, {@code name[]}, gzip. The library's own handler writes and compresses every
 * series anew each time.
 */
final class ScrapeHandler implements HttpHandler {
    private static final Logger LOG = System.getLogger(ScrapeHandler.class.getName());

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
            Answers.send(exchange, 400, Answers.PLAIN_TEXT, "name[] cannot be read: " + e.getMessage() + "\n");
            return;
        } catch (RuntimeException e) {
            // A client that is refused is told so in a line, and never what the program looks like inside.
            LOG.log(Level.ERROR, "a scrape failed", e);
            Answers.send(exchange, 500, Answers.PLAIN_TEXT, "the scrape failed, the daemon's log says why\n");
            return;
        }
        send(exchange, text);
    }

    private List<Piece> text(HttpExchange exchange) throws IOException {
        String accepted = exchange.getRequestHeaders().getFirst("Accept");
        ExpositionFormatWriter format = formats.findWriter(accepted);
        EscapingScheme escaping = EscapingScheme.fromAcceptHeader(accepted);
        exchange.getResponseHeaders().set("Content-Type", format.getContentType());
        return texts.text(scrape(ScrapeQuery.of(exchange)), format, escaping);
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
            exchange.sendResponseHeaders(200, length);
            for (byte[] part : parts) {
                exchange.getResponseBody().write(part);
            }
        }
        exchange.close();
    }

    private static boolean takesGzip(HttpExchange exchange) {
        return exchange.getRequestHeaders().getOrDefault("Accept-Encoding", List.of()).stream()
                .flatMap(value -> Stream.of(value.split(",")))
                .map(String::strip)
                .anyMatch(coding -> coding.equalsIgnoreCase("gzip"));
    }
}
