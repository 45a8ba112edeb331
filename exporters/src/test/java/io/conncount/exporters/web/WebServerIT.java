package io.conncount.exporters.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.conncount.testing.SocketNamespace;
import io.conncount.testing.Waiting;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Plain HTTP, asked by curl. */
@Timeout(Waiting.SECONDS_MAX)
class WebServerIT {
    private static final byte[] IPV6_LOOPBACK = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1};

    @Test
    void pagesAreFoundByTheirExactPath() throws IOException, InterruptedException {
        try (Serving serving = Serving.plain()) {
            Curl answer = Curl.of(serving.http("/metrics?name[]=a"), "--globoff");
            assertEquals(200, answer.status(), answer.text());
            assertTrue(answer.says("up_time_seconds 5"), answer.text());
            assertTrue(answer.says("Content-Length: 80\r\n"), answer.text());
            for (String path : List.of("/", "/metrics/", "/metricsx", "/metrics/../metrics/x")) {
                assertEquals(404, Curl.of("--path-as-is", serving.http(path)).status(), path);
            }
        }
    }

    @Test
    void headHasTheHeadersOnly() throws IOException, InterruptedException {
        try (Serving serving = Serving.plain()) {
            Curl answer = Curl.of("--head", serving.http("/metrics"));
            assertEquals(200, answer.status());
            assertTrue(answer.says("Content-Length: 80\r\n"), answer.text());
            assertFalse(answer.says("up_time_seconds"), answer.text());
        }
    }

    @Test
    void bodiesOfManyPartsArriveWhole() throws IOException, InterruptedException {
        try (Serving serving = Serving.plain()) {
            for (String version : List.of("--http1.1", "--http1.0")) {
                Curl answer = Curl.of(version, serving.http("/parts"));
                assertTrue(answer.says("Content-Length: 48890\r\n"), answer.text());
                assertTrue(answer.text().endsWith("9998\n9999\n"));
            }
        }
    }

    @Test
    void connectionsAreKept() throws IOException, InterruptedException {
        try (Serving serving = Serving.plain()) {
            Curl answers = Curl.of(
                    serving.http("/metrics"),
                    serving.http("/parts"),
                    serving.http("/none"),
                    serving.http("/metrics"),
                    "--write-out",
                    "connects=%{num_connects}\n");
            assertEquals(3, answers.text().split("connects=0", -1).length - 1, answers.text());
        }
    }

    @Test
    void methodsAndBodiesThatNoPageTakesAreRefused() throws IOException, InterruptedException {
        try (Serving serving = Serving.plain()) {
            Curl delete = Curl.of("--request", "DELETE", serving.http("/metrics"));
            assertEquals(405, delete.status());
            assertTrue(delete.says("Allow: GET, HEAD"), delete.text());
            assertEquals(413, Curl.of("--data", "a=1", serving.http("/metrics")).status());
            assertEquals(
                    413,
                    Curl.of("--data", "a".repeat(100_000), serving.http("/metrics"))
                            .status());
        }
    }

    @Test
    void aPageThatFailsIsAnAnswer() throws IOException, InterruptedException {
        try (Serving serving = Serving.plain()) {
            Curl answer = Curl.of(serving.http("/broken"));
            assertEquals(500, answer.status());
            assertFalse(answer.says("a fault of the page"), "what failed is for the log");
        }
    }

    @Test
    void severalAddressesAreServed() throws IOException, InterruptedException {
        InetSocketAddress four = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        InetSocketAddress six = new InetSocketAddress(InetAddress.getByAddress(IPV6_LOOPBACK), 0);
        WebServer.Options options = new WebServer.Options(List.of(four, six), 0, Optional.empty());
        try (WebServer server =
                new WebServer(options, Map.of("/", request -> Response.text(200, Response.PLAIN_TEXT, "")))) {
            server.start();
            int port4 = server.addresses().get(0).getPort();
            int port6 = server.addresses().get(1).getPort();
            assertNotEquals(0, port4);
            assertEquals(200, Curl.of("http://127.0.0.1:" + port4).status());
            assertEquals(200, Curl.of("--globoff", "http://[::1]:" + port6).status());
        }
    }

    @Test
    void anAddressThatIsTakenIsNamed() throws IOException {
        try (Serving serving = Serving.plain()) {
            InetSocketAddress taken = serving.server.addresses().get(0);
            InetSocketAddress free = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
            WebServer.Options options = new WebServer.Options(List.of(free, taken), 40, Optional.empty());
            IOException refusal = assertThrows(IOException.class, () -> new WebServer(options, Map.of()));
            assertEquals(
                    "cannot listen on 127.0.0.1:" + serving.port() + ": Address already in use", refusal.getMessage());
        }
    }

    @Test
    void anAddressThatIsNoneIsNamed() {
        InetSocketAddress nowhere = InetSocketAddress.createUnresolved("host.invalid", 1);
        WebServer.Options options = new WebServer.Options(List.of(nowhere), 40, Optional.empty());
        IOException refusal = assertThrows(IOException.class, () -> new WebServer(options, Map.of()));
        assertEquals("cannot listen on host.invalid:1: no such host", refusal.getMessage());
    }

    @Test
    void beyondTheRequestsAtOnceIsAnAnswer503() throws Exception {
        try (Serving serving = new Serving(Optional.empty(), 1, Serving.SHORT);
                Background background = new Background()) {
            Future<Curl> first = background.run(() -> Curl.of(serving.http("/slow")));
            assertTrue(serving.slowBegun.await(Waiting.SECONDS_MAX, TimeUnit.SECONDS));
            Curl second = Curl.of(serving.http("/metrics"));
            assertEquals(503, second.status());
            assertTrue(second.says("Retry-After: 1\r\n"), second.text());
            serving.slowMayEnd.countDown();
            assertEquals(200, first.get().status());
            assertEquals(200, Curl.of(serving.http("/metrics")).status());
        }
    }

    @Test
    void closingLetsAnAnswerFinishAndTakesNoMore() throws Exception {
        try (Serving serving = Serving.plain();
                Background background = new Background()) {
            Future<Curl> last = background.run(() -> Curl.of(serving.http("/slow")));
            assertTrue(serving.slowBegun.await(Waiting.SECONDS_MAX, TimeUnit.SECONDS));
            Future<?> closing = background.run(() -> {
                serving.server.close();
                return null;
            });
            Waiting.until("a refusal", () -> Curl.of(serving.http("/metrics")).exitCode() != 0);
            serving.slowMayEnd.countDown();
            assertEquals(200, last.get().status());
            closing.get();
        }
    }

    @Test
    void closingDoesNotWaitForWhatNeverEnds() throws Exception {
        try (Serving serving = Serving.plain();
                Background background = new Background()) {
            Future<Curl> stuck = background.run(() -> Curl.of(serving.http("/slow")));
            assertTrue(serving.slowBegun.await(Waiting.SECONDS_MAX, TimeUnit.SECONDS));
            serving.server.close();
            assertEquals(0, stuck.get().status());
        }
    }

    /** Threads of a test. */
    static final class Background implements AutoCloseable {
        private final ExecutorService threads = Executors.newCachedThreadPool();

        <T> Future<T> run(java.util.concurrent.Callable<T> task) {
            return threads.submit(task);
        }

        @Override
        public void close() {
            threads.shutdownNow();
        }
    }

    @Test
    void ipv4AddressOpensIpv4AloneAndClientsComeWithTheirs() throws IOException {
        WebServer.Options options = new WebServer.Options(
                List.of(new InetSocketAddress(InetAddress.getByName("0.0.0.0"), 0)), 4, Optional.empty());
        try (WebServer server = new WebServer(options, Map.of())) {
            server.start();
            InetSocketAddress bound = server.addresses().get(0);
            assertEquals("0.0.0.0", bound.getAddress().getHostAddress());
            InetAddress ipv6 = InetAddress.getByAddress(IPV6_LOOPBACK);
            assertThrows(IOException.class, () -> new Socket(ipv6, bound.getPort()).close());
            new Socket(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), bound.getPort()).close();
        }
    }

    @Test
    void everyIpv6AddressTakesIpv4TooBesideItsOwn() throws Exception {
        InetSocketAddress six = new InetSocketAddress(InetAddress.getByAddress(new byte[16]), 7301);
        InetSocketAddress four = new InetSocketAddress(InetAddress.getByName("0.0.0.0"), 7301);
        InetSocketAddress other = new InetSocketAddress(InetAddress.getByName("0.0.0.0"), 7302);
        try (SocketNamespace namespace = new SocketNamespace("--connections", "1")) {
            namespace.call(() -> {
                try (WebServer server = server(List.of(four, six, other))) {
                    assertEquals(List.of("[::]:7301 (IPv4 too)", "0.0.0.0:7302"), server.places());
                    for (String url : List.of("http://127.0.0.1:7301", "http://[::1]:7301", "http://127.0.0.1:7302")) {
                        assertEquals(200, Curl.of("--globoff", url).status(), url);
                    }
                    return null;
                }
            });
        }
    }

    private static WebServer server(List<InetSocketAddress> addresses) throws IOException {
        WebServer server = new WebServer(
                new WebServer.Options(addresses, 4, Optional.empty()),
                Map.of("/", request -> Response.text(200, Response.PLAIN_TEXT, "")));
        server.start();
        return server;
    }
}
