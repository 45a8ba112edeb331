package io.conncount.wire.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.conncount.filter.Condition;
import io.conncount.filter.EndCondition;
import io.conncount.filter.FilterSplit;
import io.conncount.socket.AddressFamily;
import io.conncount.socket.PortBox;
import io.conncount.socket.Protocol;
import io.conncount.socket.Side;
import io.conncount.socket.TcpState;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Requests, byte for byte, in the order of a little-endian host. */
class InetDiagTest {
    private static final String ID = "00".repeat(48);

    @Test
    void oneWalkAsksForBothFamiliesByTheOldStruct() {
        ByteBuffer request = InetDiag.tcpBothFamilies(
                EnumSet.of(TcpState.LISTEN), Set.of(), FilterSplit.nothingBySource(List.of()), 0x01020304);
        assertBytes(
                "4c000000 1200 0103 04030201 00000000" // nlmsghdr: TCPDIAG_GETSOCK, REQUEST | DUMP
                        + "00 00 00 00" + ID + "00040000 00000000", // AF_UNSPEC, 1 << TCP_LISTEN
                request);
    }

    @Test
    void walkByFamilyAsksByTheNewStruct() {
        ByteBuffer request = DiagTable.of(Protocol.UDP)
                .request(
                        AddressFamily.IPV6,
                        EnumSet.of(TcpState.ESTABLISHED, TcpState.CLOSE),
                        Set.of(),
                        FilterBytecode.EVERYTHING,
                        7);
        assertBytes(
                "48000000 1400 0103 07000000 00000000" // nlmsghdr: SOCK_DIAG_BY_FAMILY
                        + "0a 11 00 00 82000000" + ID, // AF_INET6, IPPROTO_UDP, 1 << 1 | 1 << 7
                request);
    }

    @Test
    void boxFollowsAsBytecodeInAnAttribute() {
        ByteBuffer request = DiagTable.of(Protocol.TCP)
                .request(
                        AddressFamily.IPV4,
                        EnumSet.of(TcpState.ESTABLISHED),
                        Set.of(),
                        FilterBytecode.of(List.of(
                                new EndCondition.PortIn(Side.LOCAL, 0, 80),
                                new EndCondition.PortIn(Side.REMOTE, 1024, 65535))),
                        1);
        assertBytes(
                "5c000000 1400 0103 01000000 00000000" + "02 06 00 00 02000000" + ID
                        + "1400 0100" // rtattr: 20 bytes, INET_DIAG_REQ_BYTECODE
                        + "03 08 1400 00 00 5000" // S_LE 80, else behind the end
                        + "04 08 0c00 00 00 0004", // D_GE 1024, else behind the end
                request);
    }

    @Test
    void portThatTheFilterLeavesNoChoiceOfIsInTheHeaderToo() {
        ByteBuffer request = InetDiag.tcpBothFamilies(
                EnumSet.of(TcpState.ESTABLISHED),
                Set.of(),
                split(List.of(
                        new EndCondition.PortIn(Side.REMOTE, 443, 443),
                        new EndCondition.PortIn(Side.LOCAL, 1024, 65535))),
                1);
        assertBytes(
                "68000000 1200 0103 01000000 00000000" + "00 00 00 00" + "0000 01bb" + "00".repeat(44)
                        + "02000000 00000000" // 1 << TCP_ESTABLISHED
                        + "1c00 0100" // rtattr: 28 bytes, INET_DIAG_REQ_BYTECODE
                        + "04 08 1c00 0000 bb01" // D_GE 443, else behind the end
                        + "05 08 1400 0000 bb01" // D_LE 443
                        + "02 08 0c00 0000 0004", // S_GE 1024
                request);
    }

    @Test
    void requestIsADirectBufferFromItsStartToItsLimit() {
        ByteBuffer request = InetDiag.tcpBothFamilies(
                TcpState.ALL, Set.of(), split(EndCondition.within(PortBox.ALL.aboveLarger(9))), 1);
        assertTrue(request.isDirect());
        assertEquals(0, request.position());
        assertEquals(request.limit(), request.getInt(0));
    }

    private static FilterSplit split(List<Condition> conditions) {
        return FilterSplit.of(conditions, FilterBytecode.Operations.ALL);
    }

    private static void assertBytes(String hex, ByteBuffer request) {
        assertEquals(ByteOrder.LITTLE_ENDIAN, ByteOrder.nativeOrder(), "these bytes are a little-endian host's");
        byte[] bytes = new byte[request.remaining()];
        request.get(0, bytes);
        assertEquals(hex.replace(" ", ""), HexFormat.of().formatHex(bytes));
    }
}
