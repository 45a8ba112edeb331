package io.conncount.exporters.web;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.conncount.exporters.web.WebServer.Limits;
import io.conncount.testing.Command;
import io.conncount.testing.Waiting;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A real Prometheus over TLS, with a client certificate, name and password. */
@Timeout(Waiting.SECONDS_MAX)
class PrometheusScrapeIT {
    @TempDir
    private Path directory;

    @Test
    void prometheusFindsItUp() throws Exception {
        Certificates certificates = new Certificates(directory);
        certificates.signed("client", "ca", "DNS:prometheus.example", "clientAuth");
        String hash =
                Command.lines("htpasswd", "-nbBC", "10", "u", "secret").get(0).substring(2);
        certificates.tlsConfig("  client_ca_file: ca.pem\n  client_auth_type: RequireAndVerifyClientCert\n"
                + "  client_allowed_sans: [prometheus.example]\nbasic_auth_users:\n  prometheus: " + hash + "\n");
        try (Serving serving = new Serving(Optional.of(directory.resolve("web.yml")), 40, Limits.DEFAULT)) {
            Files.writeString(directory.resolve("prometheus.yml"), scrape(serving.port()));
            int port = freePort();
            Process prometheus = new ProcessBuilder(
                            "prometheus",
                            "--config.file=" + directory.resolve("prometheus.yml"),
                            "--storage.tsdb.path=" + directory.resolve("data"),
                            "--web.listen-address=127.0.0.1:" + port)
                    .redirectErrorStream(true)
                    .redirectOutput(directory.resolve("prometheus.log").toFile())
                    .start();
            try {
                String query = "http://127.0.0.1:" + port + "/api/v1/query?query=";
                until(prometheus, query + "up", "\"1\"]");
                until(prometheus, query + "up_time_seconds", "\"5\"]");
            } finally {
                prometheus.destroy();
                if (!prometheus.waitFor(Waiting.SECONDS_MAX, TimeUnit.SECONDS)) {
                    prometheus.destroyForcibly().waitFor();
                }
            }
        }
    }

    private static String scrape(int port) {
        return """
                scrape_configs:
                  - job_name: conncount
                    scrape_interval: 1s
                    scheme: https
                    tls_config: {ca_file: ca.pem, cert_file: client.pem, key_file: client.key}
                    basic_auth: {username: prometheus, password: secret}
                    static_configs: [{targets: ['localhost:%d']}]
                """.formatted(port);
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private void until(Process prometheus, String query, String words) throws Exception {
        Waiting.until(words, () -> {
            assertTrue(prometheus.isAlive(), () -> "prometheus has ended; its log is in " + directory);
            return Curl.of(query).says(words);
        });
    }
}
