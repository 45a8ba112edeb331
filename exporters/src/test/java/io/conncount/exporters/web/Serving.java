package io.conncount.exporters.web;

import io.conncount.exporters.web.WebServer.Limits;
import io.conncount.exporters.web.WebServer.Page;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;

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
        server = new WebServer(new WebServer.Options(List.of(address), requestsMax, config), pages(), limits);
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

    private Map<String, Page> pages() {
        Page metrics = text("# HELP up_time_seconds A number.\n# TYPE up_time_seconds gauge\nup_time_seconds 5\n");
        Response big = new Response(200, Map.of(), Collections.nCopies(BIG_BYTES >> 16, new byte[1 << 16]));
        List<byte[]> parts = IntStream.range(0, 10_000)
                .mapToObj(i -> (i + "\n").getBytes(StandardCharsets.US_ASCII))
                .toList();
        return Map.of(
                "/metrics",
                metrics,
                "/big",
                request -> big,
                "/parts",
                request -> new Response(200, Map.of(), parts),
                "/slow",
                request -> {
                    slowBegun.countDown();
                    await(slowMayEnd);
                    return text("slow\n").handle(request);
                },
                "/broken",
                request -> {
                    throw new IllegalStateException("a fault of the page");
                });
    }

    private static Page text(String text) {
        return request -> Response.text(200, "text/plain; version=0.0.4; charset=utf-8", text);
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
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
