package io.conncount.exporters.web;

import com.sun.net.httpserver.HttpHandler;
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

    private final Map<String, HttpHandler> pages;
    private final Semaphore places;
    private final Configuration configuration;
    private final Connections connections;
    private final PasswordChecks passwords;

    /**
     * @param pages by the exact path
     * @param requestsMax how many requests are worked on at once; 0 for any number
     */
    Site(
            Map<String, HttpHandler> pages,
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
        config.headers().forEach(exchange.getResponseHeaders()::set);
        if (!config.rateLimit().allowsOneMore()) {
            exchange.reply(429, "too many requests: the rate limit of the web configuration is reached");
            return exchange.finish();
        }
        String authorization = exchange.getRequestHeaders().getFirst("Authorization");
        switch (config.users().check(authorization, exchange.getRemoteAddress().getAddress(), passwords)) {
            case RIGHT -> show(exchange);
            case WRONG -> {
                exchange.getResponseHeaders().set("WWW-Authenticate", "Basic realm=\"conncount\", charset=\"UTF-8\"");
                exchange.reply(401, "authentication required");
            }
            case BUSY -> busy(exchange, "the password is still being checked; try again");
        }
        return exchange.finish();
    }

    private void show(Exchange exchange) throws IOException {
        HttpHandler page = pages.get(exchange.getRequestURI().getPath());
        String method = exchange.getRequestMethod();
        if (page == null) {
            exchange.reply(404, "no such page");
        } else if (!method.equals("GET") && !method.equals("HEAD")) {
            exchange.getResponseHeaders().set("Allow", "GET, HEAD");
            exchange.reply(405, "only GET and HEAD are supported");
        } else if (hasPlace(exchange)) {
            try {
                ask(page, exchange);
            } finally {
                places.release();
            }
        } else {
            busy(exchange, "too many requests are being answered");
        }
    }

    /** A place is held until the answer is read, because it uses memory until then; a slow reader may lose its place. */
    private boolean hasPlace(Exchange exchange) {
        if (places.tryAcquire()) {
            return true;
        }
        try {
            return connections.cutSlowReader(exchange.getRemoteAddress().getAddress())
                    && places.tryAcquire(PLACE_WAIT_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static void ask(HttpHandler page, Exchange exchange) throws IOException {
        try {
            page.handle(exchange);
        } catch (RuntimeException e) {
            LOG.log(Level.ERROR, "the page " + exchange.getRequestURI().getPath() + " failed: " + e);
            if (exchange.getResponseCode() >= 0) {
                throw new IOException("the page failed while it was being sent", e);
            }
            exchange.reply(500, "the page failed; the log has the reason");
        }
    }

    private static void busy(Exchange exchange, String why) throws IOException {
        exchange.getResponseHeaders().set("Retry-After", "1");
        exchange.reply(503, why);
    }
}
