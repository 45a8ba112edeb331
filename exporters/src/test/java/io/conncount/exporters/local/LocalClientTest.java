package io.conncount.exporters.local;

import static io.conncount.exporters.local.Snapshots.query;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.conncount.snapshot.Snapshot;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The client at a socket where somebody hostile answers, or nobody. */
@Timeout(60)
class LocalClientTest {
    private static final String HEAD = "{\"version\":1,\"host\":\"h\",\"time\":\"2026-11-23T05:00:00Z\",\"age_us\":1,"
            + "\"source\":\"s\",\"elapsed_us\":1,\"total\":TOTAL,\"ungrouped\":0,\"groups\":GROUPS,\"steps\":[]}";

    private final ExecutorService threads = Executors.newCachedThreadPool();

    @TempDir
    private Path directory;

    private ServerSocketChannel server;

    @AfterEach
    void end() throws IOException {
        if (server != null) {
            server.close();
        }
        threads.shutdownNow();
    }

    private Path path() {
        return directory.resolve("s.sock");
    }

    /** What a server does with a caller that it has accepted. */
    private interface Conduct {
        void meet(SocketChannel caller) throws IOException, InterruptedException;
    }

    private void serve(Conduct conduct) throws IOException {
        server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        server.bind(UnixDomainSocketAddress.of(path()));
        threads.execute(() -> meet(conduct));
    }

    /** One caller after the other, until the socket is closed. */
    private void meet(Conduct conduct) {
        while (server.isOpen()) {
            meetOne(conduct);
        }
    }

    private void meetOne(Conduct conduct) {
        try (SocketChannel caller = server.accept()) {
            conduct.meet(caller);
        } catch (IOException | InterruptedException e) {
            // The caller has seen enough, or the test is over.
            return;
        }
    }

    private void serve(byte[]... frames) throws IOException {
        serve(caller -> {
            Frames.read(caller, Request.BYTES_MAX);
            for (byte[] frame : frames) {
                Frames.write(caller, frame);
            }
        });
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private Snapshot ask() throws IOException, InterruptedException {
        return new LocalClient(path(), false, Duration.ofSeconds(2)).collect(query("state"));
    }

    private String refusal() {
        String message = assertThrows(DaemonException.class, this::ask).getMessage();
        assertEquals(1, message.lines().count(), message);
        return message;
    }

    @Test
    void withoutADaemonItSaysWhatToDo() {
        String message = refusal();
        assertTrue(message.startsWith("no daemon answers at " + path() + ": "), message);
        assertTrue(message.contains("start one (conncount serve)"), message);
    }

    @Test
    void honestAnswerIsTaken() throws IOException, InterruptedException {
        serve(bytes(HEAD.replace("TOTAL", "5").replace("GROUPS", "2")), bytes("[[2,0],[3,9]]"));
        assertEquals(java.util.Map.of("established", 2L, "listen", 3L), Snapshots.groups(ask()));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "5|2|[[2,0],[3,0]]|a group comes twice",
                "5|2|[[2,0],[3,11]]|a value that none of its sockets could have",
                "5|2|[[2,0],[3,18446744073709551615]]|a value that none of its sockets could have",
                "5|2|[[2,0],[3,18446744073709551616]]|no number of 64 bits",
                "5|2|[[2,0],[3,-1]]|no number of 64 bits",
                "5|2|[[2,0],[3]]|too few numbers",
                "5|2|[[2,0],[3,1,1]]|too many numbers",
                "5|1|[[2,0],[3,1]]|more groups than were announced",
                "6|2|[[2,0],[3,1]]|do not add up",
                "5|2|[[9223372036854775807,0],[9223372036854775807,1]]|no so many sockets",
                "5|2|[]|a message without groups",
                "5|2|{}|groups are no list",
                "5|2|[[2,0],[3,1.5]]|too few numbers",
                "5|2|[[2,0],[3,1]]]|no JSON of ours",
                "5|1000000|[]|at most 100000 were asked for"
            })
    void groupsThatCannotBeAreRefused(String total, String groups, String frame, String reason) throws IOException {
        serve(bytes(HEAD.replace("TOTAL", total).replace("GROUPS", groups)), bytes(frame));
        String message = refusal();
        assertTrue(message.startsWith("what answers at " + path() + " is no daemon of this conncount: "), message);
        assertTrue(message.contains(reason), message);
    }

    @Test
    void hugeMessageIsNotWaitedForOrKept() throws IOException {
        serve(caller ->
                caller.write(ByteBuffer.allocate(4).putInt(Integer.MAX_VALUE).flip()));
        assertTrue(refusal().contains("a message of 2147483647 bytes: 1 to 1048576 are taken"));
    }

    @Test
    void anotherVersionIsSaidWithARemedy() throws IOException {
        serve(bytes("{\"version\":2,\"what\":\"ever\"}"));
        assertEquals(
                "the daemon answers in version 2 and this conncount reads version 1: restart the daemon, or use the"
                        + " conncount that it was started with",
                refusal());
    }

    @Test
    void textsCannotCommandATerminal() throws IOException {
        serve(bytes("{\"version\":1,\"refused\":\"request\",\"error\":\"\\u001b[2J\\nowned\\u202e\"}"));
        assertEquals("the daemon refuses: ?[2J?owned?", refusal());
    }

    @Test
    void silenceIsNotWaitedForLongerThanTheLimit() throws IOException {
        serve(caller -> {
            caller.read(ByteBuffer.allocate(100_000));
            caller.read(ByteBuffer.allocate(1));
        });
        assertTrue(refusal().contains("gave no answer: it took longer than 2 s"));
    }

    @Test
    void dripOfBytesIsNotWaitedForLongerThanTheLimit() throws IOException {
        serve(caller -> {
            Frames.read(caller, Request.BYTES_MAX);
            caller.write(ByteBuffer.allocate(4).putInt(1000).flip());
            while (true) {
                caller.write(ByteBuffer.wrap(bytes(" ")));
                java.util.concurrent.TimeUnit.MILLISECONDS.sleep(50);
            }
        });
        assertTrue(refusal().contains("gave no answer: it took longer than 2 s"));
    }

    @Test
    void daemonThatEndsMeanwhileIsSaid() throws IOException {
        serve(bytes(HEAD.replace("TOTAL", "5").replace("GROUPS", "2")));
        assertTrue(refusal().contains("gave no answer: the connection was closed in the middle of a message"));
    }

    @Test
    void busyDaemonIsAskedAgain() throws IOException, InterruptedException {
        int[] callers = {0};
        serve(caller -> {
            callers[0]++;
            if (callers[0] < 4) {
                // Without having read the request, as a daemon with too many callers does it.
                Frames.write(caller, AnswerWriter.refusal(Refusal.BUSY, "128 callers are being answered already"));
                return;
            }
            Frames.read(caller, Request.BYTES_MAX);
            Frames.write(caller, bytes(HEAD.replace("TOTAL", "0").replace("GROUPS", "0")));
        });
        assertEquals(0, ask().total());
        assertEquals(4, callers[0]);
    }
}
