package io.conncount.source;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.conncount.socket.Protocol;
import io.conncount.socket.TcpState;
import io.conncount.sys.KernelException;
import io.conncount.testing.Datagrams;
import io.conncount.testing.Golden;
import io.conncount.testing.RecordedChannel;
import io.conncount.testing.Reply;
import io.conncount.testing.TableText;
import io.conncount.testing.property.Arbitrary;
import io.conncount.testing.property.ForAll;
import io.conncount.testing.property.IntRange;
import io.conncount.testing.property.Property;
import io.conncount.testing.property.Size;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.IntUnaryOperator;

/** What {@link DumpDamageTest} does to TCP's answers, done to those of the tables that are not over IP. */
class TableDamageTest {
    private static final String DECODE_FAULT =
            "(datagram|nlmsghdr|(unix|packet|netlink)_diag_msg|rtattr) at byte \\d+: .+";
    private static final int PID_OFFSET = 12;

    /** What a dump showed, as rows of ss, and how it went. */
    private record Shown(List<String> rows, DumpResult result) {}

    Arbitrary<String> answers() {
        return Arbitrary.of(Golden.PLAIN_EXCHANGES);
    }

    @Property(tries = 2000)
    void truncatedAnswerShowsItsWholeMessagesAndIsMarkedIncomplete(
            @ForAll("answers") String exchange, @ForAll @IntRange(max = 5_000) int where) throws Exception {
        byte[] answer = Golden.answer(exchange);
        int bytes = where % answer.length;
        Shown shown = dump(exchange, Arrays.copyOf(answer, bytes));
        long whole = Datagrams.boundaries(answer).stream()
                .skip(1)
                .filter(end -> end <= bytes)
                .count();
        assertEquals(undamaged(exchange).subList(0, (int) whole), shown.rows);
        assertMarked(shown);
    }

    @Property(tries = 3000)
    void flippedBitsInSocketsLeaveTheOthersAsTheyWereOrAreReported(
            @ForAll("answers") String exchange, @ForAll @Size(min = 1, max = 8) Set<@IntRange Integer> bits)
            throws Exception {
        byte[] answer = Golden.answer(exchange);
        List<String> undamaged = undamaged(exchange);
        List<Integer> boundaries = Datagrams.boundaries(answer);
        Set<Integer> damaged = new TreeSet<>();
        for (int bit : bits) {
            int at = bit % (8 * answer.length);
            int message = messageOf(boundaries, at / 8);
            if (at / 8 - boundaries.get(message) >= PID_OFFSET && message < undamaged.size()) {
                flip(answer, at);
                damaged.add(message);
            }
        }
        Shown shown = dump(exchange, answer);
        for (int i = 0; i < shown.rows.size(); i++) {
            if (!damaged.contains(i)) {
                assertEquals(undamaged.get(i), shown.rows.get(i), "socket " + i);
            }
        }
        if (shown.result.fault().isEmpty()) {
            assertEquals(undamaged.size(), shown.result.sockets());
        } else {
            assertMarked(shown);
            assertTrue(damaged.contains(shown.rows.size()), "the fault is found where it is");
        }
    }

    @Property(tries = 5000)
    void flippedBitsAnywhereEndInAnAnswerOrADeclaredException(
            @ForAll("answers") String exchange, @ForAll @Size(min = 1, max = 20) Set<@IntRange Integer> bits)
            throws Exception {
        byte[] answer = Golden.answer(exchange);
        bits.forEach(bit -> flip(answer, bit % (8 * answer.length)));
        try {
            assertTrue(dump(exchange, answer).rows.size() <= answer.length / PID_OFFSET);
        } catch (KernelException e) {
            assertTrue(e.getMessage().startsWith("dump(NETLINK_SOCK_DIAG): "), e.getMessage());
        }
    }

    /** A length that takes in the message behind it, among others. */
    @Property(tries = 2000)
    void oneFlippedBitInALengthChangesNothingOrIsReported(
            @ForAll("answers") String exchange,
            @ForAll @IntRange(max = 1_000) int message,
            @ForAll @IntRange(max = 31) int bit)
            throws Exception {
        assertFoundOut(exchange, message % undamaged(exchange).size(), length -> length ^ 1 << bit);
    }

    @Property(tries = 500)
    void lengthThatTakesInTheNextMessagesIsReported(
            @ForAll("answers") String exchange,
            @ForAll @IntRange(max = 1_000) int message,
            @ForAll @IntRange(min = 1, max = 3) int swallowed)
            throws Exception {
        List<Integer> boundaries = Datagrams.boundaries(Golden.answer(exchange));
        int damaged = message % undamaged(exchange).size();
        int end = boundaries.get(Math.min(damaged + 1 + swallowed, boundaries.size() - 1));
        assertFoundOut(exchange, damaged, length -> end - boundaries.get(damaged));
    }

    private static void assertFoundOut(String exchange, int damaged, IntUnaryOperator damage) throws KernelException {
        byte[] answer = Golden.answer(exchange);
        List<String> undamaged = undamaged(exchange);
        int at = Datagrams.boundaries(answer).get(damaged);
        Datagrams.buffer(answer)
                .putInt(at, damage.applyAsInt(Datagrams.buffer(answer).getInt(at)));
        Shown shown = dump(exchange, answer);
        assertEquals(undamaged.subList(0, damaged), shown.rows.subList(0, damaged), "those before are as they were");
        if (shown.result.fault().isEmpty()) {
            assertEquals(undamaged, shown.rows);
        }
    }

    private static void assertMarked(Shown shown) {
        String fault = shown.result.fault().orElseThrow(() -> new AssertionError("no fault"));
        assertTrue(fault.matches(DECODE_FAULT), fault);
    }

    private static List<String> undamaged(String exchange) throws KernelException {
        return dump(exchange, Golden.answer(exchange)).rows;
    }

    private static Shown dump(String exchange, byte[] answer) throws KernelException {
        Protocol protocol = protocol(exchange);
        List<String> rows = new ArrayList<>();
        DumpRequest request = DumpRequest.of(protocol, protocol.families(), TcpState.ALL);
        DumpResult result = new LinuxSockDiag(() -> RecordedChannel.of(List.of(Reply.datagram(answer))))
                .dump(request, socket -> rows.add(TableText.of(socket, Golden.INTERFACES)));
        return new Shown(rows, result);
    }

    private static Protocol protocol(String exchange) {
        return switch (exchange) {
            case Golden.PACKET -> Protocol.PACKET;
            case Golden.NETLINK -> Protocol.NETLINK;
            default -> Protocol.UNIX;
        };
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
