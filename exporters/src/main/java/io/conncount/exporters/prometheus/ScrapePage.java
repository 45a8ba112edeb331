package io.conncount.exporters.prometheus;

import io.conncount.exporters.web.Request;
import io.conncount.exporters.web.Response;
import io.conncount.exporters.web.WebServer.Page;
import io.prometheus.metrics.config.EscapingScheme;
import io.prometheus.metrics.expositionformats.ExpositionFormatWriter;
import io.prometheus.metrics.expositionformats.ExpositionFormats;
import io.prometheus.metrics.model.registry.MetricNameFilter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.registry.PrometheusScrapeRequest;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
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
    private final SampleCache cache;
    private final ExpositionFormats formats = ExpositionFormats.init();

    ScrapePage(PrometheusRegistry registry, SampleCache cache) {
        this.registry = registry;
        this.cache = cache;
    }

    @Override
    public Response handle(Request request) {
        try {
            return scraped(request);
        } catch (IllegalArgumentException e) {
            return Response.uncached(400, Response.PLAIN_TEXT, "invalid name[]: " + e.getMessage() + "\n");
        } catch (RuntimeException e) {
            // A refused client gets one line, without internals of the program.
            LOG.log(Level.ERROR, "a scrape failed", e);
            return Response.uncached(500, Response.PLAIN_TEXT, "the scrape failed; the daemon's log has the reason\n");
        }
    }

    private Response scraped(Request request) {
        ExpositionFormatWriter format = formats.findWriter(preferred(request));
        EscapingScheme escaping = EscapingScheme.fromAcceptHeader(request.header("Accept"));
        List<CompressibleText> text = cache.text(scrape(ScrapeQuery.of(request)), format, escaping);
        Map<String, String> type = Map.of("Content-Type", format.getContentType());
        return takesGzip(request)
                ? new Response(200, type, CompressibleText.gzip(text)).with("Content-Encoding", "gzip")
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

    /**
     * What a scrape asks for.
     *
     * @param names the metrics that are wanted, {@code name[]}; empty for all
     */
    record ScrapeQuery(String path, List<String> names) implements PrometheusScrapeRequest {
        private static final String NAMES = "name[]";

        /** @throws IllegalArgumentException if an escape in it is none */
        static ScrapeQuery of(Request request) {
            List<String> names = new ArrayList<>();
            for (String pair : request.query().split("&")) {
                int equals = pair.indexOf('=');
                if (equals > 0 && decoded(pair.substring(0, equals)).equals(NAMES)) {
                    names.add(decoded(pair.substring(equals + 1)));
                }
            }
            return new ScrapeQuery(request.path(), names);
        }

        private static String decoded(String text) {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        }

        @Override
        public String getRequestPath() {
            return path;
        }

        @Override
        public String[] getParameterValues(String name) {
            return name.equals(NAMES) && !names.isEmpty() ? names.toArray(new String[0]) : null;
        }
    }

    /** What a client prefers, by the weights of RFC 9110, section 12.4.2: {@code gzip;q=0.5, identity}. */
    static final class AcceptWeights {
        private static final double UNSAID = -1;

        private final List<String> elements;

        /** Of the values of a header, each of which may have several elements. */
        AcceptWeights(List<String> values) {
            elements = values.stream()
                    .flatMap(value -> List.of(value.split(",")).stream())
                    .map(String::strip)
                    .filter(element -> !element.isEmpty())
                    .toList();
        }

        /** True if it is named itself, and not only meant by {@code *}. */
        boolean names(String name) {
            return weight(name) != UNSAID;
        }

        /** The weight of a coding, 0 to 1; that of {@code *} where it is not named, and if that is not either the default. */
        double of(String name, double otherwise) {
            double exact = weight(name);
            double any = exact == UNSAID ? weight("*") : exact;
            return any == UNSAID ? otherwise : any;
        }

        /** The weight of a media type, 0 to 1; that of the narrowest range that takes it in; 0 if none does. */
        double ofMediaType(String type) {
            for (String range : List.of(type, type.substring(0, type.indexOf('/')) + "/*", "*/*")) {
                double weight = weight(range);
                if (weight != UNSAID) {
                    return weight;
                }
            }
            return elements.isEmpty() ? 1 : 0;
        }

        /** The largest weight with which something is named: a client may name it several times, with other parameters. */
        private double weight(String name) {
            double weight = UNSAID;
            for (String element : elements) {
                String[] parts = element.split(";");
                if (parts[0].strip().equalsIgnoreCase(name)) {
                    weight = Math.max(weight, quality(parts));
                }
            }
            return weight;
        }

        private static double quality(String[] parts) {
            for (String part : parts) {
                String parameter = part.strip().toLowerCase(Locale.ROOT);
                if (parameter.startsWith("q=")) {
                    String digits = parameter.substring(2);
                    return digits.matches("0(\\.\\d{0,3})?|1(\\.0{0,3})?") ? Double.parseDouble(digits) : 0;
                }
            }
            return 1;
        }
    }
}
