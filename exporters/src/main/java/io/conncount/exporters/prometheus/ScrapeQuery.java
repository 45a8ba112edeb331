package io.conncount.exporters.prometheus;

import io.conncount.exporters.web.Request;
import io.prometheus.metrics.model.registry.PrometheusScrapeRequest;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

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
