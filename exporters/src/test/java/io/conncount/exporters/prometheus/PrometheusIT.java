package io.conncount.exporters.prometheus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.conncount.exporters.Daemon;
import io.conncount.exporters.Pages;
import io.conncount.exporters.Snapshots;
import io.conncount.exporters.sampled.DaemonSeries;
import io.conncount.exporters.sampled.ViewSeries.View;
import io.conncount.exporters.web.WebServer;
import io.conncount.sampler.FixedSeries;
import io.conncount.source.HostSource;
import io.conncount.testing.Repository;
import io.conncount.testing.Waiting;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real Prometheus, and its own judge of metrics. */
class PrometheusIT {
    private static final Duration INTERVAL = Duration.ofMillis(300);
    private static final int CONNECTIONS = 7;
    private static final Path MONITORING = Repository.root().resolve("docs/prometheus");

    @TempDir
    private Path directory;

    @Test
    void promtoolHasNothingToSay() throws Exception {
        DaemonSeries recorded = Scrapes.recorded();
        DaemonSeries sampled = new DaemonSeries(
                recorded.states(),
                recorded.groups(),
                recorded.listenQueues(),
                FixedSeries.of("measures", Scrapes.everyMeasure()),
                recorded.views());
        try (Metrics metrics = new Metrics(sampled, Scrapes.WORKINGS, true, 100, "1.2.3");
                Pages pages = new Pages(metrics.page())) {
            byte[] text = pages.get("/metrics").body();
            assertTrue(new String(text, StandardCharsets.UTF_8).contains("conncount_sockets{"));
            assertEquals("0 ", promtool(text, "check", "metrics"));
        }
    }

    /** Of each alert, the file of tests has a host where it fires and one where it does not. */
    @Test
    void rulesFireForWhatTheyAreAbout() throws Exception {
        String tests = Files.readString(MONITORING.resolve("conncount.rules.test.yml"));
        String rules = Files.readString(MONITORING.resolve("conncount.rules.yml"));
        List<String> alerts = matches(rules, "- alert: (\\w+)");
        assertTrue(alerts.size() > 10, alerts.toString());
        alerts.forEach(alert -> assertTrue(tests.contains("alertname: " + alert), alert));
        String said = promtool(
                new byte[0],
                "test",
                "rules",
                MONITORING.resolve("conncount.rules.test.yml").toString());
        assertTrue(said.startsWith("0 "), said);
        assertKnown(rules);
    }

    /** Every metric is one of ours; those of groups have the names of their keys. */
    private static void assertKnown(String text) throws IOException {
        String reference = Files.readString(Repository.root().resolve("docs/metrics.md"));
        for (String metric : matches(text, "(?<![:\\w])(conncount_[a-z_]+)")) {
            boolean ofGroup = metric.startsWith("conncount_sockets_by_");
            assertTrue(ofGroup || reference.contains("`" + metric + "`"), metric);
        }
    }

    private static List<String> matches(String text, String pattern) {
        return Pattern.compile(pattern)
                .matcher(text)
                .results()
                .map(match -> match.group(1))
                .distinct()
                .toList();
    }

    @Test
    void everyQueryOfTheDashboardIsAnswered() throws Exception {
        String dashboard = Files.readString(MONITORING.resolve("grafana.json"));
        assertKnown(dashboard);
        List<String> queries = matches(dashboard, "\"expr\": \"((?:[^\"\\\\]|\\\\.)*)\"");
        assertTrue(queries.size() > 15, queries.toString());
        try (Daemon daemon = new Daemon(HostSource.open(), options(), "1.2.3")) {
            daemon.start();
            String target = "127.0.0.1:" + daemon.addresses().get(0).getPort();
            try (PrometheusServer prometheus = new PrometheusServer(directory, target)) {
                prometheus.await("count(rate(conncount_sampling_cpu_seconds_total[1m]))", Optional.of(1.0));
                for (String query : queries) {
                    String asked = query.replace("\\\"", "\"")
                            .replace("$instance", ".*")
                            .replace("$__rate_interval", "1m");
                    // One that cannot be read is refused with 400.
                    prometheus.query(asked);
                }
                String states = queries.get(0).replace("\\\"", "\"").replace("$instance", ".*");
                assertTrue(prometheus.query("count(" + states + ")").orElseThrow() > 0, states);
            }
        }
    }

    private String promtool(byte[] input, String... words) throws IOException, InterruptedException {
        Path scrape = Files.write(directory.resolve("scrape"), input);
        Path said = directory.resolve("promtool.log");
        List<String> command = new ArrayList<>(List.of("promtool"));
        command.addAll(List.of(words));
        Process process = new ProcessBuilder(command)
                .redirectInput(scrape.toFile())
                .redirectErrorStream(true)
                .redirectOutput(said.toFile())
                .start();
        assertTrue(process.waitFor(Waiting.SECONDS_MAX, TimeUnit.SECONDS), "promtool hangs");
        return process.exitValue() + " " + Files.readString(said);
    }

    @Test
    void prometheusSeesStatesAndGroupsComeGoAndComeBack() throws Exception {
        InetAddress loopback = InetAddress.getLoopbackAddress();
        try (Daemon daemon = new Daemon(HostSource.open(), options(), "1.2.3");
                ServerSocket listener = new ServerSocket(0, 50, loopback)) {
            daemon.start();
            String target = "127.0.0.1:" + daemon.addresses().get(0).getPort();
            String ownQueue = "conncount_listen_queue_limit{address=\"127.0.0.1\",family=\"ipv4\",port=\""
                    + daemon.addresses().get(0).getPort() + "\"}";
            String ours = "conncount_sockets_by_local_port_state{local_port=\"" + listener.getLocalPort() + "\",state=";
            String established = ours + "\"established\"}";
            try (PrometheusServer prometheus = new PrometheusServer(directory, target)) {
                prometheus.await(ours + "\"listen\"}", Optional.of(1.0));
                assertEquals(Optional.empty(), prometheus.query(established));
                for (int round = 0; round < 2; round++) {
                    List<Socket> sockets = connections(listener);
                    prometheus.await(established, Optional.of((double) CONNECTIONS));
                    for (Socket socket : sockets) {
                        // A reset, so that nothing lingers in another state.
                        socket.setSoLinger(true, 0);
                        socket.close();
                    }
                    prometheus.await(established, Optional.empty());
                }
                assertTrue(prometheus
                                .query("sum(conncount_sockets{state=\"listen\"})")
                                .orElseThrow()
                        >= 2);
                assertEquals(Optional.of(256.0), prometheus.query(ownQueue));
                assertEquals(Optional.of(26.0), prometheus.query("count(conncount_sockets)"));
                assertEquals(Optional.of(11.0), prometheus.query("count(node_tcp_connection_states)"));
                assertEquals(Optional.empty(), prometheus.query("min_over_time(up[5m]) == 0"), "a scrape failed");
                assertTrue(prometheus.query("count_over_time(up[5m])").orElseThrow() >= 3);
                assertTrue(
                        prometheus.query("rate(process_cpu_seconds_total[1m])").orElseThrow() > 0);
            }
        }
    }

    /** Both ends of connections to the listener, those who connected first. */
    private static List<Socket> connections(ServerSocket listener) throws IOException {
        List<Socket> sockets = new ArrayList<>();
        for (int i = 0; i < CONNECTIONS; i++) {
            sockets.add(new Socket(listener.getInetAddress(), listener.getLocalPort()));
        }
        for (int i = 0; i < CONNECTIONS; i++) {
            sockets.add(listener.accept());
        }
        return sockets;
    }

    private static Daemon.Options options() {
        InetSocketAddress anyPort = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        return new Daemon.Options(
                new WebServer.Options(List.of(anyPort), 40, Optional.empty()),
                "/metrics",
                true,
                10_000,
                1.0,
                INTERVAL,
                INTERVAL,
                Duration.ofSeconds(30),
                List.of(Snapshots.spec(10_000, Map.of(), Snapshots.key("local-port"), Snapshots.key("state"))),
                EnumSet.allOf(View.class),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }
}
