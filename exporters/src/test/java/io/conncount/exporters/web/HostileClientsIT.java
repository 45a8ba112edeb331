package io.conncount.exporters.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.conncount.exporters.web.WebServer.Limits;
import io.conncount.testing.Waiting;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Clients that hold on to the server, and a good one beside them, which is answered all the same. */
@Timeout(Waiting.SECONDS_MAX)
class HostileClientsIT {
    private static final String REQUEST = "GET %s HTTP/1.1\r\nHost: a\r\n";

    @TempDir
    private Path directory;

    private final List<Socket> sockets = new ArrayList<>();

    @AfterEach
    void closeSockets() throws IOException {
        for (Socket socket : sockets) {
            socket.close();
        }
    }

    private Socket open(Serving serving) throws IOException {
        Socket socket = new Socket();
        sockets.add(socket);
        socket.setReceiveBufferSize(4096);
        socket.setSoTimeout(Waiting.SECONDS_MAX * 1000);
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), serving.port()));
        return socket;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    /** How many bytes come until the server ends the connection; fails if it does not. */
    private static long bytesUntilCut(Socket socket) throws IOException {
        byte[] buffer = new byte[1 << 16];
        long count = 0;
        try {
            InputStream in = socket.getInputStream();
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                count += read;
            }
        } catch (SocketException e) {
            return count; // reset, for there was something the server did not read
        }
        return count;
    }

    private static void aGoodClientIsAnswered(Serving serving) throws IOException, InterruptedException {
        Curl answer = Curl.of("--interface", "127.0.0.2", serving.http("/metrics"));
        assertEquals(200, answer.status(), answer.text());
    }

    @Test
    void whoSaysNothingIsCutOff() throws IOException, InterruptedException {
        try (Serving serving = Serving.plain()) {
            Socket silent = open(serving);
            Socket halfway = open(serving);
            halfway.getOutputStream().write(bytes("GET /metrics HT"));
            Socket halfOpen = open(serving);
            halfOpen.getOutputStream().write(bytes("GET /metrics HTTP/1.1\r\n"));
            halfOpen.shutdownOutput();
            aGoodClientIsAnswered(serving);
            assertEquals(0, bytesUntilCut(silent));
            assertEquals(0, bytesUntilCut(halfway));
            assertEquals(0, bytesUntilCut(halfOpen));
        }
    }

    @Test
    void whoIdlesAfterAnAnswerIsCutOff() throws IOException {
        try (Serving serving = Serving.plain()) {
            Socket idle = open(serving);
            idle.getOutputStream().write(bytes(REQUEST.formatted("/metrics") + "\r\n"));
            assertTrue(bytesUntilCut(idle) > 80);
        }
    }

    @Test
    void whoSendsAByteNowAndThenIsCutOff() throws Exception {
        try (Serving serving = Serving.plain();
                WebServerIT.Background background = new WebServerIT.Background()) {
            List<Socket> slow = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                slow.add(open(serving));
            }
            AtomicBoolean over = new AtomicBoolean();
            Future<Integer> dripping = background.run(() -> drip(slow, over));
            aGoodClientIsAnswered(serving);
            for (Socket socket : slow) {
                assertEquals(0, bytesUntilCut(socket));
            }
            over.set(true);
            assertTrue(dripping.get() > 0);
            aGoodClientIsAnswered(serving);
        }
    }

    private static int drip(List<Socket> slow, AtomicBoolean over) throws InterruptedException {
        byte[] request = bytes(REQUEST.formatted("/metrics") + "X: " + "x".repeat(8000));
        int written = 0;
        for (int i = 0; i < request.length && !over.get(); i++) {
            for (Socket socket : slow) {
                try {
                    socket.getOutputStream().write(request[i]);
                    written++;
                } catch (IOException e) {
                    assertTrue(written > 0); // cut off, as it should be
                }
            }
            TimeUnit.MILLISECONDS.sleep(50);
        }
        return written;
    }

    @Test
    void tenThousandConnectionsHarmTheirClientAlone() throws Exception {
        try (Serving serving = Serving.plain()) {
            int threads = Thread.activeCount();
            for (int i = 0; i < 10_000; i++) {
                open(serving);
                if (i % 1000 == 500) {
                    aGoodClientIsAnswered(serving);
                }
            }
            aGoodClientIsAnswered(serving);
            assertEquals(200, Curl.of(serving.http("/metrics")).status(), "and so is this client, when it stops");
            assertTrue(Thread.activeCount() - threads < 1000, "threads: " + Thread.activeCount());
            long open = 0;
            for (Socket socket : sockets) {
                open += bytesUntilCut(socket);
            }
            assertEquals(0, open);
        }
    }

    @Test
    void aConnectionOfAnotherClientOutlivesAFlood() throws IOException {
        Limits patient = Limits.DEFAULT;
        try (Serving serving = new Serving(Optional.empty(), 40, patient);
                Socket good = new Socket()) {
            good.bind(new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 2}), 0));
            good.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), serving.port()));
            byte[] request = bytes(REQUEST.formatted("/metrics") + "\r\n");
            byte[] answer = new byte[100];
            for (int round = 0; round < 3; round++) {
                good.getOutputStream().write(request);
                int length = good.getInputStream().read(answer);
                assertTrue(new String(answer, 0, length, StandardCharsets.ISO_8859_1).startsWith("HTTP/1.1 200"));
                while (good.getInputStream().available() > 0) {
                    assertTrue(good.getInputStream().read(answer) > 0);
                }
                for (int i = 0; i < 300; i++) {
                    open(serving);
                }
            }
        }
    }

    @Test
    void whatIsTooLargeIsRefusedAndCutOff() throws IOException, InterruptedException {
        try (Serving serving = Serving.plain()) {
            assertEquals(431, Curl.of(serving.http("/" + "a".repeat(50_000))).status());
            assertEquals(
                    431,
                    Curl.of("--header", "A: " + "a".repeat(50_000), serving.http("/metrics"))
                            .status());
            Socket endless = open(serving);
            OutputStream out = endless.getOutputStream();
            try {
                out.write(bytes(REQUEST.formatted("/metrics") + "X: "));
                byte[] block = bytes("x".repeat(4096));
                for (int i = 0; i < 100_000; i++) {
                    out.write(block);
                }
                throw new AssertionError("400 MB of a header were taken");
            } catch (SocketException e) {
                aGoodClientIsAnswered(serving);
            }
        }
    }

    @Test
    void whoDoesNotReadIsCutOff() throws IOException, InterruptedException {
        try (Serving serving = Serving.plain()) {
            Socket lazy = open(serving);
            lazy.getOutputStream().write(bytes(REQUEST.formatted("/big") + "\r\n"));
            waitUntilCut(serving);
            assertTrue(bytesUntilCut(lazy) < Serving.BIG_BYTES);
        }
    }

    @Test
    void whoDoesNotReadLosesHisPlaceToWhoAsks() throws IOException, InterruptedException {
        try (Serving serving = new Serving(Optional.empty(), 4, Limits.DEFAULT)) {
            List<Socket> lazy = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                lazy.add(open(serving));
                lazy.get(i).getOutputStream().write(bytes(REQUEST.formatted("/big") + "\r\n"));
            }
            // Only an answer that has begun can be slow to read.
            for (Socket socket : lazy) {
                assertEquals('H', socket.getInputStream().read());
            }
            for (int i = 0; i < 10; i++) {
                aGoodClientIsAnswered(serving);
            }
        }
    }

    /** Longer than an answer may take to be read; a good client is answered all the while. */
    private void waitUntilCut(Serving serving) throws IOException, InterruptedException {
        long end = System.nanoTime() + Serving.SHORT.answerMax().toNanos() * 2;
        while (System.nanoTime() < end) {
            aGoodClientIsAnswered(serving);
            TimeUnit.MILLISECONDS.sleep(100);
        }
    }

    @Test
    void whoDoesNotReadOverTlsIsCutOff() throws Exception {
        Certificates certificates = new Certificates(directory);
        try (Serving serving = Serving.with(certificates.tlsConfig(""))) {
            List<Socket> lazy = new ArrayList<>();
            for (int i = 0; i < 10; i++) {
                SSLSocket socket = TlsClient.over(open(serving));
                socket.getOutputStream().write(bytes(REQUEST.formatted("/big") + "\r\n"));
                lazy.add(socket);
            }
            long end = System.nanoTime() + Serving.SHORT.answerMax().toNanos() * 2;
            while (System.nanoTime() < end) {
                aGoodTlsClientIsAnswered(certificates, serving);
            }
            for (Socket socket : lazy) {
                assertTrue(bytesUntilCut(socket) < Serving.BIG_BYTES);
            }
        }
    }

    @Test
    void whoStopsInTheHandshakeIsCutOff() throws Exception {
        Certificates certificates = new Certificates(directory);
        try (Serving serving = Serving.with(certificates.tlsConfig(""))) {
            List<Socket> stuck = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                Socket socket = open(serving);
                socket.getOutputStream().write(new byte[] {0x16, 3, 1, 2, 0, 1, 0, 1});
                stuck.add(socket);
            }
            aGoodTlsClientIsAnswered(certificates, serving);
            for (Socket socket : stuck) {
                assertEquals(0, bytesUntilCut(socket));
            }
            aGoodTlsClientIsAnswered(certificates, serving);
        }
    }

    private static void aGoodTlsClientIsAnswered(Certificates certificates, Serving serving)
            throws IOException, InterruptedException {
        Curl answer =
                Curl.of("--interface", "127.0.0.2", "--cacert", certificates.file("ca.pem"), serving.https("/metrics"));
        assertEquals(200, answer.status(), answer.text());
    }
}
