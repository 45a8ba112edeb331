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
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/**
 * Answers scrapes: the format by negotiation, {@code name[]}, gzip. The library's own handler writes every series anew each
 * time and compresses them twice as long, to save an eighth of the bytes.
 */
final class ScrapeHandler implements HttpHandler {
    private static final Logger LOG = System.getLogger(ScrapeHandler.class.getName());
    private static final int GZIP_BYTES = 8 * 1024;

    private final PrometheusRegistry registry;
    private final ExpositionFormats formats = ExpositionFormats.init();
    private final KeptTexts texts = new KeptTexts();
    private volatile int lastBytes = GZIP_BYTES;

    ScrapeHandler(PrometheusRegistry registry) {
        this.registry = registry;
    }

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        ByteArrayOutputStream text = new ByteArrayOutputStream(lastBytes + GZIP_BYTES);
        try {
            write(exchange, text);
        } catch (IllegalArgumentException e) {
            Answers.send(exchange, 400, Answers.PLAIN_TEXT, "name[] cannot be read: " + e.getMessage() + "\n");
            return;
        } catch (RuntimeException e) {
            // A client that is refused is told so in a line, and never what the program looks like inside.
            LOG.log(Level.ERROR, "a scrape failed", e);
            Answers.send(exchange, 500, Answers.PLAIN_TEXT, "the scrape failed, the daemon's log says why\n");
            return;
        }
        lastBytes = text.size();
        send(exchange, text);
    }

    private void write(HttpExchange exchange, OutputStream out) throws IOException {
        String accepted = exchange.getRequestHeaders().getFirst("Accept");
        ExpositionFormatWriter format = formats.findWriter(accepted);
        EscapingScheme escaping = EscapingScheme.fromAcceptHeader(accepted);
        exchange.getResponseHeaders().set("Content-Type", format.getContentType());
        texts.write(out, scrape(ScrapeQuery.of(exchange)), format, escaping);
    }

    private MetricSnapshots scrape(ScrapeQuery query) {
        List<String> names = query.names();
        Predicate<String> included = names.isEmpty()
                ? MetricNameFilter.ALLOW_ALL
                : MetricNameFilter.builder().nameMustBeEqualTo(names).build();
        return registry.scrape(included, query);
    }

    private static void send(HttpExchange exchange, ByteArrayOutputStream text) throws IOException {
        if (Answers.isHead(exchange)) {
            exchange.getResponseHeaders().set("Content-Length", Integer.toString(text.size()));
            exchange.sendResponseHeaders(200, -1);
        } else if (takesGzip(exchange)) {
            exchange.getResponseHeaders().set("Content-Encoding", "gzip");
            exchange.sendResponseHeaders(200, 0);
            try (OutputStream out = new QuickGzip(exchange.getResponseBody())) {
                text.writeTo(out);
            }
        } else {
            exchange.sendResponseHeaders(200, text.size());
            text.writeTo(exchange.getResponseBody());
        }
        exchange.close();
    }

    private static boolean takesGzip(HttpExchange exchange) {
        return exchange.getRequestHeaders().getOrDefault("Accept-Encoding", List.of()).stream()
                .flatMap(value -> Stream.of(value.split(",")))
                .map(String::strip)
                .anyMatch(coding -> coding.equalsIgnoreCase("gzip"));
    }

    private static final class QuickGzip extends GZIPOutputStream {
        private QuickGzip(OutputStream out) throws IOException {
            super(out, GZIP_BYTES);
            def.setLevel(Deflater.BEST_SPEED);
        }
    }
}
