package io.conncount.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.conncount.testing.SocketNamespace;
import io.conncount.testing.Waiting;
import java.io.Closeable;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The daemon's metrics are what the views of the command line show. Needs root. */
class ViewMetricsIT {
    private static final int CONNECTIONS = 13;
    private static final int UNREAD_BYTES = 5000;

    @TempDir
    private Path directory;

    private static String metrics(DaemonProcess daemon) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://" + daemon.address() + "/metrics"))
                .build();
        return HttpClient.newHttpClient()
                .send(request, HttpResponse.BodyHandlers.ofString())
                .body();
    }

    @Test
    void metricsAreWhatViewsShow() throws Exception {
        List<Closeable> ours = new ArrayList<>();
        try (SocketNamespace namespace = new SocketNamespace("--connections", "1")) {
            namespace.call(() -> {
                Files.writeString(Path.of("/proc/sys/net/ipv4/ip_local_port_range"), "40000 40019");
                ServerSocket server = new ServerSocket(7000, 50, InetAddress.getLoopbackAddress());
                ours.add(server);
                for (int i = 0; i < CONNECTIONS; i++) {
                    Socket client = new Socket(server.getInetAddress(), 7000);
                    ours.add(client);
                    client.getOutputStream().write(new byte[UNREAD_BYTES]);
                }
                return null;
            });
            List<String> serve = List.of(Launch.conncount(), "serve", "--group-interval=0.2", "--cpu-budget=100%");
            try (DaemonProcess daemon = namespace.call(() -> DaemonProcess.start(directory, serve))) {
                Waiting.until(
                        "samples",
                        () -> namespace.call(() -> metrics(daemon)).contains("sample_complete{sample=\"listeners\"}"));
                String metrics = namespace.call(() -> metrics(daemon));
                assertPorts(metrics, ViewRows.inside(namespace, "ports").where("port", "7000"));
                assertMemory(metrics, ViewRows.inside(namespace, "memory").where("state", "established"));
                assertListeners(
                        metrics,
                        ViewRows.inside(namespace, "listeners", "--connections").where("port", "7000"));
                String share = "conncount_limit_used_ratio{limit=\"somaxconn\",of=\"\"} ";
                assertTrue(metrics.contains("\n" + share), metrics);
                assertTrue(metrics.contains("\nconncount_room_connections "), metrics);
            }
            for (Closeable socket : ours) {
                socket.close();
            }
        }
    }

    private static void assertPorts(String metrics, Map<String, String> row) {
        assertEquals(Integer.toString(CONNECTIONS), row.get("used"));
        String place = "{destination=\"127.0.0.1\",port=\"7000\",source=\"127.0.0.1\"} ";
        assertTrue(
                metrics.contains("\nconncount_destination_local_ports_used" + place + CONNECTIONS + ".0\n"), metrics);
        int usable = CONNECTIONS + Integer.parseInt(row.get("left"));
        assertTrue(metrics.contains("\nconncount_local_ports_usable " + usable + ".0\n"), metrics);
    }

    private static void assertListeners(String metrics, Map<String, String> row) {
        assertEquals(Integer.toString(CONNECTIONS), row.get("established"));
        String of = "address=\"" + row.get("address") + "\",%sfamily=\"" + row.get("family") + "\",port=\"7000\",";
        String connections =
                "\nconncount_listener_connections{" + String.format(Locale.ROOT, of, "") + "state=\"established\"} ";
        assertTrue(metrics.contains(connections + CONNECTIONS + ".0\n"), metrics);
        String owner = "\nconncount_listener_info{" + String.format(Locale.ROOT, of, "container=\"\",");
        assertTrue(metrics.contains(owner), metrics);
        assertTrue(metrics.contains("user=\"" + row.get("user") + "\"} 1\n"), metrics);
    }

    private static void assertMemory(String metrics, Map<String, String> row) {
        for (String part : List.of("receive", "send", "optmem", "backlog")) {
            String series = "\nconncount_tcp_socket_memory_by_state_bytes{orphans=\"no\",part=\"" + part
                    + "\",state=\"established\"} ";
            int at = metrics.indexOf(series);
            assertTrue(at >= 0, metrics);
            String value =
                    metrics.substring(at + series.length()).lines().findFirst().orElseThrow();
            assertEquals(Double.parseDouble(row.get(part + "_bytes")), Double.parseDouble(value), part);
        }
        assertTrue(Long.parseLong(row.get("receive_bytes")) >= (long) CONNECTIONS * UNREAD_BYTES, row.toString());
    }
}
