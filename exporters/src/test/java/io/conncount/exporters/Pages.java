package io.conncount.exporters;

import io.conncount.exporters.web.WebServer;
import io.conncount.exporters.web.WebServer.Page;
import io.conncount.testing.Waiting;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One page served on loopback, and requests to it. */
public final class Pages implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(Waiting.SECONDS_MAX);

    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(PATIENCE)
            .build();
    private final WebServer server;

    /** Serves it, at the root and where Prometheus looks. */
    public Pages(Page page) throws IOException {
        InetSocketAddress free = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        WebServer.Options options = new WebServer.Options(List.of(free), 0, Optional.empty());
        server = new WebServer(options, Map.of("/", page, "/metrics", page));
        server.start();
    }

    /** Where it is, without a slash at the end. */
    public String address() {
        return "http://127.0.0.1:" + server.addresses().get(0).getPort();
    }

    /** What GET of a path and query gives, with headers by name and value in turn. */
    public HttpResponse<byte[]> get(String path, String... headers) throws IOException, InterruptedException {
        return request("GET", path, headers);
    }

    /** What another method gives. */
    public HttpResponse<byte[]> request(String method, String path, String... headers)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(address() + path))
                .timeout(PATIENCE)
                .method(method, HttpRequest.BodyPublishers.noBody());
        if (headers.length > 0) {
            request.headers(headers);
        }
        return client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
    }

    @Override
    public void close() {
        server.close();
    }
}
