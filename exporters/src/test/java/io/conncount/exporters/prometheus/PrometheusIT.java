package io.conncount.exporters.prometheus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.conncount.exporters.Daemon;
import io.conncount.exporters.Pages;
import io.conncount.exporters.Snapshots;
import io.conncount.exporters.sampled.DaemonSeries;
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
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real Prometheus, and its own judge of metrics. */
class PrometheusIT {
    private static final Duration INTERVAL = Duration.ofMillis(300);
    private static final int CONNECTIONS = 7;

    @TempDir
    private Path directory;

    @Test
    void promtoolHasNothingToSay() throws Exception {
        DaemonSeries recorded = Scrapes.recorded();
        DaemonSeries sampled = new DaemonSeries(
                recorded.states(),
                recorded.groups(),
                recorded.listenQueues(),
                FixedSeries.of("measures", Scrapes.everyMeasure()));
        try (Metrics metrics = new Metrics(sampled, Scrapes.WORKINGS, true, 100, "1.2.3");
                Pages pages = new Pages(metrics.page())) {
            byte[] text = pages.get("/metrics").body();
            assertTrue(new String(text, StandardCharsets.UTF_8).contains("conncount_sockets{"));
            assertEquals("0 ", promtool(text, "check", "metrics"));
        }
    }

    @Test
    void rulesOfTheReferenceFireForOneFullWorkerOfEight() throws Exception {
        String reference = Files.readString(Repository.root().resolve("docs/metrics.md"));
        int begin = reference.indexOf("```yaml\n") + "```yaml\n".length();
        Files.writeString(directory.resolve("rules.yml"), reference.substring(begin, reference.indexOf("```", begin)));
        String queue = "{address=\"*\",family=\"ipv4\",port=\"443\"}";
        Path test = Files.writeString(
                directory.resolve("test.yml"),
                String.join(
                        "\n",
                        "rule_files: [rules.yml]",
                        "evaluation_interval: 1m",
                        "tests:",
                        "  - interval: 1m",
                        "    input_series:",
                        "      - {series: 'conncount_listen_queue_length" + queue + "', values: '10 10'}",
                        "      - {series: 'conncount_listen_queue_limit" + queue + "', values: '80 80'}",
                        "      - {series: 'conncount_listen_queue_listeners" + queue + "', values: '8 8'}",
                        "      - {series: 'conncount_listen_queue_fullest_length" + queue + "', values: '10 0'}",
                        "      - {series: 'conncount_listen_queue_fullest_limit" + queue + "', values: '10 10'}",
                        "    alert_rule_test:",
                        "      - eval_time: 0m",
                        "        alertname: ListenQueueNearlyFull",
                        "        exp_alerts: [{exp_labels: {address: '*', family: ipv4, port: '443'}}]",
                        "      - {eval_time: 1m, alertname: ListenQueueNearlyFull, exp_alerts: []}",
                        ""));
        String said = promtool(new byte[0], "test", "rules", test.toString());
        assertTrue(said.startsWith("0 "), said);
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
                Optional.empty());
    }
}
