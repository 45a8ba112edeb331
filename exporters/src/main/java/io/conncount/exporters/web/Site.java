package io.conncount.exporters.web;

import io.conncount.exporters.web.WebServer.Page;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.Socket;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Applies the configuration to requests before they reach a page: authentication, rate limit, requests at once. */
final class Site {
    private static final System.Logger LOG = System.getLogger(Site.class.getName());

    private static final int PLACE_WAIT_MILLIS = 1000;

    private final Map<String, Page> pages;
    private final Semaphore places;
    private final Configuration configuration;
    private final Connections connections;
    private final PasswordChecks passwords;

    /**
     * @param pages by the exact path
     * @param requestsMax how many requests are worked on at once; 0 for any number
     */
    Site(
            Map<String, Page> pages,
            int requestsMax,
            Configuration configuration,
            Connections connections,
            PasswordChecks passwords) {
        this.pages = Map.copyOf(pages);
        this.configuration = configuration;
        this.connections = connections;
        this.passwords = passwords;
        places = new Semaphore(requestsMax == 0 ? Integer.MAX_VALUE : requestsMax);
    }

    /** The connection after its TLS handshake, if TLS is configured. */
    Socket secured(Socket socket) throws IOException {
        WebConfig config = configuration.current();
        return config.tls().isEmpty() ? socket : config.tls().get().secured(socket);
    }

    /** Answers; true if another request may follow. */
    boolean answer(Exchange exchange) throws IOException {
        WebConfig config = configuration.current();
        Request request = exchange.request();
        if (!config.rateLimit().allowsOneMore()) {
            exchange.send(
                    Response.line(429, "too many requests: the rate limit of the web configuration is reached"),
                    config.headers());
            return request.keepsConnection();
        }
        switch (config.users().check(request.header("Authorization"), exchange.client(), passwords)) {
            case RIGHT -> show(exchange, config.headers());
            case WRONG ->
                exchange.send(
                        Response.line(401, "authentication required")
                                .with("WWW-Authenticate", "Basic realm=\"conncount\", charset=\"UTF-8\""),
                        config.headers());
            case BUSY -> exchange.send(busy("the password is still being checked; try again"), config.headers());
        }
        return request.keepsConnection();
    }

    private void show(Exchange exchange, Map<String, String> headers) throws IOException {
        Request request = exchange.request();
        Page page = pages.get(request.path());
        if (page == null) {
            exchange.send(Response.line(404, "no such page"), headers);
        } else if (!request.method().equals("GET") && !request.isHead()) {
            exchange.send(Response.line(405, "only GET and HEAD are supported").with("Allow", "GET, HEAD"), headers);
        } else if (hasPlace(exchange)) {
            try {
                exchange.send(ask(page, request), headers);
            } finally {
                places.release();
            }
        } else {
            exchange.send(busy("too many requests are being answered"), headers);
        }
    }

    /** A place is held until the answer is read, because it uses memory until then; a slow reader may lose its place. */
    private boolean hasPlace(Exchange exchange) {
        if (places.tryAcquire()) {
            return true;
        }
        try {
            return connections.cutSlowReader(exchange.client())
                    && places.tryAcquire(PLACE_WAIT_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static Response ask(Page page, Request request) {
        try {
            return page.handle(request);
        } catch (RuntimeException e) {
            LOG.log(Level.ERROR, "the page " + request.path() + " failed: " + e);
            return Response.line(500, "the page failed; the log has the reason");
        }
    }

    private static Response busy(String why) {
        return Response.line(503, why).with("Retry-After", "1");
    }
}
