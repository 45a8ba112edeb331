package io.conncount.source.recording;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.conncount.filter.Condition;
import io.conncount.filter.EndCondition;
import io.conncount.socket.AddressFamily;
import io.conncount.socket.Detail;
import io.conncount.socket.PortBox;
import io.conncount.socket.Protocol;
import io.conncount.socket.Side;
import io.conncount.socket.TcpState;
import io.conncount.source.DumpRequest;
import io.conncount.source.Host;
import io.conncount.source.MissingTableException;
import io.conncount.source.recording.Recordings.Shown;
import io.conncount.testing.Datagrams;
import io.conncount.testing.Golden;
import io.conncount.testing.Messages;
import io.conncount.testing.SwappedOrder;
import io.conncount.testing.TestSocket;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files of golden messages, read as any recording is. */
class RecordedDumpTest {
    private static final byte[] TCP_MESSAGES = Golden.answer(Golden.TCP);

    @TempDir
    private Path directory;

    @Test
    void eachTableOfARecordingShowsWhatTheKernelShowed() throws IOException {
        Path file = Recordings.record(directory.resolve("a.rec"), Recordings.UDP, Recordings.TCP);
        assertShows(Recordings.golden(Recordings.TCP), Recordings.show(file, Recordings.TCP));
        assertShows(Recordings.golden(Recordings.UDP), Recordings.show(file, Recordings.UDP));
    }

    @Test
    void statesFamiliesPortsAndFilterAreDecidedHere() throws IOException {
        Path file = Recordings.record(directory.resolve("a.rec"), Recordings.TCP);
        List<TestSocket> all = Recordings.golden(Recordings.TCP);
        DumpRequest some = DumpRequest.of(
                Protocol.TCP, EnumSet.of(AddressFamily.IPV4), EnumSet.of(TcpState.ESTABLISHED, TcpState.LISTEN));
        assertShows(
                all.stream()
                        .filter(s -> s.family() == AddressFamily.IPV4)
                        .filter(s -> s.state() == TcpState.ESTABLISHED || s.state() == TcpState.LISTEN)
                        .toList(),
                Recordings.show(file, some));
        PortBox box = PortBox.ALL.aboveLocal(8000).upToRemote(40_000);
        assertShows(
                all.stream()
                        .filter(s -> box.contains(s.localPort(), s.remotePort()))
                        .toList(),
                Recordings.show(file, Recordings.TCP.within(box)));
        Condition listenerPorts = new EndCondition.PortIn(Side.LOCAL, 7000, 7001);
        List<TestSocket> filtered = all.stream().filter(listenerPorts::test).toList();
        assertTrue(!filtered.isEmpty(), "the filter selects something");
        assertShows(filtered, Recordings.show(file, Recordings.TCP.filtered(listenerPorts)));
    }

    @Test
    void headerTellsOfTheHostAndBracketsTheDumpWithCounters() throws IOException {
        Instant before = Instant.now();
        Path file = Recordings.record(directory.resolve("a.rec"), Recordings.TCP);
        Host host = RecordedHost.open(file);
        assertEquals("golden", host.name());
        assertEquals("6.18", host.kernel().toString());
        assertEquals("recording", host.sockets().name());
        Instant time = host.recorded().orElseThrow().time();
        assertTrue(!time.isBefore(before) && !time.isAfter(Instant.now()), time.toString());
        assertEquals(Optional.empty(), host.recorded().orElseThrow().selection());
        assertEquals(Recordings.goldenHost().counters().read(), host.counters().read());
        assertEquals(Recordings.goldenHost().counters().read(), host.counters().read());
    }

    @Test
    void fileOfSsIsARunOfTcpMessagesWithOneEndAfterTheOther() throws IOException {
        byte[] ipv4 = Golden.answer(Golden.TCP_IPV4);
        byte[] ipv6 = Golden.answer(Golden.TCP_IPV6);
        Path file = Files.write(directory.resolve("ss"), Datagrams.join(List.of(ipv4, ipv6)));
        Shown shown = Recordings.show(file, Recordings.TCP);
        assertEquals(Optional.empty(), shown.result().fault());
        assertEquals(Recordings.golden(Recordings.TCP).size(), shown.sockets().size());
        assertEquals(
                Files.getLastModifiedTime(file).toInstant(),
                RecordedHost.open(file).recorded().orElseThrow().time());
    }

    @Test
    void fileOfTheOtherByteOrderShowsTheSameWithAHeaderOrWithout() throws IOException {
        byte[] swapped = SwappedOrder.of(TCP_MESSAGES);
        Path bare = Files.write(directory.resolve("bare"), swapped);
        assertShows(Recordings.golden(Recordings.TCP), Recordings.show(bare, Recordings.TCP));
        String order = SwappedOrder.order().toString().split("_")[0].toLowerCase(java.util.Locale.ROOT);
        byte[] header = ("conncount.record/1\nbyte-order: " + order + "\nfrom-the-future: yes\n\n")
                .getBytes(StandardCharsets.UTF_8);
        Path headed = Files.write(directory.resolve("headed"), Datagrams.join(List.of(header, swapped)));
        assertShows(Recordings.golden(Recordings.TCP), Recordings.show(headed, Recordings.TCP));
    }

    @Test
    void messagesAreReadAcrossBlocks() throws IOException {
        byte[] sockets = withoutDone(TCP_MESSAGES);
        int times = 5 * RecordingReader.BLOCK_BYTES / sockets.length;
        byte[] many = Datagrams.join(Collections.nCopies(times, sockets));
        Path file = Files.write(directory.resolve("many"), Datagrams.join(List.of(many, Messages.done(1, 0))));
        Shown shown = Recordings.show(file, Recordings.TCP);
        assertEquals(Optional.empty(), shown.result().fault());
        assertEquals(
                (long) times * Recordings.golden(Recordings.TCP).size(),
                shown.result().sockets());
        assertEquals(Files.size(file), shown.result().bytes());
    }

    @Test
    void messageLongerThanABlockIsAFault() throws IOException {
        byte[] huge = new byte[2 * RecordingReader.BLOCK_BYTES];
        ByteBuffer message = Datagrams.buffer(huge);
        message.putInt(0, huge.length).putShort(4, (short) 20);
        byte[] sockets = withoutDone(TCP_MESSAGES);
        Path file = Files.write(directory.resolve("huge"), Datagrams.join(List.of(sockets, huge)));
        Shown shown = Recordings.show(file, Recordings.TCP);
        assertEquals(
                file + ": nlmsghdr at byte " + sockets.length + ": nlmsg_len is " + huge.length
                        + ", must be from 16 to " + RecordingReader.BLOCK_BYTES,
                shown.result().fault().orElseThrow());
        assertEquals(Recordings.golden(Recordings.TCP), shown.sockets());
    }

    @Test
    void sinkThatIsSatisfiedEndsTheReading() throws IOException {
        Path file = Recordings.record(directory.resolve("a.rec"), Recordings.TCP);
        DumpRequest one =
                DumpRequest.of(Protocol.TCP, AddressFamily.IP, TcpState.ALL).atMost(1);
        assertEquals(Optional.empty(), Recordings.show(file, one).result().fault());
    }

    @Test
    void tableThatWasNotRecordedIsNotTakenForAnEmptyOne() throws IOException {
        Path file = Recordings.record(directory.resolve("tcp.rec"), Recordings.TCP);
        assertNotRecorded("udp", file, Recordings.UDP);
        Path udp = Recordings.record(directory.resolve("udp.rec"), Recordings.UDP);
        assertNotRecorded("tcp", udp, Recordings.TCP);
        Path ss = Files.write(directory.resolve("ss"), TCP_MESSAGES);
        assertNotRecorded("udp", ss, Recordings.UDP);
    }

    @Test
    void detailThatWasNotRecordedIsNotTakenForUnknown() throws IOException {
        DumpRequest asking = Recordings.TCP.telling(EnumSet.of(Detail.CONGESTION));
        String complaint = " does not have congestion: it was not recorded; conncount record saves everything";
        Path file = Recordings.record(directory.resolve("tcp.rec"), Recordings.TCP);
        assertRefused(file + complaint, file, asking);
        Path ss = Files.write(directory.resolve("ss"), TCP_MESSAGES);
        assertRefused(ss + complaint, ss, asking);
    }

    @Test
    void answerWithoutItsEndIsIncomplete() throws IOException {
        Path file = Files.write(directory.resolve("ss"), withoutDone(TCP_MESSAGES));
        Shown shown = Recordings.show(file, Recordings.TCP);
        assertEquals(Recordings.golden(Recordings.TCP), shown.sockets());
        assertEquals(
                Optional.of(file + ": byte " + Files.size(file) + ": the answer ended without an end-of-dump message"),
                shown.result().fault());
    }

    @Test
    void errorBehindSocketsIsAFaultAndTheRestIsRead() throws IOException {
        byte[] first = withoutDone(Golden.answer(Golden.TCP_IPV4));
        byte[] second = Golden.answer(Golden.TCP_IPV6);
        Path file = Files.write(directory.resolve("ss"), Datagrams.join(List.of(first, Messages.error(1, 12), second)));
        Shown shown = Recordings.show(file, Recordings.TCP);
        assertEquals(
                Optional.of(file + ": dump(NETLINK_SOCK_DIAG): out of memory (ENOMEM)"),
                shown.result().fault());
        assertEquals(Recordings.golden(Recordings.TCP).size(), shown.sockets().size());
    }

    @Test
    void filesThatAreNoRecordingsAreNamedWithWhatIsWrong() throws IOException {
        assertNoRecording("no such file or directory", directory.resolve("none"));
        assertNoRecording("is a directory without FreeBSD sysctls: it has no file main__*.bin in it", directory);
        assertNoRecording("is empty", Files.createFile(directory.resolve("empty")));
        assertNoRecording("is not a regular file; copy the recording to one first", Path.of("/dev/zero"));
        String neither = "is not a recording: it starts neither with conncount.record/1 nor with a netlink message";
        assertNoRecording(neither, Files.writeString(directory.resolve("text"), "tcp 0 0 0.0.0.0:22\n".repeat(9)));
        assertNoRecording(neither, Files.write(directory.resolve("short"), Arrays.copyOf(TCP_MESSAGES, 15)));
        assertNoRecording(neither, Files.write(directory.resolve("zeros"), new byte[1000]));
        assertNoRecording(
                "its format is conncount.record/2, this conncount reads conncount.record/1",
                Files.writeString(directory.resolve("v2"), "conncount.record/2\n\n"));
        assertNoRecording(
                "its header has no end", Files.writeString(directory.resolve("cut"), "conncount.record/1\ntime: "));
        assertNoRecording(
                "its header's byte-order is neither little nor big",
                Files.writeString(directory.resolve("order"), "conncount.record/1\nbyte-order: middle\n\n"));
    }

    private static void assertNoRecording(String reason, Path file) {
        RecordingException e = assertThrows(RecordingException.class, () -> RecordedHost.open(file));
        assertEquals(file + ": " + reason, e.getMessage());
    }

    private static void assertNotRecorded(String protocol, Path file, DumpRequest request) {
        MissingTableException e = assertThrows(MissingTableException.class, () -> Recordings.show(file, request));
        assertEquals(request.protocol(), e.protocol());
        assertEquals(
                "reading " + protocol + " sockets, which were not recorded, from " + file + ": not found (ENOENT)",
                e.getMessage());
    }

    private static void assertRefused(String message, Path file, DumpRequest request) {
        UnsupportedOperationException e =
                assertThrows(UnsupportedOperationException.class, () -> Recordings.show(file, request));
        assertEquals(message, e.getMessage());
    }

    private static void assertShows(List<TestSocket> expected, Shown shown) {
        assertEquals(Optional.empty(), shown.result().fault());
        assertEquals(expected, shown.sockets());
        assertEquals(expected.size(), shown.result().sockets());
    }

    private static byte[] withoutDone(byte[] answer) {
        List<Integer> boundaries = Datagrams.boundaries(answer);
        return Arrays.copyOf(answer, boundaries.get(boundaries.size() - 2));
    }
}
