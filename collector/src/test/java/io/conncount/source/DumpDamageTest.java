package io.conncount.source;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.conncount.socket.AddressFamily;
import io.conncount.socket.Protocol;
import io.conncount.socket.TcpState;
import io.conncount.sys.KernelException;
import io.conncount.testing.Datagrams;
import io.conncount.testing.Golden;
import io.conncount.testing.RecordedChannel;
import io.conncount.testing.Reply;
import io.conncount.testing.TestSocket;
import io.conncount.testing.property.Arbitrary;
import io.conncount.testing.property.ForAll;
import io.conncount.testing.property.IntRange;
import io.conncount.testing.property.Property;
import io.conncount.testing.property.Size;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/** Recorded answers with damage of every kind: what is read is right, or marked as wrong, and always ends. */
class DumpDamageTest {
    private static final String DECODE_FAULT = "(datagram|nlmsghdr|inet_diag_msg|rtattr) at byte \\d+: .+";
    private static final int HEADER_BYTES = 16;
    private static final int PID_OFFSET = 12;
    private static final int SMALLEST_SOCKET_BYTES = HEADER_BYTES + 72;
    private static final List<TestSocket> UNDAMAGED = undamaged();

    /** What a dump showed, and how it went. */
    private record Shown(List<TestSocket> sockets, DumpResult result) {}

    Arbitrary<String> answers() {
        return Arbitrary.of(Golden.TCP, Golden.TCP_WALK, Golden.UDP_IPV4, Golden.UDP_IPV6);
    }

    @Property(tries = 2000)
    void truncatedAnswerShowsItsWholeMessagesAndIsMarkedIncomplete(
            @ForAll("answers") String exchange, @ForAll @IntRange(max = 20_000) int where) throws Exception {
        byte[] answer = Golden.answer(exchange);
        int bytes = where % answer.length;
        Shown shown = dump(List.of(Arrays.copyOf(answer, bytes)));
        long whole = Datagrams.boundaries(answer).stream()
                .skip(1)
                .filter(end -> end <= bytes)
                .count();
        assertEquals(whole, shown.result.sockets());
        assertMarked(shown);
    }

    @Property(tries = 2000)
    void answerCutInOtherPlacesShowsTheSocketsBeforeTheFirstCutThroughAMessage(
            @ForAll @Size(max = 6) Set<@IntRange(min = 1, max = 17_000) Integer> cuts) throws Exception {
        byte[] answer = Golden.answer(Golden.TCP);
        List<Integer> boundaries = Datagrams.boundaries(answer);
        Shown shown = dump(cutAt(answer, new TreeSet<>(cuts)));
        int firstBad = cuts.stream()
                .filter(cut -> !boundaries.contains(cut))
                .min(Integer::compare)
                .orElse(answer.length);
        long before = boundaries.stream().skip(1).filter(end -> end <= firstBad).count();
        if (firstBad == answer.length) {
            assertEquals(UNDAMAGED, shown.sockets);
            assertEquals(Optional.empty(), shown.result.fault());
        } else {
            assertEquals(UNDAMAGED.subList(0, (int) before), shown.sockets);
            assertMarked(shown);
        }
    }

    @Property(tries = 5000)
    void flippedBitsInSocketsLeaveTheOthersAsTheyWereOrAreReported(
            @ForAll @Size(min = 1, max = 8) Set<@IntRange(max = 8 * 17_000 - 1) Integer> bits) throws Exception {
        byte[] answer = Golden.answer(Golden.TCP);
        List<Integer> boundaries = Datagrams.boundaries(answer);
        Set<Integer> damaged = new TreeSet<>();
        for (int bit : bits) {
            int message = messageOf(boundaries, bit / 8);
            int at = bit / 8 - boundaries.get(message);
            if (at >= PID_OFFSET && message < UNDAMAGED.size()) {
                flip(answer, bit);
                damaged.add(message);
            }
        }
        Shown shown = dump(Datagrams.cut(answer, Datagrams.DATAGRAM_BYTES_MAX));
        for (int i = 0; i < shown.sockets.size(); i++) {
            if (!damaged.contains(i)) {
                assertEquals(UNDAMAGED.get(i), shown.sockets.get(i), "socket " + i);
            }
        }
        if (shown.result.fault().isEmpty()) {
            assertEquals(UNDAMAGED.size(), shown.result.sockets());
        } else {
            assertMarked(shown);
            assertTrue(damaged.contains(shown.sockets.size()), "the fault is found where it is");
        }
    }

    @Property(tries = 5000)
    void flippedBitsAnywhereEndInAnAnswerOrADeclaredException(
            @ForAll("answers") String exchange, @ForAll @Size(min = 1, max = 20) Set<@IntRange Integer> bits)
            throws Exception {
        byte[] answer = Golden.answer(exchange);
        bits.forEach(bit -> flip(answer, bit % (8 * answer.length)));
        try {
            Shown shown = dump(List.of(answer));
            assertEquals(shown.sockets.size(), shown.result.sockets());
            assertTrue(shown.sockets.size() <= answer.length / SMALLEST_SOCKET_BYTES);
            shown.result
                    .fault()
                    .ifPresent(fault -> assertTrue(
                            fault.contains(": ") || fault.contains("kernel says") || fault.contains("skipped")));
        } catch (KernelException e) {
            assertTrue(e.getMessage().startsWith("dump(NETLINK_SOCK_DIAG): "), e.getMessage());
        }
    }

    /** A wrong length, type, flag or sequence number, one at a time. */
    @Property(tries = 2000)
    void oneFlippedBitInAHeaderChangesNothingOrIsReported(
            @ForAll @IntRange(max = 1_000) int message, @ForAll @IntRange(max = 8 * PID_OFFSET - 1) int bit)
            throws Exception {
        byte[] answer = Golden.answer(Golden.TCP);
        List<Integer> boundaries = Datagrams.boundaries(answer);
        int damaged = message % UNDAMAGED.size();
        flip(answer, 8 * boundaries.get(damaged) + bit);
        if (damaged == 0 && bit == 8 * 4 + 4) {
            assertThrows(KernelException.class, () -> dump(List.of(answer)), "type 18 has become 2, NLMSG_ERROR");
            return;
        }
        Shown shown = dump(List.of(answer));
        assertEquals(UNDAMAGED.subList(0, damaged), shown.sockets.subList(0, damaged), "those before are as they were");
        assertTrue(shown.sockets.size() <= UNDAMAGED.size());
        if (shown.result.fault().isEmpty()) {
            assertEquals(UNDAMAGED, shown.sockets);
        }
    }

    private static void assertMarked(Shown shown) {
        String fault = shown.result.fault().orElseThrow(() -> new AssertionError("no fault"));
        assertTrue(fault.matches(DECODE_FAULT), fault);
    }

    private static List<TestSocket> undamaged() {
        try {
            return dump(Datagrams.cut(Golden.answer(Golden.TCP), Datagrams.DATAGRAM_BYTES_MAX)).sockets;
        } catch (KernelException e) {
            throw new AssertionError(e);
        }
    }

    /** Asks for one family, so that a refusal is not followed by another request. The decoder does not mind. */
    private static Shown dump(List<byte[]> datagrams) throws KernelException {
        List<TestSocket> sockets = new ArrayList<>();
        DumpRequest request = DumpRequest.of(Protocol.TCP, EnumSet.of(AddressFamily.IPV4), TcpState.ALL);
        DumpResult result = new LinuxSockDiag(() -> RecordedChannel.of(Reply.datagrams(datagrams)))
                .dump(request, socket -> sockets.add(TestSocket.copyOf(socket)));
        return new Shown(sockets, result);
    }

    private static List<byte[]> cutAt(byte[] answer, SortedSet<Integer> cuts) {
        List<byte[]> pieces = new ArrayList<>();
        int from = 0;
        for (int cut : cuts) {
            pieces.add(Arrays.copyOfRange(answer, from, cut));
            from = cut;
        }
        pieces.add(Arrays.copyOfRange(answer, from, answer.length));
        return pieces;
    }

    private static int messageOf(List<Integer> boundaries, int at) {
        int message = 0;
        while (boundaries.get(message + 1) <= at) {
            message++;
        }
        return message;
    }

    private static void flip(byte[] bytes, int bit) {
        bytes[bit / 8] ^= (byte) (1 << bit % 8);
    }
}
