package io.conncount.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.conncount.testing.Waiting;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Six seconds in the life of the daemon; a minute, or as many seconds as are asked for, by {@code ./check --soak}. */
class SoakIT {
    private static final int ROUNDS = Integer.parseInt(System.getProperty("conncount.soak.seconds", "6"));
    private static final int ROUNDS_TO_SETTLE = Math.max(1, Math.min(ROUNDS / 3, 20));
    private static final int SAMPLES_SETTLED_MIN = 2;
    private static final int CONNECTIONS_A_ROUND = 50;
    private static final long RESIDENT_GROWTH_BYTES_MAX = 48L << 20;
    private static final int DESCRIPTOR_GROWTH_MAX = 4;
    private static final int DEADLINE_SECONDS = Waiting.SECONDS_MAX;

    @TempDir
    private Path directory;

    private final HttpClient client = HttpClient.newHttpClient();

    @Test
    void churnLeaksNothingAndMissesNoSample() throws Exception {
        try (DaemonProcess daemon = start();
                ServerSocket listener = new ServerSocket(0, CONNECTIONS_A_ROUND, InetAddress.getLoopbackAddress())) {
            Map<String, Double> settled = Map.of();
            int descriptors = 0;
            Map<String, Double> now = Map.of();
            for (int round = 0; round < ROUNDS || taken(now) - taken(settled) < SAMPLES_SETTLED_MIN; round++) {
                assertTrue(round < ROUNDS + Waiting.SECONDS_MAX, "no samples: " + daemon.log());
                churn(listener);
                now = scrape(daemon);
                requireYoung(now, daemon);
                if (round >= ROUNDS_TO_SETTLE && settled.isEmpty() && taken(now) > 0) {
                    settled = now;
                    descriptors = descriptors(daemon);
                }
                if (round % ROUNDS_TO_SETTLE == 0) {
                    assertEquals(0, daemon.ask("--by remote-port --top 3").exitCode());
                }
                // A second a round, unless the daemon ends.
                assertTrue(!daemon.process().waitFor(1, TimeUnit.SECONDS), daemon.log());
            }
            double grown = now.get("process_resident_memory_bytes") - settled.get("process_resident_memory_bytes");
            assertTrue(grown < RESIDENT_GROWTH_BYTES_MAX, "grown by " + grown + " bytes");
            int more = descriptors(daemon) - descriptors;
            assertTrue(more <= DESCRIPTOR_GROWTH_MAX, more + " descriptors more");
            now.forEach((name, value) -> {
                if (name.startsWith("conncount_sample_failures") || name.startsWith("conncount_sample_incomplete")) {
                    assertEquals(0, value, name);
                }
            });
        }
    }

    private DaemonProcess start() throws IOException, InterruptedException {
        return DaemonProcess.start(
                directory,
                List.of(
                        Launch.conncount(),
                        "serve",
                        "--interval=1",
                        "--group-interval=1",
                        "--deadline=" + DEADLINE_SECONDS,
                        "--group",
                        "by=local-port,state top=20",
                        "--group",
                        "by=remote-port top=1000"));
    }

    private static double taken(Map<String, Double> metrics) {
        return metrics.getOrDefault("conncount_samples_total{sample=\"states\"}", 0.0);
    }

    /** What is older than it may be has to have a failed sample as its reason, and none may fail here. */
    private static void requireYoung(Map<String, Double> metrics, DaemonProcess daemon) throws InterruptedException {
        for (Map.Entry<String, Double> metric : metrics.entrySet()) {
            if (metric.getKey().startsWith("conncount_sample_age_seconds")) {
                double interval = metrics.get(metric.getKey().replace("age", "interval"));
                double allowed = 3 * interval + DEADLINE_SECONDS;
                assertTrue(metric.getValue() <= allowed, metric + ", and may be " + allowed + ": " + daemon.log());
            }
        }
    }

    private static void churn(ServerSocket listener) throws IOException {
        for (int i = 0; i < CONNECTIONS_A_ROUND; i++) {
            Socket out = new Socket(listener.getInetAddress(), listener.getLocalPort());
            try (out;
                    Socket in = listener.accept()) {
                in.setSoLinger(true, 0);
            }
        }
    }

    private Map<String, Double> scrape(DaemonProcess daemon) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://" + daemon.address() + "/metrics"))
                .timeout(Duration.ofSeconds(DEADLINE_SECONDS))
                .build();
        String text = client.send(request, HttpResponse.BodyHandlers.ofString()).body();
        Map<String, Double> metrics = new TreeMap<>();
        text.lines().filter(line -> !line.startsWith("#")).forEach(line -> {
            int blank = line.lastIndexOf(' ');
            metrics.put(line.substring(0, blank), Double.valueOf(line.substring(blank + 1)));
        });
        return metrics;
    }

    private static int descriptors(DaemonProcess daemon) throws IOException {
        Path open = Path.of("/proc", Long.toString(daemon.process().pid()), "fd");
        try (Stream<Path> all = Files.list(open)) {
            return (int) all.count();
        }
    }
}
