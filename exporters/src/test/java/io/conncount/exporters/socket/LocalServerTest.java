package io.conncount.exporters.socket;

import static io.conncount.exporters.message.Snapshots.query;
import static io.conncount.exporters.message.Snapshots.sample;
import static io.conncount.exporters.message.Snapshots.table;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.conncount.exporters.client.DaemonClient;
import io.conncount.exporters.client.DaemonClient.DaemonException;
import io.conncount.exporters.message.Answer;
import io.conncount.exporters.message.Answer.RefusedException;
import io.conncount.exporters.message.Request;
import io.conncount.exporters.message.Snapshots;
import io.conncount.group.GroupTable;
import io.conncount.query.Query;
import io.conncount.sampler.Sampler;
import io.conncount.snapshot.Snapshot;
import io.conncount.sys.Errno;
import io.conncount.sys.KernelException;
import io.conncount.testing.Waiting;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Callers of every kind at a real socket. */
@Timeout(Waiting.SECONDS_MAX)
class LocalServerTest {
    private static final Query PORTS = query("local-port");
    private static final Map<String, Long> ANSWER = Map.of("443", 3L);
    private static final long SEED = 20261123;

    private final ExecutorService threads = Executors.newCachedThreadPool();

    @TempDir
    private Path directory;

    private LocalServer server;

    @AfterEach
    void endThreads() {
        if (server != null) {
            server.close();
        }
        threads.shutdownNow();
    }

    private Path path() {
        return directory.resolve("s.sock");
    }

    private Questions serve(Questions.Walk walk) throws IOException {
        Questions questions = new Questions(Map.of(), walk);
        server = new LocalServer(new LocalServer.Address(path(), 0600, Optional.empty()), questions);
        server.start();
        return questions;
    }

    private void servePorts() throws IOException {
        serve(query -> sample(table("local-port", new long[] {3, 443})));
    }

    private Snapshot ask() throws IOException, InterruptedException {
        return new DaemonClient(path(), false).collect(PORTS);
    }

    private SocketChannel connect() throws IOException {
        SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
        channel.connect(UnixDomainSocketAddress.of(path()));
        return channel;
    }

    /** What the server refuses these bytes with before it closes the connection. */
    private String refusalOf(byte[] bytes) throws IOException {
        try (SocketChannel channel = connect()) {
            channel.write(ByteBuffer.wrap(bytes));
            channel.shutdownOutput();
            return assertThrows(RefusedException.class, () -> Answer.read(channel, PORTS))
                    .getMessage();
        }
    }

    @Test
    void callerIsAnsweredWithAnAge() throws IOException, InterruptedException {
        servePorts();
        Snapshot answer = ask();
        assertEquals(ANSWER, Snapshots.groups(answer));
        assertTrue(answer.age().orElseThrow().compareTo(Duration.ofSeconds(Waiting.SECONDS_MAX)) < 0);
        assertEquals(1, server.walks());
        assertEquals(1, server.callers());
    }

    @Test
    void hundredCallersAtOnceCostOneWalk() throws Exception {
        CountDownLatch allowed = new CountDownLatch(1);
        serve(query -> {
            allowed.await();
            return sample(table("local-port", new long[] {3, 443}));
        });
        List<Future<Snapshot>> answers = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            answers.add(threads.submit(this::ask));
        }
        Waiting.until("callers", () -> server.callers() >= 100);
        allowed.countDown();
        for (Future<Snapshot> answer : answers) {
            assertEquals(ANSWER, Snapshots.groups(answer.get()));
        }
        assertEquals(1, server.walks());
    }

    @Test
    void refusalOfTheKernelReachesTheCallerAsItWas() throws IOException {
        serve(query -> {
            throw new KernelException("a filter on the firewall mark", Errno.EPERM, "run as root");
        });
        KernelException refusal = assertThrows(KernelException.class, this::ask);
        assertEquals(Errno.EPERM, refusal.errno());
        assertEquals("a filter on the firewall mark", refusal.operation());
        assertEquals("run as root", refusal.remedy());
    }

    @Test
    void callerIsToldWhyASampleFailed() throws IOException {
        try (Sampler sampler = new Sampler(1, Duration.ofSeconds(Waiting.SECONDS_MAX))) {
            sampler.start();
            serve(query -> sampler.ask(
                    () -> {
                        throw new UnsupportedOperationException("no such key here");
                    },
                    Snapshot::fault));
            DaemonException failure = assertThrows(DaemonException.class, this::ask);
            assertEquals("the daemon refuses: this cannot be sampled: no such key here", failure.getMessage());
        }
    }

    @Test
    void garbageIsAnsweredWithAnError() throws IOException, InterruptedException {
        servePorts();
        byte[] http = "GET / HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.UTF_8);
        assertEquals("the daemon refuses: the message is not a conncount message", refusalOf(http));
        assertEquals("the daemon refuses: the request is incomplete", refusalOf(new byte[0]));
        byte[] request = new Request(PORTS, false).bytes();
        assertEquals(
                "the daemon refuses: the request is incomplete", refusalOf(Arrays.copyOf(request, request.length - 1)));
        Random random = new Random(SEED);
        for (int i = 0; i < 200; i++) {
            byte[] noise = new byte[1 + random.nextInt(300)];
            random.nextBytes(noise);
            assertTrue(refusalOf(noise).startsWith("the daemon refuses: "));
        }
        assertEquals(ANSWER, Snapshots.groups(ask()));
    }

    @Test
    void halfRequestsAndSilenceAreCutOffAndOthersAnsweredMeanwhile() throws IOException, InterruptedException {
        servePorts();
        try (SocketChannel gone = connect()) {
            gone.write(ByteBuffer.wrap(new byte[] {'c'}));
        }
        try (SocketChannel silent = connect();
                SocketChannel half = connect()) {
            half.write(ByteBuffer.wrap(new Request(PORTS, false).bytes(), 0, 20));
            assertEquals(ANSWER, Snapshots.groups(ask()));
            assertEquals(-1, half.read(ByteBuffer.allocate(1)));
            assertEquals(-1, silent.read(ByteBuffer.allocate(1)));
        }
        assertEquals(ANSWER, Snapshots.groups(ask()));
    }

    @Test
    void callerWhoDoesNotTakeALargeAnswerDoesNotKeepOthersWaiting() throws IOException, InterruptedException {
        GroupTable large = new GroupTable(Snapshots.keys("local-port"), Snapshots.GROUPS_MAX);
        for (long port = 0; port < 65_536; port++) {
            large.add(new long[] {port}, 0, 1);
        }
        serve(query -> sample(large));
        try (SocketChannel idle = connect()) {
            idle.write(ByteBuffer.wrap(new Request(PORTS, false).bytes()));
            assertEquals(65_536, ask().groups());
        }
    }

    @Test
    void thousandConnectionsLeaveRoomForOthersOnceTheyAreCutOff() throws IOException, InterruptedException {
        servePorts();
        List<SocketChannel> silent = new ArrayList<>();
        try {
            int busy = 0;
            for (int i = 0; i < 1000; i++) {
                silent.add(connect());
            }
            // Busy at first, the client comes again until there is room: that is after five seconds.
            assertEquals(ANSWER, Snapshots.groups(ask()));
            for (SocketChannel channel : silent) {
                ByteBuffer answer = ByteBuffer.allocate(1000);
                int bytes = channel.read(answer);
                busy += bytes > 0 && new String(answer.array(), StandardCharsets.UTF_8).contains("callers are already")
                        ? 1
                        : 0;
            }
            assertTrue(busy >= 1000 - LocalServer.CALLERS_MAX, "busy: " + busy);
        } finally {
            for (SocketChannel channel : silent) {
                channel.close();
            }
        }
    }

    @Test
    void closingEndsCallersWhoWaitAndRemovesTheSocket() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        serve(query -> {
            begun.countDown();
            new CountDownLatch(1).await();
            return null;
        });
        Future<Snapshot> waiting = threads.submit(this::ask);
        begun.await();
        server.close();
        Exception failure = assertThrows(Exception.class, waiting::get);
        assertTrue(failure.getCause() instanceof DaemonException, failure.toString());
        assertFalse(Files.exists(path()));
    }
}
