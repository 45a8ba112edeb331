package io.conncount.exporters.client;

import static io.conncount.exporters.message.Snapshots.query;
import static io.conncount.exporters.message.Snapshots.table;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.conncount.exporters.client.DaemonClient.DaemonException;
import io.conncount.exporters.message.Answer;
import io.conncount.exporters.message.Answer.Refusal;
import io.conncount.exporters.message.Request;
import io.conncount.exporters.message.Snapshots;
import io.conncount.snapshot.Snapshot;
import io.conncount.testing.Waiting;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The client at a socket where somebody hostile answers, or nobody. */
@Timeout(Waiting.SECONDS_MAX)
class DaemonClientTest {
    /** The daemon's answer to {@code --by state}: 2 sockets in ESTABLISHED, 3 in LISTEN. */
    private static final byte[] ANSWER = bytes(channel ->
            Answer.write(channel, Snapshots.sample(table("state", new long[] {2, 0}, new long[] {3, 9}))));

    /** Where the groups begin in {@link #ANSWER}: each is its count and its value. */
    private static final int GROUPS_AT = ANSWER.length - 4 * Long.BYTES;

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

    private void serve(byte[] answer) throws IOException {
        serve(caller -> {
            Request.read(caller);
            caller.write(ByteBuffer.wrap(answer));
        });
    }

    /** Writes an answer. */
    @FunctionalInterface
    private interface Writing {
        void to(WritableByteChannel channel) throws IOException;
    }

    private static byte[] bytes(Writing writing) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            writing.to(Channels.newChannel(bytes));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private Snapshot ask() throws IOException, InterruptedException {
        return ask(Duration.ofSeconds(Waiting.SECONDS_MAX));
    }

    private Snapshot ask(Duration timeMax) throws IOException, InterruptedException {
        return new DaemonClient(path(), false, timeMax).collect(query("state"));
    }

    private String refusal() {
        return refusal(Duration.ofSeconds(Waiting.SECONDS_MAX));
    }

    private String refusal(Duration timeMax) {
        String message = assertThrows(DaemonException.class, () -> ask(timeMax)).getMessage();
        assertEquals(1, message.lines().count(), message);
        return message;
    }

    @Test
    void withoutADaemonItSaysWhatToDo() {
        String message = refusal();
        assertTrue(message.startsWith("no daemon is listening at " + path() + ": "), message);
        assertTrue(message.contains("start one (conncount serve)"), message);
    }

    @Test
    void honestAnswerIsTaken() throws IOException, InterruptedException {
        serve(ANSWER);
        assertEquals(Map.of("established", 2L, "listen", 3L), Snapshots.groups(ask()));
    }

    @ParameterizedTest
    @CsvSource({
        // Two groups of a count and a value each.
        "3, 0, a group is present twice",
        "3, 11, impossible value",
        "3, -1, impossible value",
        "0, -1, the number of sockets in a group",
        "2, 9223372036854775807, the number of sockets in a group"
    })
    void impossibleGroupsAreRefused(int at, long value, String reason) throws IOException {
        byte[] answer = ANSWER.clone();
        ByteBuffer.wrap(answer).putLong(GROUPS_AT + at * Long.BYTES, value);
        serve(answer);
        String message = refusal();
        assertTrue(message.startsWith("the server at " + path() + " is not a conncount daemon"), message);
        assertTrue(message.contains(reason), message);
    }

    @Test
    void moreGroupsThanAskedForAreNotWaitedFor() throws IOException {
        byte[] answer = Arrays.copyOf(ANSWER, GROUPS_AT);
        ByteBuffer.wrap(answer).putInt(GROUPS_AT - Integer.BYTES, 100_001);
        serve(answer);
        assertTrue(refusal().contains("100000 asked for"));
    }

    @Test
    void anotherProgramIsReportedWithARemedy() throws IOException {
        serve("HTTP/1.1 400 Bad Request\r\n".getBytes(StandardCharsets.UTF_8));
        assertTrue(refusal().contains("restart the daemon"));
    }

    @Test
    void anotherVersionIsReportedWithARemedy() throws IOException {
        byte[] answer = ANSWER.clone();
        answer[7]++;
        serve(answer);
        String message = refusal();
        assertTrue(message.contains("version") && message.contains("restart the daemon"), message);
    }

    @Test
    void textsCannotControlATerminal() throws IOException {
        serve(bytes(channel -> Answer.writeRefusal(channel, Refusal.REQUEST, "\u001b[2J\nowned\u202e")));
        assertEquals("the daemon refuses: \\x1b[2J\\x0aowned\\xe2\\x80\\xae", refusal());
    }

    @Test
    void silenceIsNotWaitedForLongerThanTheLimit() throws IOException {
        serve(caller -> {
            caller.read(ByteBuffer.allocate(100_000));
            caller.read(ByteBuffer.allocate(1));
        });
        assertTrue(refusal(Duration.ofSeconds(2)).contains("2 s"));
    }

    @Test
    void dripOfBytesIsNotWaitedForLongerThanTheLimit() throws IOException {
        serve(caller -> {
            Request.read(caller);
            for (byte drop : ANSWER) {
                caller.write(ByteBuffer.wrap(new byte[] {drop}));
                new CountDownLatch(1).await(100, TimeUnit.MILLISECONDS);
            }
        });
        assertTrue(refusal(Duration.ofSeconds(2)).contains("2 s"));
    }

    @Test
    void answerCutShortIsReported() throws IOException {
        serve(Arrays.copyOf(ANSWER, ANSWER.length - 1));
        assertTrue(refusal().contains("closed the connection before its answer was complete"));
    }

    @Test
    void busyDaemonIsAskedAgain() throws IOException, InterruptedException {
        int[] callers = {0};
        serve(caller -> {
            callers[0]++;
            if (callers[0] < 4) {
                // Without having read the request, as a daemon with too many callers does it.
                Answer.writeRefusal(caller, Refusal.BUSY, "128 callers are already being served");
                return;
            }
            Request.read(caller);
            caller.write(ByteBuffer.wrap(ANSWER));
        });
        assertEquals(5, ask().total());
        assertEquals(4, callers[0]);
    }
}
