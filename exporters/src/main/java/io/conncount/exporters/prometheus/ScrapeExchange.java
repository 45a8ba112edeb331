package io.conncount.exporters.prometheus;

import com.sun.net.httpserver.HttpExchange;
import io.conncount.exporters.pages.Answers;
import io.prometheus.metrics.exporter.httpserver.HttpExchangeAdapter;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Collections;
import java.util.Enumeration;

/** One scrape. A client that is refused is told so in a line, and never what the program looks like inside. */
final class ScrapeExchange extends HttpExchangeAdapter {
    private static final Logger LOG = System.getLogger(ScrapeExchange.class.getName());

    private final HttpExchange exchange;
    private final HttpRequest request = new ScrapeRequest();

    ScrapeExchange(HttpExchange exchange) {
        super(exchange);
        this.exchange = exchange;
    }

    @Override
    public HttpRequest getRequest() {
        return request;
    }

    @Override
    public void handleException(IOException e) {
        // The client went away in the middle of the answer: there is nobody to tell.
        LOG.log(Level.DEBUG, "a scrape ended early", e);
        close();
    }

    @Override
    public void handleException(RuntimeException e) {
        LOG.log(Level.ERROR, "a scrape failed", e);
        try {
            Answers.send(exchange, 500, Answers.PLAIN_TEXT, "the scrape failed, the daemon's log says why\n");
        } catch (IOException headersWereSent) {
            close();
        }
    }

    /** A HEAD has no body, and so none that could be compressed: the server would take one for a fault. */
    private final class ScrapeRequest extends HttpRequest {
        @Override
        public Enumeration<String> getHeaders(String name) {
            return name.equalsIgnoreCase("Accept-Encoding") && Answers.isHead(exchange)
                    ? Collections.emptyEnumeration()
                    : super.getHeaders(name);
        }
    }
}
