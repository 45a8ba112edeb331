package io.conncount.exporters.local;

import static io.conncount.exporters.local.Snapshots.query;
import static io.conncount.exporters.local.Snapshots.snapshot;
import static io.conncount.exporters.local.Snapshots.table;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.conncount.count.GroupTable;
import io.conncount.plan.Query;
import io.conncount.plan.Selection;
import io.conncount.sampler.Sample;
import io.conncount.snapshot.MissingTable;
import io.conncount.snapshot.Snapshot;
import io.conncount.socket.AddressFamily;
import io.conncount.socket.Protocol;
import io.conncount.socket.SocketType;
import io.conncount.socket.TcpState;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What travels over the socket comes out as it went in, and nothing else does. */
class MessagesTest {
    private static Question travelled(Query query) throws IOException {
        return Question.of(Request.read(new Request(query, true).json()).query());
    }

    private static Snapshot travelled(Query query, Sample<Snapshot> sample) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        AnswerWriter.write(Channels.newChannel(bytes), sample);
        return new AnswerReader(Channels.newChannel(new ByteArrayInputStream(bytes.toByteArray())), query).read();
    }

    @Test
    void requestIsTheDocumentedDocument() throws IOException {
        Query query = Snapshots.filtered("local-port,remote-net/16", "dport = :443 and user root");
        assertEquals("""
                {"version":1,"fresh":false,"tables":["tcp"],"types":{},"families":["ipv4","ipv6"],\
                "states":["established","syn_sent","syn_recv","fin_wait1","fin_wait2","time_wait","close",\
                "close_wait","last_ack","listen","closing"],"filter":"(dport = :443 and uid = 0)",\
                "by":["local-port","remote-net/16"],"exact":false,"groups_max":100000}""", new String(new Request(query, false).json(), StandardCharsets.UTF_8));
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
    void filtersMeanTheSameOnTheOtherSide(String filter) throws IOException {
        Query query = Snapshots.filtered("state", filter);
        assertEquals(Question.of(query), travelled(query));
    }

    @Test
    void selectionsMeanTheSameOnTheOtherSide() throws IOException {
        Selection selection = new Selection(
                EnumSet.of(Protocol.UNIX, Protocol.UDP),
                EnumSet.of(AddressFamily.IPV6),
                EnumSet.of(TcpState.CLOSE, TcpState.LISTEN),
                Optional.empty(),
                Map.of(Protocol.UNIX, Set.of(SocketType.DGRAM, SocketType.STREAM)));
        Query query = query("type,user,remote-net/20/48", selection, 10);
        assertEquals(Question.of(query), travelled(query));
    }

    @Test
    void moreGroupsThanTheDaemonKeepsAreNotAskedFor() throws IOException {
        Query query = query("state", query("state").selection(), 1_000_000);
        assertEquals(Snapshots.GROUPS_MAX, travelled(query).groupsMax());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "7",
                "{",
                "{}",
                "{\"version\":2}",
                "{\"version\":1,\"version\":1}",
                "{\"version\":1.5}",
                "{\"version\":1,\"tables\":[\"tcp\"],\"states\":[]}",
                "{\"version\":1,\"tables\":[[[[[[[[[]]]]]]]]],\"states\":[\"listen\"]}",
                "{\"version\":1,\"filter\":\"dport = :\"}",
                "{\"version\":1,\"filter\":\"\\u0000\\ud800\"}",
                "{\"version\":99999999999999999999999999999999}",
            })
    void whatIsNoRequestIsRefusedWithAReason(String json) {
        MalformedException refusal =
                assertThrows(MalformedException.class, () -> Request.read(json.getBytes(StandardCharsets.UTF_8)));
        assertTrue(refusal.getMessage().length() > 10, refusal.getMessage());
        assertTrue(refusal.getMessage().lines().count() == 1, refusal.getMessage());
    }

    @Test
    void refusalOfAnotherVersionSaysWhatToDo() {
        MalformedException refusal = assertThrows(
                MalformedException.class, () -> Request.read("{\"version\":2}".getBytes(StandardCharsets.UTF_8)));
        assertEquals(
                "the request is of version 2 and this daemon of version 1: use the conncount that the daemon was"
                        + " started with, or restart the daemon",
                refusal.getMessage());
    }

    @Test
    void answerComesOutAsItWentIn() throws IOException {
        GroupTable table = table(
                "service,user", new long[] {4, 0, 0, 0x7f000001, 443, 0}, new long[] {5, -1, -1, -1, -1, 1L << 32});
        table.addUngrouped(3);
        ReportedStep step = new ReportedStep(
                "copy udp sockets",
                "it is a test",
                9,
                1234,
                Duration.ofMillis(3),
                "one thread",
                "",
                "rtt > 5",
                Optional.of(new MissingTable("vsock", "vsock_diag", MissingTable.SOCKETS_UNKNOWN)));
        Snapshot sent = new Snapshot(
                "web1",
                Snapshots.TIME,
                table,
                Optional.empty(),
                Optional.of("it was cut off"),
                Snapshot.ERROR_BAR_UNKNOWN,
                "sock_diag",
                Duration.ofMillis(12),
                List.of(step));
        Snapshot got = travelled(query("service,user"), Snapshots.sample(sent, Duration.ofSeconds(3), Duration.ZERO));
        assertEquals(Map.of("127.0.0.1:443 root", 4L, "(none) (unowned)", 5L), Snapshots.groups(got));
        assertEquals(12, got.total());
        assertEquals(3, got.ungrouped());
        assertEquals("web1", got.host());
        assertEquals(Snapshots.TIME, got.time());
        assertEquals(Optional.of("it was cut off"), got.fault());
        assertEquals(Snapshot.ERROR_BAR_UNKNOWN, got.errorBar());
        assertEquals("sock_diag", got.source());
        assertEquals(Duration.ofMillis(12), got.elapsed());
        assertEquals(List.of(step), got.steps());
        assertEquals(sent.missing(), got.missing());
        assertEquals(3, got.age().orElseThrow().toSeconds());
    }

    @Test
    void manyGroupsTravelInSeveralMessages() throws IOException {
        GroupTable table = new GroupTable(Snapshots.keys("remote-address,remote-port"), Snapshots.GROUPS_MAX);
        for (long i = 0; i < 2500; i++) {
            table.add(new long[] {1, -1 - i, i << 33, i}, 0, i);
        }
        Snapshot sent = snapshot(table);
        Snapshot got = travelled(query("remote-address,remote-port"), Snapshots.sample(table));
        assertEquals(Snapshots.groups(sent), Snapshots.groups(got));
    }
}
