package io.conncount.exporters.prometheus;

import com.sun.net.httpserver.HttpHandler;
import io.conncount.exporters.Sampled;

/** Everything that Prometheus is told. */
public final class Metrics {
    /**
     * Metrics made of the last samples, whenever they are asked for.
     *
     * @param compatNode true to give TCP states under node_exporter's names as well
     * @param seriesMax at most this many series of groups in a scrape
     */
    public Metrics(Sampled sampled, double cpuBudget, boolean compatNode, int seriesMax, String version) {}

    /** Answers scrapes: text, OpenMetrics, {@code name[]}, gzip. */
    public HttpHandler handler() {
        return exchange -> exchange.sendResponseHeaders(200, -1);
    }
}
