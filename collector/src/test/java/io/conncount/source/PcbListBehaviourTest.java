package io.conncount.source;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.conncount.filter.EndCondition;
import io.conncount.socket.AddressFamily;
import io.conncount.socket.PortBox;
import io.conncount.socket.Protocol;
import io.conncount.socket.Side;
import io.conncount.socket.SocketNumber;
import io.conncount.socket.SocketSink;
import io.conncount.socket.SocketText;
import io.conncount.socket.SocketView;
import io.conncount.socket.TcpState;
import io.conncount.sys.Errno;
import io.conncount.sys.KernelException;
import io.conncount.sys.Sysctls;
import io.conncount.testing.Captures;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Lists that are short, hidden in part, moving, or not what they should be; and what a request makes of a good one. */
class PcbListBehaviourTest {
    private static final String TCP = "net.inet.tcp.pcblist";
    private static final int HEAD_BYTES = 64;
    private static final int ROW_BYTES = 744;
    private static final DumpRequest ALL = DumpRequest.of(Protocol.TCP, AddressFamily.IP, TcpState.ALL);

    @ParameterizedTest
    @CsvSource({"13.2, 1302001", "15.1, 1501000"})
    void listCutInARowShowsTheRowsBeforeAndSaysWhere(String release, String version) throws Exception {
        DumpResult result = dump(Captures.sysctls(release, "short"), ALL);
        assertEquals(10, result.sockets());
        assertEquals(
                "xtcpcb at byte 7504: only 100 bytes are left, takes 744 (kernel " + version + ")",
                result.fault().orElseThrow());
    }

    @ParameterizedTest
    @CsvSource({
        "short-by-1, 236, xinpgen at byte 175648: only 63 bytes are left",
        "short-by-tail, 236, xinpgen at byte 175648: only 0 bytes are left",
        "short30, 0, xinpgen at byte 0: only 30 bytes are left",
    })
    void listWithoutItsTailIsIncomplete(String set, long rows, String fault) throws Exception {
        DumpResult result = dump(Captures.sysctls("15.1", set), ALL);
        assertEquals(rows, result.sockets());
        assertTrue(result.fault().orElseThrow().startsWith(fault), result.fault()::toString);
    }

    @ParameterizedTest
    @ValueSource(strings = {"13.2", "15.1"})
    void bufferOfExactlyTheListsLengthIsComplete(String release) throws Exception {
        assertEquals(new DumpResult(236, 175_712, Optional.empty(), 0), dump(Captures.sysctls(release, "exact"), ALL));
    }

    @ParameterizedTest
    @ValueSource(strings = {"13.2", "15.1"})
    void valueThatTheKernelRefusedIsARefusalAndNoEmptyList(String release) throws Exception {
        Sysctls refused = Captures.sysctls(release, "wirelimit");
        KernelException refusal = assertThrows(KernelException.class, () -> dump(refused, ALL));
        assertTrue(refusal.getMessage().startsWith("sysctl(" + TCP + "), refused"), refusal::getMessage);
    }

    @ParameterizedTest
    @CsvSource({"0, 268, 18", "1, 254, 18", "2, 251, 8"})
    void listUnderChurnIsCompleteAndSaysHowMuchMoved(String capture, long rows, long moved) throws Exception {
        Sysctls churning = Captures.with(
                Captures.sysctls("15.1", "main"), TCP, Captures.bytes("15.1", "churn__" + TCP + "." + capture));
        DumpResult result = dump(churning, ALL);
        assertEquals(Optional.empty(), result.fault());
        assertEquals(rows, result.sockets());
        assertEquals(moved, result.moved());
    }

    @ParameterizedTest
    @CsvSource({"uid1001-seeother0, 3", "jailroot, 2", "jailuid1001, 2"})
    void filteredViewIsRecognisedAndBothNumbersAreSaid(String set, long rows) throws Exception {
        DumpResult result = dump(Captures.sysctls("15.1", set), ALL);
        assertEquals(rows, result.sockets());
        assertTrue(
                result.fault().orElseThrow().startsWith("the kernel has 236 tcp sockets but showed " + rows + ":"),
                result.fault()::toString);
    }

    @Test
    void otherUsersSeeEverythingOnADefaultFreeBsd() throws Exception {
        assertEquals(new DumpResult(236, 175_712, Optional.empty(), 0), dump(Captures.sysctls("15.1", "uid1001"), ALL));
    }

    @Test
    void unixSocketsHiddenInAllThreeListsAreRecognised() throws Exception {
        DumpRequest unix = DumpRequest.of(Protocol.UNIX, Protocol.UNIX.families(), TcpState.ALL);
        assertEquals(new DumpResult(13, 8200 + 2 * 1872, Optional.empty(), 0), dump(main(), unix));
        DumpResult hidden = dump(Captures.sysctls("15.1", "jailroot"), unix);
        assertTrue(hidden.fault().orElseThrow().startsWith("the kernel has 13 unix sockets but showed 0:"));
    }

    @Test
    void rowOfUnknownLengthIsRefusedWithTheKernelsVersion() throws Exception {
        assertFault(752, "xtcpcb at byte 808: xt_len is 752, not 744 as in FreeBSD 12.1 to 15.1 (kernel 1501000)");
        assertFault(0, "xtcpcb at byte 808: xt_len is 0, not 744 as in FreeBSD 12.1 to 15.1 (kernel 1501000)");
        assertFault(-1, "xtcpcb at byte 808: xt_len is 18446744073709551615, not 744");
        assertFault(HEAD_BYTES, "xinpgen at byte 808: 174840 bytes follow the list's tail");
    }

    private static void assertFault(long length, String fault) throws Exception {
        byte[] list = Captures.bytes("15.1", "main__" + TCP);
        ByteBuffer.wrap(list).order(ByteOrder.LITTLE_ENDIAN).putLong(HEAD_BYTES + ROW_BYTES, length);
        DumpResult result = dump(Captures.with(main(), TCP, list), ALL);
        assertEquals(1, result.sockets());
        assertTrue(result.fault().orElseThrow().startsWith(fault), result.fault()::toString);
    }

    @Test
    void stateFamilyPortsAndFilterAreDecidedHere() throws Exception {
        DumpRequest request = DumpRequest.of(Protocol.TCP, EnumSet.of(AddressFamily.IPV4), EnumSet.of(TcpState.LISTEN));
        assertEquals(8, dump(main(), request).sockets());
        assertEquals(List.of("8080"), ports(request.within(new PortBox(8000, 8999, 0, 65535, 0))));
        assertEquals(List.of("22", "6000"), ports(request.filtered(new EndCondition.PortIn(Side.LOCAL, 22, 6000))));
    }

    @Test
    void dumpEndsWhenEnoughHasBeenShown() throws Exception {
        DumpRequest few =
                DumpRequest.of(Protocol.TCP, AddressFamily.IP, TcpState.ALL).atMost(7);
        assertEquals(7, dump(main(), few).sockets());
        List<Integer> shown = new ArrayList<>();
        DumpResult result = new FreeBsdPcbList(main()).dump(ALL, new SocketSink() {
            @Override
            public void accept(SocketView socket) {
                shown.add(socket.localPort());
            }

            @Override
            public boolean satisfied() {
                return shown.size() == 3;
            }
        });
        assertEquals(3, shown.size());
        assertEquals(Optional.empty(), result.fault());
    }

    @Test
    void congestionControlIsToldFromThirteenOn() throws Exception {
        for (String release : Captures.RELEASES) {
            List<String> names = Captures.dump(Captures.sysctls(release, "main"), Protocol.TCP, socket -> {
                byte[] name = new byte[16];
                int length = socket.text(SocketText.CONGESTION, name);
                return length < 0 ? "" : new String(name, 0, length, StandardCharsets.UTF_8);
            });
            assertTrue(names.contains(release.equals("13.2") ? "newreno" : "cubic"), names::toString);
        }
    }

    @Test
    void textsCompareAsTheyAreTold() throws Exception {
        List<String> cubic = Captures.dump(main(), Protocol.TCP, s -> matches(s, SocketText.CONGESTION, "cubic"));
        assertTrue(cubic.contains("1,0,0,0"), cubic::toString);
        assertTrue(cubic.contains("-1,-1,-1,-1"), "requests in the handshake have none");
        List<String> unix =
                Captures.dump(main(), Protocol.UNIX, s -> matches(s, SocketText.UNIX_NAME, "/tmp/listen.sock"));
        assertEquals(
                List.of("-1,-1,-1,-1", "1,0,0,0"),
                unix.stream().sorted().distinct().toList());
    }

    /** What becomes of a comparison with a text, with less, with more, and with another of the same length. */
    private static String matches(SocketView socket, SocketText which, String text) {
        List<String> others = List.of(text, text.substring(1), text + "x", text.substring(1) + text.charAt(0));
        return others.stream()
                .map(other -> other.getBytes(StandardCharsets.UTF_8))
                .map(other -> Integer.toString(socket.matchText(which, other)))
                .collect(Collectors.joining(","));
    }

    @Test
    void numbersOfTcpAreToldAsFarAsThereAre() throws Exception {
        for (String release : Captures.RELEASES) {
            List<String> numbers = Captures.dump(
                    Captures.sysctls(release, "main"),
                    Protocol.TCP,
                    s -> s.state() == TcpState.ESTABLISHED && s.localPort() == 8080
                            ? s.number(SocketNumber.SND_MSS) + " " + s.number(SocketNumber.TOTAL_RETRANS)
                            : "");
            assertTrue(numbers.contains("16344 0"), "the loopback's 16384 less two headers: " + numbers);
        }
    }

    @Test
    void ipv6SocketTellsWhetherItTakesIpv4() throws Exception {
        List<String> listeners = Captures.dump(
                main(),
                Protocol.TCP,
                s -> s.state() == TcpState.LISTEN ? s.family().label() + s.number(SocketNumber.V6ONLY) : "");
        assertEquals(
                Set.of("", "ipv4" + SocketView.UNKNOWN, "ipv61", "ipv60"), Set.copyOf(listeners), "tcp4, tcp6, tcp46");
    }

    @Test
    void linkLocalAddressIsShownWithoutTheInterfaceThatTheKernelPutsIn() throws Exception {
        byte[] list = Captures.bytes("15.1", "main__" + TCP);
        int row = rowOf(main(), socket -> socket.family() == AddressFamily.IPV6);
        int local = HEAD_BYTES + row * ROW_BYTES + 280;
        ByteBuffer.wrap(list).putLong(local, 0xfe80_0002_0000_0000L);
        List<String> found = Captures.dump(
                Captures.with(main(), TCP, list),
                Protocol.TCP,
                s -> Long.toHexString(s.localAddressHigh()) + " " + s.interfaceIndex());
        assertEquals("fe80000000000000 2", found.get(row));
    }

    @Test
    void protocolsWithoutAListAreMissingAndNoModuleIsToBlame() throws Exception {
        for (Protocol protocol : List.of(Protocol.NETLINK, Protocol.UDPLITE)) {
            DumpRequest request = DumpRequest.of(protocol, protocol.families(), TcpState.ALL);
            MissingTableException missing =
                    assertThrows(MissingTableException.class, () -> dump(main(), request), protocol.label());
            assertEquals(Errno.ENOENT, missing.errno());
            assertEquals(protocol, missing.protocol());
            assertEquals("", missing.module());
            assertTrue(missing.getMessage().contains(protocol.label()), missing::getMessage);
        }
    }

    private static int rowOf(Sysctls sysctls, Predicate<SocketView> wanted) throws Exception {
        return Captures.dump(sysctls, Protocol.TCP, wanted::test).indexOf(true);
    }

    private static List<String> ports(DumpRequest request) throws Exception {
        List<Integer> ports = new ArrayList<>();
        new FreeBsdPcbList(main()).dump(request, socket -> ports.add(socket.localPort()));
        return ports.stream().sorted().map(String::valueOf).toList();
    }

    private static Sysctls main() throws Exception {
        return Captures.sysctls("15.1", "main");
    }

    private static DumpResult dump(Sysctls sysctls, DumpRequest request) throws KernelException {
        return new FreeBsdPcbList(sysctls).dump(request, socket -> {});
    }
}
