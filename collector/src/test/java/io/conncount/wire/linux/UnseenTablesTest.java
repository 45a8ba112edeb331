package io.conncount.wire.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.conncount.socket.AddressFamily;
import io.conncount.socket.Detail;
import io.conncount.socket.Protocol;
import io.conncount.socket.SocketNumber;
import io.conncount.socket.SocketType;
import io.conncount.socket.TcpState;
import io.conncount.testing.Datagrams;
import io.conncount.wire.DecodeException;
import io.conncount.wire.StructBuffer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * RAW, SCTP and VSOCK, which no kernel at hand shows: these messages are not captured, but written by hand to the layout
 * of the header files, in the order of a little-endian host.
 */
class UnseenTablesTest {
    private static final String NO_COOKIE = "00".repeat(8);
    private static final String SHUTDOWN = "0500 0800 00 000000";

    @Test
    void rawSocketsHaveTheirProtocolInPlaceOfThePort() throws Exception {
        DiagTable.View socket = wrapped(
                Protocol.RAW,
                "02 07 00 00 0001 0000" // AF_INET, TCP_CLOSE, port 1: ICMP
                        + "0a000001" + "00".repeat(12) + "00".repeat(16) + "02000000" + NO_COOKIE
                        + "00000000 40030000 00000000 e8030000 39300000" // 832 bytes to read, user 1000, inode 12345
                        + SHUTDOWN + "0500 0a00 01 000000"); // INET_DIAG_PROTOCOL
        assertEquals(Protocol.RAW, socket.protocol());
        assertEquals(SocketType.RAW, socket.type());
        assertEquals(TcpState.CLOSE, socket.state());
        assertEquals(1, socket.localPort());
        assertEquals(0x0a00_0001L, socket.localAddressLow());
        assertEquals(2, socket.interfaceIndex());
        assertEquals(832, socket.number(SocketNumber.RECVQ));
        assertEquals(1000, socket.number(SocketNumber.UID));
        assertEquals(12345, socket.number(SocketNumber.INODE));
    }

    @ParameterizedTest
    @CsvSource({
        "0, CLOSE", "1, SYN_SENT", "2, SYN_SENT", "3, ESTABLISHED",
        "4, FIN_WAIT1", "5, FIN_WAIT2", "6, CLOSE_WAIT", "7, LAST_ACK",
    })
    void sctpAssociationsHaveStatesOfTheirOwn(int number, TcpState state) throws Exception {
        assertEquals(
                state, wrapped(Protocol.SCTP, sctp(number) + locals() + peers()).state());
    }

    @Test
    void sctpSocketsHaveTheStatesOfTcp() throws Exception {
        assertEquals(
                TcpState.LISTEN, wrapped(Protocol.SCTP, sctp(10) + locals()).state());
        assertEquals(
                "inet_diag_msg at byte 0: idiag_state 10 is not a requested state",
                assertThrows(DecodeException.class, () -> wrapped(Protocol.SCTP, sctp(10) + locals() + peers()))
                        .getMessage());
    }

    @Test
    void vsockTellsContextsAndPortsOf32Bits() throws Exception {
        DiagTable.View socket = wrapped(
                Protocol.VSOCK, vsock(1, 10) + "02000000 ffffffff 03000000 d2040000 39300000" + "01000000 02000000");
        assertEquals(AddressFamily.VSOCK, socket.family());
        assertEquals(SocketType.STREAM, socket.type());
        assertEquals(TcpState.LISTEN, socket.state());
        assertEquals(2, socket.localAddressLow());
        assertEquals(0xffff_ffffL, Integer.toUnsignedLong(socket.localPort()));
        assertEquals(3, socket.remoteAddressLow());
        assertEquals(1234, socket.remotePort());
        assertEquals(12345, socket.number(SocketNumber.INODE));
        assertEquals(0x2_0000_0001L, socket.number(SocketNumber.COOKIE));
        assertEquals(false, socket.owned());
    }

    @Test
    void vsockWithAnUnknownTypeOrStateOrFamilyIsRefused() {
        assertFault("vsock_diag_msg at byte 0: type 4 is not a socket type", vsock(4, 7) + "00".repeat(28));
        assertFault(
                "vsock_diag_msg at byte 0: vdiag_state 12 is not a requested state", vsock(1, 12) + "00".repeat(28));
        assertFault("vsock_diag_msg at byte 0: 31 bytes, takes 32", vsock(1, 7) + "00".repeat(27));
        assertFault("vsock_diag_msg at byte 0: family 1 is not the requested one", "01 01 07 00" + "00".repeat(28));
    }

    @Test
    void requestsHaveTheLayoutOfTheHeaderFiles() {
        assertRequest(
                "48000000 1400 0103 07000000 00000000" + "0a ff 00 00 82000000" + "00".repeat(48),
                Protocol.RAW,
                AddressFamily.IPV6,
                TcpState.ESTABLISHED,
                TcpState.CLOSE);
        assertRequest(
                "48000000 1400 0103 07000000 00000000" + "02 84 00 00 00040000" + "00".repeat(48),
                Protocol.SCTP,
                AddressFamily.IPV4,
                TcpState.LISTEN);
        assertRequest(
                "28000000 1400 0103 07000000 00000000" + "28 00 0000 02000000" + "00".repeat(16),
                Protocol.VSOCK,
                AddressFamily.VSOCK,
                TcpState.ESTABLISHED);
        assertRequest( // a real kernel answers this one, see the recorded dumps
                "50000000 1400 0103 07000000 00000000" + "02 00 00 00 02000000" + "00".repeat(48)
                        + "0800 0300 06010000", // INET_DIAG_REQ_PROTOCOL: IPPROTO_MPTCP
                Protocol.MPTCP,
                AddressFamily.IPV4,
                TcpState.ESTABLISHED);
    }

    private static void assertRequest(String hex, Protocol protocol, AddressFamily family, TcpState... states) {
        assertEquals(ByteOrder.LITTLE_ENDIAN, ByteOrder.nativeOrder(), "these bytes are a little-endian host's");
        Set<TcpState> asked = EnumSet.copyOf(Set.of(states));
        ByteBuffer request = DiagTable.of(protocol)
                .request(family, asked, EnumSet.noneOf(Detail.class), FilterBytecode.EVERYTHING, 7);
        byte[] bytes = new byte[request.remaining()];
        request.get(bytes);
        assertEquals(hex.replace(" ", ""), HexFormat.of().formatHex(bytes));
    }

    private static String sctp(int state) {
        return "02 " + HexFormat.of().toHexDigits((byte) state) + " 00 00 0b59 0b5a" // ports 2905 and 2906
                + "7f000001" + "00".repeat(12) + "7f000001" + "00".repeat(12) + "00000000" + NO_COOKIE
                + "00".repeat(20) + SHUTDOWN;
    }

    /** One {@code struct sockaddr_storage} each. */
    private static String locals() {
        return "8400 0c00" + "00".repeat(128);
    }

    private static String peers() {
        return "8400 0d00" + "00".repeat(128);
    }

    private static String vsock(int type, int state) {
        return "28 " + HexFormat.of().toHexDigits((byte) type) + HexFormat.of().toHexDigits((byte) state) + " 00";
    }

    private static void assertFault(String message, String hex) {
        assertEquals(
                message,
                assertThrows(DecodeException.class, () -> wrapped(Protocol.VSOCK, hex))
                        .getMessage());
    }

    private static DiagTable.View wrapped(Protocol protocol, String hex) throws DecodeException {
        byte[] bytes = HexFormat.of().parseHex(hex.replace(" ", ""));
        StructBuffer structs = new StructBuffer(Datagrams.buffer(Arrays.copyOf(bytes, bytes.length + 3 & ~3)));
        structs.load(bytes.length);
        DiagTable.View message = DiagTable.of(protocol).view(structs);
        message.wrap(0, bytes.length);
        return message;
    }
}
