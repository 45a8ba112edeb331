package io.conncount.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import io.conncount.testing.PrometheusProcess;
import io.conncount.testing.SocketNamespace;
import io.conncount.testing.Waiting;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code conncount fleet} against a real Prometheus, and against what may answer in its place. */
class FleetIT {
    private static final int HOSTS = 1000;
    private static final int GONE = 50;
    private static final int CLOSE_WAIT = 7;

    @TempDir
    private Path directory;

    private static Launch fleet(String url, String words) throws IOException, InterruptedException {
        return Launch.of(("fleet --prometheus " + url + " " + words).strip().split(" "));
    }

    @Test
    void sumIsThatOfThreeDaemons() throws Exception {
        try (SocketNamespace namespace = new SocketNamespace("--connections", "20", "--close-wait", "" + CLOSE_WAIT);
                ScrapedDaemons daemons = new ScrapedDaemons(namespace, directory, i -> "rack: r" + i / 2)) {
            PrometheusProcess prometheus = namespace.call(() -> new PrometheusProcess(directory, daemons.targets()));
            try {
                namespace.call(() -> {
                    assertSums(prometheus.url());
                    return null;
                });
            } finally {
                prometheus.close();
            }
        }
    }

    private static void assertSums(String url) throws Exception {
        Waiting.until(
                "three daemons", () -> fleet(url, "--by state --json").out().contains("\"hosts\":3,\"complete\":true"));
        Launch sum = fleet(url, "--by rack,state --csv state=close_wait");
        assertEquals(new Launch(0, "rack,state,count\nr0,close_wait,14\nr1,close_wait,7\n", ""), sum);
        Launch byInstance = fleet(url, "--by instance --csv state=~close.*");
        assertEquals(
                4, byInstance.out().lines().filter(line -> !line.endsWith(",0")).count(), byInstance.out());
        Waiting.until(
                "groups",
                () -> fleet(url, "--by local-port --csv state=close_wait").out().contains("local_port,count\n"));
        Launch groups = fleet(url, "--by local-port --top 1 state=close_wait");
        assertEquals(0, groups.exitCode(), groups.err());
        fleet(url, "--by user").assertRefused(1, url + ": no host exports groups by user .. --group");
        fleet(url, "--at -30d").assertRefused(1, url + ": .. no such numbers of that time");
    }

    private static String metrics(int host) {
        return "conncount_build_info{version=\"1\",java=\"17\"} 1\n"
                + "conncount_sample_age_seconds{sample=\"states\"} 1\n"
                + "conncount_sample_interval_seconds{sample=\"states\"} 1\n"
                + "conncount_sample_complete{sample=\"states\"} " + (host == 7 ? 0 : 1) + "\n"
                + "conncount_sockets{proto=\"tcp\",family=\"ipv4\",state=\"established\"} " + 1000 * host + "\n"
                + "conncount_sockets{proto=\"tcp\",family=\"ipv6\",state=\"established\"} 5\n"
                + "conncount_sockets{proto=\"tcp\",family=\"ipv4\",state=\"time_wait\"} " + host + "\n";
    }

    /** A server of the metrics of many hosts, of which some stop to answer. */
    private static HttpServer hosts(AtomicBoolean gone) throws IOException {
        HttpServer hosts = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1024);
        hosts.setExecutor(Executors.newFixedThreadPool(8));
        hosts.createContext("/host/", exchange -> {
            int host = Integer.parseInt(exchange.getRequestURI().getPath().substring("/host/".length()));
            byte[] body = metrics(host).getBytes(StandardCharsets.UTF_8);
            boolean down = gone.get() && host <= GONE;
            exchange.sendResponseHeaders(down ? 500 : 200, down ? -1 : body.length);
            if (!down) {
                exchange.getResponseBody().write(body);
            }
            exchange.close();
        });
        hosts.start();
        return hosts;
    }

    /** Those that are gone are named, and the others are summed. */
    @Test
    void thousandHostsOfWhichSomeAreGone() throws Exception {
        AtomicBoolean gone = new AtomicBoolean();
        HttpServer hosts = hosts(gone);
        List<String> targets = IntStream.rangeClosed(1, HOSTS)
                .mapToObj(host -> "{targets: ['127.0.0.1:" + hosts.getAddress().getPort()
                        + "'], labels: {__metrics_path__: /host/" + host + ", instance: h" + host + "}}")
                .toList();
        try (PrometheusProcess prometheus = new PrometheusProcess(directory, targets)) {
            Waiting.until(
                    "all hosts",
                    () -> fleet(prometheus.url(), "--by state --json").out().contains("\"hosts\":" + HOSTS + ","));
            Launch all = fleet(prometheus.url(), "--by state --csv instance!=h7");
            long sum = HOSTS * (HOSTS + 1L) / 2;
            assertEquals(
                    new Launch(
                            0,
                            "state,count\nestablished," + (1000 * (sum - 7) + 5 * (HOSTS - 1)) + "\ntime_wait,"
                                    + (sum - 7) + "\n",
                            ""),
                    all);
            Launch incomplete = fleet(prometheus.url(), "--by instance,state --top 2 --csv");
            assertEquals("conncount: incomplete: 1 host could not count all sockets: h7\n", incomplete.err());
            assertEquals(1, incomplete.exitCode());
            assertEquals(
                    "h1000,established,1000005",
                    incomplete.out().lines().toList().get(1));
            assertEquals(
                    "state,count,first,min,max",
                    fleet(prometheus.url(), "--by state --since 30s --csv")
                            .out()
                            .lines()
                            .findFirst()
                            .orElseThrow());
            // Of the past, only moments that are five seconds apart are looked at.
            Waiting.until(
                    "a host that was there for longer",
                    () -> fleet(prometheus.url(), "--by instance --at -6s --csv instance=h2 state=established")
                            .out()
                            .endsWith("h2,2005\n"));
            gone.set(true);
            assertGoneAreNamed(prometheus.url());
        } finally {
            hosts.stop(0);
        }
    }

    private static void assertGoneAreNamed(String url) throws Exception {
        Waiting.until(
                "hosts that are gone",
                () -> fleet(url, "--by state --json").out().contains("\"hosts\":" + (HOSTS - GONE) + ","));
        Launch less = fleet(url, "--by state --csv instance!=h7");
        assertEquals(1, less.exitCode());
        assertTrue(
                less.err()
                        .startsWith(
                                "conncount: incomplete: 49 hosts gave no numbers, and did within the last hour: h1, h10, h11 and 46 more"),
                less.err());
        // What is gone was there, and the most there ever was.
        Launch past = fleet(url, "--by instance --since 10m --csv instance=h2 state=established");
        assertTrue(past.out().contains("h2,0,") && past.out().endsWith(",2005\n"), past.toString());
    }

    @Test
    void whatIsNoPrometheusIsOneLine() throws Exception {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
            fleet("http://127.0.0.1:" + port, "--timeout 0.5").assertRefused(1, ".. no answer within .. --timeout");
        }
        fleet("http://127.0.0.1:" + port, "").assertRefused(1, ".. cannot connect");
        HttpServer other = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 8);
        answer(other, "/401", 401, "{}");
        answer(other, "/half", 200, "{\"status\":\"success\",\"data\":{\"resultType\":\"vector\",\"result\":[{\"met");
        answer(other, "/text", 200, "<html>");
        answer(other, "/error", 422, "{\"status\":\"error\",\"error\":\"too many samples\"}");
        answer(other, "/empty", 200, "{\"status\":\"success\",\"data\":{\"resultType\":\"vector\",\"result\":[]}}");
        other.start();
        String url = "http://127.0.0.1:" + other.getAddress().getPort();
        try {
            fleet(url + "/401", "").assertRefused(1, url + "/401: HTTP 401 .. --token-file");
            fleet(url + "/half", "").assertRefused(1, url + "/half: HTTP 200: character .. the end");
            fleet(url + "/text", "").assertRefused(1, url + "/text: HTTP 200 .. Prometheus?");
            fleet(url + "/error", "").assertRefused(1, url + "/error: HTTP 422: too many samples");
            fleet(url + "/empty", "").assertRefused(1, url + "/empty: .. no such numbers");
        } finally {
            other.stop(0);
        }
    }

    /** What Prometheus remarks of a query is not about missing data; what it warns of may be. */
    @Test
    void warningsAreFaultsAndRemarksAreNot() throws Exception {
        HttpServer other = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 8);
        String result = "\"data\":{\"resultType\":\"vector\",\"result\":[{\"metric\":{\"state\":\"listen\"},"
                + "\"value\":[1,\"0\"]}]}}";
        answer(other, "/info/api/v1/query", 200, "{\"status\":\"success\",\"infos\":[\"not a counter\"]," + result);
        answer(other, "/warn/api/v1/query", 200, "{\"status\":\"success\",\"warnings\":[\"half\"]," + result);
        other.start();
        String url = "http://127.0.0.1:" + other.getAddress().getPort();
        try {
            assertFalse(fleet(url + "/info", "--by state").err().contains("not a counter"));
            assertTrue(fleet(url + "/warn", "--by state").err().startsWith("conncount: incomplete: half\n"));
        } finally {
            other.stop(0);
        }
    }

    @Test
    void watchedAnswersTakeEachOthersPlace() throws Exception {
        AtomicInteger answered = new AtomicInteger();
        StringJoiner series = new StringJoiner(",");
        for (int i = 0; i < 100; i++) {
            series.add("{\"metric\":{\"rack\":\"r" + i + "\"},\"value\":[1,\"" + i + "\"]}");
        }
        byte[] body = ("{\"status\":\"success\",\"warnings\":[\"half\"],\"data\":{\"result\":[" + series + "]}}")
                .getBytes(StandardCharsets.UTF_8);
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 8);
        server.createContext("/", exchange -> {
            answered.incrementAndGet();
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
        try (Tmux terminal = new Tmux(100, 20, directory)) {
            terminal.shell(Launch.conncount() + " fleet --prometheus http://127.0.0.1:"
                    + server.getAddress().getPort() + " --by rack --watch=0.2");
            terminal.await(screen -> screen.contains("RACK") && screen.contains("r99"), "a table");
            String scrolled = terminal.scrolledRows();
            int before = answered.get();
            Waiting.until("more answers", () -> answered.get() > before + 20);
            terminal.await(screen -> screen.contains("RACK") && screen.contains("half"), "the last table");
            assertEquals(scrolled, terminal.scrolledRows());
            terminal.keys("C-c");
        } finally {
            server.stop(0);
        }
    }

    private static void answer(HttpServer server, String path, int status, String text) {
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        server.createContext(path, exchange -> {
            exchange.sendResponseHeaders(status, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
    }

    @Test
    void tokenIsSent() throws Exception {
        List<String> sent = new ArrayList<>();
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 8);
        server.createContext("/", exchange -> {
            sent.add(exchange.getRequestHeaders().getFirst("Authorization"));
            exchange.sendResponseHeaders(403, -1);
            exchange.close();
        });
        server.start();
        try {
            String url = "http://127.0.0.1:" + server.getAddress().getPort();
            Path secret = Files.writeString(directory.resolve("secret"), "abc\n");
            assertEquals(1, fleet(url, "--token-file " + secret).exitCode());
            assertEquals(1, fleet(url, "--user me --password-file " + secret).exitCode());
            assertEquals(List.of("Bearer abc", "Basic bWU6YWJj"), sent);
        } finally {
            server.stop(0);
        }
    }
}
