package io.conncount.wire.linux;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.conncount.socket.AddressFamily;
import io.conncount.socket.Protocol;
import io.conncount.socket.SocketView;
import io.conncount.testing.Datagrams;
import io.conncount.testing.Golden;
import io.conncount.wire.StructBuffer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** What the view reads of a recorded socket, written down again, is what the kernel wrote. */
class ReencodingTest {
    static final java.util.List<String> EXCHANGES = Golden.EXCHANGES;

    @ParameterizedTest
    @FieldSource("EXCHANGES")
    void everyFieldAndAttributeThatIsReadComesBackByteForByte(String exchange) throws Exception {
        byte[] answer = Golden.answer(exchange);
        ByteBuffer buffer = Datagrams.buffer(answer);
        StructBuffer structs = new StructBuffer(buffer);
        NlMessages messages = new NlMessages(structs);
        InetDiagMessage view = new InetDiagMessage(Protocol.TCP, structs);
        messages.wrap(answer.length);
        int sockets = 0;
        while (messages.next() && messages.type() != NlMessages.TYPE_DONE) {
            int at = messages.payloadOffsetBytes();
            view.wrap(at, messages.payloadBytes());
            byte[] original = Arrays.copyOfRange(answer, at, at + messages.payloadBytes());
            assertStructComesBack(original, view);
            assertAttributesComeBack(original, view);
            sockets++;
        }
        assertEquals(Datagrams.boundaries(answer).size() - 2, sockets, "messages before NLMSG_DONE");
    }

    /** Bytes that the view does not read (queues, inode, cookie, retransmissions, expiry) are taken from the original. */
    private static void assertStructComesBack(byte[] original, SocketView view) {
        byte[] struct = Arrays.copyOf(original, InetDiagMessage.BYTES);
        ByteBuffer host = ByteBuffer.wrap(struct).order(ByteOrder.nativeOrder());
        ByteBuffer network = ByteBuffer.wrap(struct);
        boolean ipv4 = view.family() == AddressFamily.IPV4;
        host.put(0, (byte) (ipv4 ? 2 : 10));
        host.put(1, number(view));
        host.put(2, (byte) view.timer());
        network.putShort(4, (short) view.localPort()).putShort(6, (short) view.remotePort());
        putAddress(network, 8, ipv4, view.localAddressHigh(), view.localAddressLow());
        putAddress(network, 24, ipv4, view.remoteAddressHigh(), view.remoteAddressLow());
        host.putInt(40, view.interfaceIndex()).putInt(64, view.uid());
        assertArrayEquals(Arrays.copyOf(original, InetDiagMessage.BYTES), struct);
    }

    private static void putAddress(ByteBuffer network, int at, boolean ipv4, long high, long low) {
        if (ipv4) {
            assertEquals(0, high);
            network.putInt(at, (int) low).putInt(at + 4, 0).putLong(at + 8, 0);
        } else {
            network.putLong(at, high).putLong(at + 8, low);
        }
    }

    /** The numbers of {@code net/tcp_states.h}. */
    private static byte number(SocketView view) {
        return switch (view.state()) {
            case ESTABLISHED -> 1;
            case SYN_SENT -> 2;
            case SYN_RECV -> 3;
            case FIN_WAIT1 -> 4;
            case FIN_WAIT2 -> 5;
            case TIME_WAIT -> 6;
            case CLOSE -> 7;
            case CLOSE_WAIT -> 8;
            case LAST_ACK -> 9;
            case LISTEN -> 10;
            case CLOSING -> 11;
        };
    }

    private static void assertAttributesComeBack(byte[] original, SocketView view) {
        ByteBuffer buffer = Datagrams.buffer(original);
        boolean shutdown = false;
        long mark = SocketView.MARK_UNKNOWN;
        long cgroup = 0;
        int at = InetDiagMessage.BYTES;
        while (at < original.length) {
            switch (buffer.getShort(at + 2)) {
                case 8 -> shutdown = true;
                case 15 -> mark = buffer.getInt(at + 4) & 0xffff_ffffL;
                case 21 -> cgroup = buffer.getLong(at + 4);
                default -> {}
            }
            at += buffer.getShort(at) + 3 & ~3;
        }
        assertEquals(shutdown, view.owned());
        assertEquals(mark, view.mark());
        assertEquals(cgroup, view.cgroupId());
    }
}
