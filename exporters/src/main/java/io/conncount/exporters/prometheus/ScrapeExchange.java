package io.conncount.exporters.prometheus;

import com.sun.net.httpserver.HttpExchange;
import io.conncount.exporters.pages.Answers;
import io.prometheus.metrics.exporter.httpserver.HttpExchangeAdapter;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/** One scrape. A client that is refused is told so in a line, and never what the program looks like inside. */
final class ScrapeExchange extends HttpExchangeAdapter {
    private static final Logger LOG = System.getLogger(ScrapeExchange.class.getName());

    private static final String ACCEPT_ENCODING = "Accept-Encoding";
    private static final int GZIP_BYTES = 8 * 1024;

    private final HttpExchange exchange;
    private final HttpRequest request = new ScrapeRequest();
    private final HttpResponse response = new ScrapeResponse();

    ScrapeExchange(HttpExchange exchange) {
        super(exchange);
        this.exchange = exchange;
    }

    @Override
    public HttpRequest getRequest() {
        return request;
    }

    @Override
    public HttpResponse getResponse() {
        return response;
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

    /** Says nothing of compression: that of the library takes twice as long and saves an eighth more. */
    private final class ScrapeRequest extends HttpRequest {
        @Override
        public Enumeration<String> getHeaders(String name) {
            return name.equalsIgnoreCase(ACCEPT_ENCODING) ? Collections.emptyEnumeration() : super.getHeaders(name);
        }
    }

    private final class ScrapeResponse extends HttpResponse {
        @Override
        public OutputStream sendHeadersAndGetBody(int status, int lengthBytes) throws IOException {
            // A HEAD has no body, and so none that could be compressed: the server would take one for a fault.
            if (Answers.isHead(exchange) || !takesGzip()) {
                return super.sendHeadersAndGetBody(status, lengthBytes);
            }
            exchange.getResponseHeaders().remove("Content-Length");
            exchange.getResponseHeaders().set("Content-Encoding", "gzip");
            return new QuickGzip(super.sendHeadersAndGetBody(status, 0));
        }
    }

    private boolean takesGzip() {
        return exchange.getRequestHeaders().getOrDefault(ACCEPT_ENCODING, List.of()).stream()
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
