package io.conncount.exporters.message;

import static io.conncount.exporters.message.Snapshots.query;
import static io.conncount.exporters.message.Snapshots.snapshot;
import static io.conncount.exporters.message.Snapshots.table;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.conncount.group.GroupKey;
import io.conncount.group.GroupTable;
import io.conncount.group.TextNumbers;
import io.conncount.query.Query;
import io.conncount.query.Selection;
import io.conncount.sampler.Series.Sample;
import io.conncount.snapshot.Snapshot;
import io.conncount.snapshot.StepReport;
import io.conncount.snapshot.StepReport.MissingTable;
import io.conncount.socket.AddressFamily;
import io.conncount.socket.Protocol;
import io.conncount.socket.SocketType;
import io.conncount.socket.TcpState;
import io.conncount.sys.KernelException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.ProtocolException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ReadableByteChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Messages are read as they were written, and damaged ones are refused. */
class MessagesTest {
    private static final long SEED = 20261126;

    private record Step(
            String question,
            String reason,
            long sockets,
            long bytes,
            Duration elapsed,
            String note,
            String filterBySource,
            String filterHere,
            Optional<MissingTable> missing)
            implements StepReport {}

    private static ReadableByteChannel channel(byte[] bytes) {
        return Channels.newChannel(new ByteArrayInputStream(bytes));
    }

    private static Request read(Request request) throws IOException {
        return Request.read(channel(request.bytes()));
    }

    private static byte[] answer(Sample<Snapshot> sample) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        Answer.write(Channels.newChannel(bytes), sample);
        return bytes.toByteArray();
    }

    private static void assertUnchanged(Query query) throws IOException {
        Request request = new Request(query, true);
        assertArrayEquals(request.bytes(), read(request).bytes());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "(state listen or dport = :443)",
                "src 10.0.0.0/8:443 or not dst [2001:db8::]/32",
                "sport in 22,80-90 and (rtt > 100 or recvq > 64k)",
                "not (user root or mark 5/0xff) and autobound",
                "congestion cubic"
            })
    void filtersKeepTheirMeaning(String filter) throws IOException {
        assertUnchanged(Snapshots.filtered("state", filter));
    }

    @Test
    void selectionsKeepTheirMeaning() throws IOException {
        Selection selection = new Selection(
                EnumSet.of(Protocol.UNIX, Protocol.UDP),
                EnumSet.of(AddressFamily.IPV6),
                EnumSet.of(TcpState.CLOSE, TcpState.LISTEN),
                Optional.empty(),
                Map.of(Protocol.UNIX, Set.of(SocketType.DGRAM, SocketType.STREAM)));
        Request request = read(new Request(query("type,user,remote-net/20/48", selection, 10), true));
        assertEquals(selection, request.query().selection());
        assertEquals(10, request.query().groupsMax());
        assertEquals(
                List.of("type", "user", "remote-net/20/48"),
                request.query().keys().stream().map(key -> key.name()).toList());
        assertTrue(request.fresh());
    }

    @Test
    void requestsAskForNoMoreGroupsThanTheDaemonKeeps() throws IOException {
        Query query = query("state", query("state").selection(), 1_000_000);
        assertEquals(Request.GROUPS_MAX, read(new Request(query, false)).query().groupsMax());
    }

    @Test
    void requestOfAnotherVersionIsRefusedWithARemedy() throws IOException {
        byte[] bytes = new Request(query("state"), false).bytes();
        bytes[11]++;
        ProtocolException refusal = assertThrows(ProtocolException.class, () -> Request.read(channel(bytes)));
        assertTrue(refusal.getMessage().contains("restart the daemon"), refusal.getMessage());
    }

    @Test
    void damagedRequestsAreRefusedOrStillRequests() throws IOException {
        byte[] whole = new Request(Snapshots.filtered("local-port,remote-net/16", "dport = :443"), false).bytes();
        for (int length = 0; length < whole.length; length++) {
            byte[] cut = Arrays.copyOf(whole, length);
            assertThrows(IOException.class, () -> Request.read(channel(cut)));
        }
        Random random = new Random(SEED);
        for (int i = 0; i < 20_000; i++) {
            byte[] damaged = whole.clone();
            damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(Byte.SIZE));
            readDamaged(() -> Request.read(channel(damaged)));
        }
    }

    @Test
    void damagedAnswersAreRefusedOrStillAnswers() throws IOException {
        damaged("state", table("state", new long[] {2, 0}, new long[] {3, 9}));
        long text = Snapshots.keys("unit").get(0).texts().orElseThrow().number("web.service");
        damaged("unit", table("unit", new long[] {2, -1}, new long[] {3, text}));
    }

    private static void damaged(String by, GroupTable table) throws IOException {
        byte[] whole = answer(Snapshots.sample(table));
        for (int length = 0; length < whole.length; length++) {
            byte[] cut = Arrays.copyOf(whole, length);
            assertThrows(IOException.class, () -> Answer.read(channel(cut), query(by)));
        }
        Random random = new Random(SEED);
        for (int i = 0; i < 20_000; i++) {
            byte[] damaged = whole.clone();
            damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(Byte.SIZE));
            readDamaged(() -> Snapshots.groups(Answer.read(channel(damaged), query(by))));
        }
    }

    /** Reads something. */
    @FunctionalInterface
    private interface Reading {
        Object read() throws IOException;
    }

    /** Only an IOException with a message of one line may come of it. */
    private static void readDamaged(Reading reading) {
        try {
            reading.read();
        } catch (IOException e) {
            assertTrue(e.getMessage() == null || e.getMessage().lines().count() == 1, e.getMessage());
        }
    }

    @Test
    void textOfAnImpossibleLengthIsNotAllocated() {
        byte[] answer = ByteBuffer.allocate(17)
                .putInt(0x636f6e6e)
                .putInt(MessageFormat.VERSION)
                .putInt(MessageFormat.VOCABULARY)
                .put((byte) 0)
                .putInt(Integer.MAX_VALUE)
                .array();
        ProtocolException refusal =
                assertThrows(ProtocolException.class, () -> Answer.read(channel(answer), query("state")));
        assertTrue(refusal.getMessage().contains("length"), refusal.getMessage());
    }

    private static final Step STEP = new Step(
            "copy udp sockets",
            "it is a test",
            9,
            1234,
            Duration.ofMillis(3),
            "one thread",
            "",
            "rtt > 5",
            Optional.of(new MissingTable("vsock", "vsock_diag", MissingTable.SOCKETS_UNKNOWN)));

    private static Snapshot detailed() {
        GroupTable table = table(
                "service,user", new long[] {4, 0, 0, 0x7f000001, 443, 0}, new long[] {5, -1, -1, -1, -1, 1L << 32});
        table.addUngrouped(3);
        return new Snapshot(
                "web1",
                Snapshots.TIME,
                table,
                Optional.empty(),
                Optional.of("it was cut off"),
                Snapshot.ERROR_BAR_UNKNOWN,
                "sock_diag",
                Duration.ofMillis(12),
                List.of(STEP));
    }

    private static Step copy(StepReport step) {
        return new Step(
                step.question(),
                step.reason(),
                step.sockets(),
                step.bytes(),
                step.elapsed(),
                step.note(),
                step.filterBySource(),
                step.filterHere(),
                step.missing());
    }

    @Test
    void snapshotIsReadAsItWasWritten() throws IOException {
        Snapshot sent = detailed();
        byte[] bytes = answer(Snapshots.sample(sent, Duration.ofSeconds(3), Duration.ZERO));
        Snapshot got = Answer.read(channel(bytes), query("service,user"));
        assertEquals(Map.of("127.0.0.1:443 root", 4L, "(none) (unowned)", 5L), Snapshots.groups(got));
        assertEquals(12, got.total());
        assertEquals(3, got.ungrouped());
        assertEquals("web1", got.host());
        assertEquals(Snapshots.TIME, got.time());
        assertEquals(Optional.of("it was cut off"), got.fault());
        assertEquals(Snapshot.ERROR_BAR_UNKNOWN, got.errorBar());
        assertEquals("sock_diag", got.source());
        assertEquals(Duration.ofMillis(12), got.elapsed());
        assertEquals(3, got.age().orElseThrow().toSeconds());
        assertEquals(sent.missing(), got.missing());
        assertEquals(List.of(STEP), got.steps().stream().map(MessagesTest::copy).toList());
    }

    @Test
    void manyGroupsAreReadAsTheyWereWritten() throws IOException {
        GroupTable table = new GroupTable(Snapshots.keys("remote-address,remote-port"), Snapshots.GROUPS_MAX);
        for (long i = 0; i < 2500; i++) {
            table.add(new long[] {1, -1 - i, i << 33, i}, 0, i);
        }
        Snapshot got = Answer.read(channel(answer(Snapshots.sample(table))), query("remote-address,remote-port"));
        assertEquals(Snapshots.groups(snapshot(table)), Snapshots.groups(got));
    }

    /** Each process numbers texts in its own way. */
    @Test
    void textsOfGroupsAreInTheAnswer() throws IOException {
        GroupKey unit = Snapshots.keys("unit").get(0);
        TextNumbers texts = unit.texts().orElseThrow();
        GroupTable table = table(
                "unit,state",
                new long[] {3, texts.number("web.service"), 0},
                new long[] {2, texts.number("web.service"), 1},
                new long[] {1, texts.number("caf\udce9 \u00e9.service"), 0},
                new long[] {7, -1, 0});
        byte[] bytes = answer(Snapshots.sample(table));
        Snapshot got = Answer.read(channel(bytes), query("unit,state"));
        assertEquals(Snapshots.groups(snapshot(table)), Snapshots.groups(got));
        byte[] renamed = new String(bytes, StandardCharsets.ISO_8859_1)
                .replace("web.service", "app.service")
                .getBytes(StandardCharsets.ISO_8859_1);
        Map<String, Long> groups = Snapshots.groups(Answer.read(channel(renamed), query("unit,state")));
        assertEquals(5, groups.get("app.service established") + groups.get("app.service syn_sent"));
    }

    @Test
    void refusalOfTheKernelIsReadAsItWasWritten() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        Answer.writeRefusal(Channels.newChannel(bytes), new KernelException("socket(AF_NETLINK)", 13, "run as root"));
        KernelException refusal =
                assertThrows(KernelException.class, () -> Answer.read(channel(bytes.toByteArray()), query("state")));
        assertEquals("socket(AF_NETLINK)", refusal.operation());
        assertEquals(13, refusal.errno());
        assertEquals("run as root", refusal.remedy());
    }
}
