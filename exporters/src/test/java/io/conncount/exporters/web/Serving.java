package io.conncount.exporters.web;

import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A server on a free port of the loopback, with a few pages. */
final class Serving implements AutoCloseable {
    /** Short, so that tests see the end of them. */
    static final Limits SHORT =
            new Limits(128, 8192, 64, Duration.ofSeconds(3), Duration.ofSeconds(3), Duration.ofSeconds(4));

    static final int BIG_BYTES = 32 << 20;

    final CountDownLatch slowBegun = new CountDownLatch(1);
    final CountDownLatch slowMayEnd = new CountDownLatch(1);
    final WebServer server;

    Serving(Optional<Path> config, int requestsMax, Limits limits) throws IOException {
        InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        server = new WebServer(new WebOptions(List.of(address), requestsMax, config), pages(), limits);
        server.start();
    }

    /** With a configuration. */
    static Serving with(Path config) throws IOException {
        return new Serving(Optional.of(config), 40, SHORT);
    }

    /** Plain. */
    static Serving plain() throws IOException {
        return new Serving(Optional.empty(), 40, SHORT);
    }

    private Map<String, HttpHandler> pages() {
        Map<String, HttpHandler> pages = new HashMap<>();
        pages.put(
                "/metrics",
                text("# HELP up_time_seconds A number.\n# TYPE up_time_seconds gauge\nup_time_seconds 5\n"));
        pages.put("/big", exchange -> {
            exchange.sendResponseHeaders(200, BIG_BYTES);
            byte[] block = new byte[1 << 16];
            for (int sent = 0; sent < BIG_BYTES; sent += block.length) {
                exchange.getResponseBody().write(block);
            }
        });
        pages.put("/chunks", exchange -> {
            exchange.sendResponseHeaders(200, 0);
            for (int i = 0; i < 10_000; i++) {
                exchange.getResponseBody().write((i + "\n").getBytes(StandardCharsets.US_ASCII));
            }
        });
        pages.put("/slow", exchange -> {
            slowBegun.countDown();
            await(slowMayEnd);
            text("slow\n").handle(exchange);
        });
        pages.put("/broken", exchange -> {
            throw new IllegalStateException("a fault of the page");
        });
        return pages;
    }

    private static HttpHandler text(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return exchange -> {
            exchange.getResponseHeaders().set("Content-Type", "text/plain; version=0.0.4; charset=utf-8");
            exchange.sendResponseHeaders(200, bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        };
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await(30, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    int port() {
        return server.addresses().get(0).getPort();
    }

    String http(String path) {
        return "http://127.0.0.1:" + port() + path;
    }

    String https(String path) {
        return "https://localhost:" + port() + path;
    }

    @Override
    public void close() {
        slowMayEnd.countDown();
        server.close();
    }
}
