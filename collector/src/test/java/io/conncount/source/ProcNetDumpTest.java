package io.conncount.source;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.conncount.socket.AddressFamily;
import io.conncount.socket.Detail;
import io.conncount.socket.Protocol;
import io.conncount.socket.SocketNumber;
import io.conncount.socket.SocketText;
import io.conncount.socket.SocketView;
import io.conncount.socket.TcpState;
import io.conncount.testing.TestSocket;
import io.conncount.testing.property.ForAll;
import io.conncount.testing.property.IntRange;
import io.conncount.testing.property.Property;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files of /proc/net as a little-endian kernel wrote them, and as none ever did. */
class ProcNetDumpTest {
    private static final String NAMES = "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when ...\n";
    private static final String LISTENER = "   0: 0100007F:1F40 00000000:0000 0A 00000000:00000003 00:00000000 00000000"
            + "  1000        0 68097712 1 00000000add5955c 100 0 0 10 0\n";
    private static final String ESTABLISHED = "   1: 0100007F:1F40 0200007F:C001 01 00000005:00000007 01:00000014"
            + " 00000002     0        0 68097713 1 000000007f0d7a3c 20 4 30 10 -1\n";
    private static final String TIME_WAIT = "   2: 0100007F:C002 0100007F:1F40 06 00000000:00000000 03:000016E6"
            + " 00000000     0        0 0 3 00000000b6b62a33\n";
    private static final String REQUEST = "   3: 0100007F:1F40 0300007F:C003 03 00000000:00000000 01:00000032"
            + " 00000000  1000        0 0 0 0000000039f8cbd4\n";
    private static final String IPV6 = "   0: B80D0120000000000000000001000000:0050 0000000000000000FFFF00000100007F:"
            + "C004 01 00000000:00000000 00:00000000 00000000     0        0 7 1 0000000000000000 20 4 0 10 -1\n";

    @TempDir
    private Path directory;

    private static DumpRequest request(Protocol protocol) {
        return DumpRequest.of(protocol, protocol.families(), TcpState.ALL);
    }

    private ProcNetDump files(Protocol protocol, String text) throws IOException {
        Files.writeString(directory.resolve(protocol.label()), text, StandardCharsets.ISO_8859_1);
        return new ProcNetDump(directory);
    }

    private List<String> tcp(String text) throws IOException {
        List<String> shown = new ArrayList<>();
        files(Protocol.TCP, text).dump(request(Protocol.TCP), socket -> shown.add(describe(socket)));
        return shown;
    }

    private static String describe(SocketView socket) {
        return socket.state() + " " + Long.toHexString(socket.localAddressLow()) + ":" + socket.localPort() + " "
                + Long.toHexString(socket.remoteAddressLow()) + ":" + socket.remotePort() + " owned " + socket.owned()
                + number(socket, SocketNumber.RECVQ) + number(socket, SocketNumber.SENDQ)
                + number(socket, SocketNumber.UID) + number(socket, SocketNumber.INODE)
                + number(socket, SocketNumber.TIMER_MS) + number(socket, SocketNumber.RETRANSMITS);
    }

    private static String number(SocketView socket, SocketNumber which) {
        long number = socket.number(which);
        return number == SocketView.UNKNOWN ? "" : " " + which.label() + " " + number;
    }

    @Test
    void linesOfTcpTellEndsQueuesOwnerAndTimer() throws IOException {
        assertEquals(
                List.of(
                        "LISTEN 7f000001:8000 0:0 owned true recvq 3 uid 1000 inode 68097712 retransmits 0",
                        "ESTABLISHED 7f000001:8000 7f000002:49153 owned true recvq 7 sendq 5 uid 0 inode 68097713"
                                + " timer_ms 200 retransmits 2",
                        "TIME_WAIT 7f000001:49154 7f000001:8000 owned false recvq 0 sendq 0 timer_ms 58620"
                                + " retransmits 0",
                        "SYN_RECV 7f000001:8000 7f000003:49155 owned false recvq 0 sendq 0 timer_ms 500 retransmits 0"),
                tcp(NAMES + LISTENER + ESTABLISHED + TIME_WAIT + REQUEST));
    }

    @Test
    void ipv6AddressesAreFourWords() throws IOException {
        Files.writeString(directory.resolve("tcp6"), NAMES + IPV6);
        DumpRequest request = DumpRequest.of(Protocol.TCP, EnumSet.of(AddressFamily.IPV6), TcpState.ALL);
        List<TestSocket> shown = new ArrayList<>();
        new ProcNetDump(directory).dump(request, socket -> shown.add(TestSocket.copyOf(socket)));
        assertEquals(0x2001_0db8_0000_0000L, shown.get(0).localAddressHigh());
        assertEquals(1, shown.get(0).localAddressLow());
        assertEquals(0xffff_7f00_0001L, shown.get(0).remoteAddressLow());
        assertEquals(SocketView.INTERFACE_UNKNOWN, shown.get(0).interfaceIndex());
    }

    @Test
    void linesOfUnixPacketAndNetlinkTellWhatTheyCan() throws IOException {
        String unix = """
                Num       RefCount Protocol Flags    Type St Inode Path
                00000000a7ff7c31: 00000002 00000000 00010000 0001 01  1593 /run/a name
                00000000089ffeab: 00000003 00000000 00000000 0005 03  1592 @abstract
                00000000089ffeac: 00000002 00000000 00000000 0002 01  1594
                """;
        List<String> shown = new ArrayList<>();
        files(Protocol.UNIX, unix).dump(request(Protocol.UNIX).telling(EnumSet.of(Detail.UNIX_NAMES)), socket -> {
            byte[] name = new byte[20];
            int length = Math.max(0, socket.text(SocketText.UNIX_NAME, name));
            shown.add(socket.state() + " " + socket.type() + " " + socket.localAddressLow() + " "
                    + new String(name, 0, length, StandardCharsets.ISO_8859_1));
        });
        assertEquals(
                List.of("LISTEN STREAM 1593 /run/a name", "ESTABLISHED SEQPACKET 1592 \0abstract", "CLOSE DGRAM 1594 "),
                shown);
        shown.clear();
        files(Protocol.PACKET, """
                sk               RefCnt Type Proto  Iface R Rmem   User   Inode
                0000000046b210ca 3      3    0003   2     1 0      1000   68100000
                """)
                .dump(
                        request(Protocol.PACKET),
                        socket -> shown.add(socket.type() + " " + socket.localPort() + " if" + socket.interfaceIndex()
                                + " " + socket.uid()));
        files(Protocol.NETLINK, """
                sk               Eth Pid        Groups   Rmem     Wmem     Dump  Locks    Drops    Inode
                00000000b49def8f 4   4000000001 00000000 12       0        0     2        0        9
                """)
                .dump(
                        request(Protocol.NETLINK),
                        socket ->
                                shown.add(socket.localAddressLow() + " " + Integer.toUnsignedString(socket.localPort())
                                        + " " + socket.number(SocketNumber.RECVQ)));
        assertEquals(List.of("RAW 3 if2 1000", "4 4000000001 12"), shown);
    }

    @Test
    void linesThatGoOnWithANameAreNoSocketsAndBlanksInFrontAreOfTheName() throws IOException {
        String unix = """
                Num       RefCount Protocol Flags    Type St Inode Path
                00000000a7ff7c31: 00000002 00000000 00010000 0001 01  1593 /run/a
                b

                00000000a7ff7c31: 00000002 00000000 00010000 0009 01  7 type 9
                00000000089ffeab: 00000003 00000000 00000000 0005 03  1592   @two
                """;
        List<String> shown = new ArrayList<>();
        DumpResult result = files(Protocol.UNIX, unix)
                .dump(request(Protocol.UNIX).telling(EnumSet.of(Detail.UNIX_NAMES)), socket -> {
                    byte[] name = new byte[20];
                    int length = socket.text(SocketText.UNIX_NAME, name);
                    shown.add(new String(name, 0, length, StandardCharsets.ISO_8859_1));
                });
        assertEquals(List.of("/run/a", "  @two"), shown);
        assertEquals(new DumpResult(2, unix.length(), Optional.empty()), result);
    }

    @Test
    void familyWithoutAFileIsEmptyOnlyWhereTheKernelHasNoIpv6() throws IOException {
        assertEquals(1, tcp(NAMES + LISTENER).size());
        Files.createFile(directory.resolve("if_inet6"));
        assertThrows(MissingTableException.class, () -> tcp(NAMES + LISTENER));
    }

    @Test
    void whatProcDoesNotShowIsNotTakenForNothing() throws IOException {
        ProcNetDump source = files(Protocol.TCP, NAMES);
        assertThrows(MissingTableException.class, () -> source.dump(request(Protocol.MPTCP), socket -> {}));
        assertThrows(MissingTableException.class, () -> source.dump(request(Protocol.PING), socket -> {}));
        DumpRequest asking = request(Protocol.TCP).telling(EnumSet.of(Detail.TCP_INFO));
        assertThrows(UnsupportedOperationException.class, () -> source.dump(asking, socket -> {}));
    }

    @Test
    void faultNamesTheFileAndThePlaceAndKeepsWhatCameBefore() throws IOException {
        String text = NAMES + LISTENER + ESTABLISHED.replace(" 01 ", " 7F ");
        DumpResult result = files(Protocol.TCP, text).dump(request(Protocol.TCP), socket -> {});
        assertEquals(1, result.sockets());
        int at = text.indexOf(" 7F ") + 3;
        assertEquals(
                directory.resolve("tcp") + ": line at byte " + at + ": st 7f is not a state",
                result.fault().orElseThrow());
    }

    @Test
    void lineWithoutAnEndIsAFault() throws IOException {
        DumpResult cut = files(Protocol.TCP, NAMES + LISTENER.strip()).dump(request(Protocol.TCP), socket -> {});
        assertTrue(cut.fault().orElseThrow().endsWith("the file ends within a line"), cut::toString);
        DumpResult endless =
                files(Protocol.TCP, NAMES + "0".repeat(1_000_000)).dump(request(Protocol.TCP), socket -> {});
        assertTrue(endless.fault().orElseThrow().endsWith("it is longer than 4096 bytes"), endless::toString);
        DumpResult empty = files(Protocol.TCP, "").dump(request(Protocol.TCP), socket -> {});
        assertTrue(empty.fault().isPresent());
    }

    @Test
    void namesOfColumnsAreNoSocket() throws IOException {
        DumpResult result = files(Protocol.TCP, NAMES).dump(request(Protocol.TCP), socket -> {});
        assertEquals(new DumpResult(0, NAMES.length(), Optional.empty()), result);
    }

    @Test
    void manyLinesAreReadAcrossBuffers() throws IOException {
        int times = 5000;
        DumpResult result =
                files(Protocol.TCP, NAMES + ESTABLISHED.repeat(times)).dump(request(Protocol.TCP), socket -> {});
        assertEquals(Optional.empty(), result.fault());
        assertEquals(times, result.sockets());
        assertEquals(NAMES.length() + (long) times * ESTABLISHED.length(), result.bytes());
    }

    @Property(tries = 3000)
    void damagedLineIsASocketOrAFault(
            @ForAll @IntRange(max = 10_000) int where, @ForAll byte what, @ForAll @IntRange(max = 200) int cut)
            throws IOException {
        Path files = Files.createTempDirectory("conncount");
        try {
            byte[] line =
                    LISTENER.substring(0, Math.max(1, LISTENER.length() - cut)).getBytes(StandardCharsets.ISO_8859_1);
            line[where % line.length] = what;
            String text = NAMES + ESTABLISHED + new String(line, StandardCharsets.ISO_8859_1) + "\n";
            Files.writeString(files.resolve("tcp"), text, StandardCharsets.ISO_8859_1);
            DumpResult result = new ProcNetDump(files).dump(request(Protocol.TCP), socket -> {});
            assertTrue(result.sockets() >= 1);
            result.fault().ifPresent(fault -> assertTrue(fault.matches("(?s).*/tcp: line at byte \\d+: .*"), fault));
        } finally {
            Files.delete(files.resolve("tcp"));
            Files.delete(files);
        }
    }
}
