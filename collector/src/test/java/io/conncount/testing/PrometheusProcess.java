package io.conncount.testing;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A Prometheus on loopback that scrapes its targets every other second, until it is closed. */
public final class PrometheusProcess implements AutoCloseable {
    private final Path directory;
    private final Process process;
    private final int port;

    /**
     * Starts it in the network namespace of the thread.
     *
     * @param directory for its configuration, data and log
     * @param targets each an element of {@code static_configs}, such as <code>{targets: ['127.0.0.1:80']}</code>
     */
    public PrometheusProcess(Path directory, List<String> targets) throws IOException {
        this.directory = directory;
        port = freePort();
        StringBuilder config = new StringBuilder("""
                global:
                  scrape_interval: 2s
                  scrape_timeout: 2s
                scrape_configs:
                  - job_name: conncount
                    static_configs:
                """);
        targets.forEach(target -> config.append("      - ").append(target).append('\n'));
        Path file = Files.writeString(directory.resolve("prometheus.yml"), config);
        process = new ProcessBuilder(
                        "prometheus",
                        "--config.file=" + file,
                        "--storage.tsdb.path=" + directory.resolve("data"),
                        "--web.listen-address=127.0.0.1:" + port)
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("prometheus.log").toFile())
                .start();
        process.getOutputStream().close();
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** Where it answers. */
    public String url() {
        return "http://127.0.0.1:" + port;
    }

    /**
     * Waits a moment.
     *
     * @throws IOException if it has ended
     */
    public void pause() throws IOException, InterruptedException {
        if (process.waitFor(200, TimeUnit.MILLISECONDS)) {
            throw new IOException("prometheus ended: " + log());
        }
    }

    /** What it has logged. */
    public String log() throws IOException {
        return Files.readString(directory.resolve("prometheus.log"));
    }

    @Override
    public void close() throws IOException {
        process.destroy();
        try {
            if (!process.waitFor(Waiting.SECONDS_MAX, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
