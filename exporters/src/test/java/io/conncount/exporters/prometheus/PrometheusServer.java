package io.conncount.exporters.prometheus;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.conncount.testing.PrometheusProcess;
import io.conncount.testing.Waiting;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** A Prometheus on loopback that scrapes one target every other second, until it is closed. */
final class PrometheusServer implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(Waiting.SECONDS_MAX);
    private static final JsonFactory JSON = new JsonFactory();

    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(PATIENCE).build();
    private final PrometheusProcess process;

    /**
     * Starts it.
     *
     * @param directory for its configuration, data and log
     * @param target host and port
     */
    PrometheusServer(Path directory, String target) throws IOException {
        process = new PrometheusProcess(directory, List.of("{targets: ['" + target + "']}"));
    }

    /** The value that an expression has now, of its first series; empty if it has none. */
    Optional<Double> query(String expression) throws IOException, InterruptedException {
        String path = "/api/v1/query?query=" + URLEncoder.encode(expression, StandardCharsets.UTF_8);
        HttpRequest request = HttpRequest.newBuilder(URI.create(process.url() + path))
                .timeout(PATIENCE)
                .build();
        HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
        if (response.statusCode() != 200) {
            throw new IOException(expression + ": " + response.statusCode() + " " + response.body());
        }
        return firstValue(response.body());
    }

    /** Of an answer such as {@code {"data":{"result":[{"metric":{},"value":[1795413194.752,"12"]}]}}} the 12. */
    private static Optional<Double> firstValue(String json) throws IOException {
        try (JsonParser parser = JSON.createParser(json)) {
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                if (token == JsonToken.FIELD_NAME && parser.currentName().equals("value")) {
                    parser.nextToken();
                    parser.nextToken();
                    parser.nextToken();
                    return Optional.of(Double.valueOf(parser.getText()));
                }
            }
        }
        return Optional.empty();
    }

    /** Waits until an expression has a series with this value, or with empty none; fails if it never does. */
    void await(String expression, Optional<Double> value) throws IOException, InterruptedException {
        long endNanos = System.nanoTime() + PATIENCE.toNanos();
        String last = "nothing";
        while (System.nanoTime() < endNanos) {
            try {
                Optional<Double> found = query(expression);
                if (found.equals(value)) {
                    return;
                }
                last = found.toString();
            } catch (IOException e) {
                last = e.toString();
            }
            process.pause();
        }
        throw new AssertionError(expression + " is " + last + " and not " + value + "\n" + process.log());
    }

    @Override
    public void close() throws IOException {
        process.close();
    }
}
