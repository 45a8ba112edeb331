package io.conncount.counters;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.conncount.socket.AddressFamily;
import io.conncount.socket.Protocol;
import io.conncount.testing.Golden;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The counters' files of a kernel, as they are and with parts missing. */
class ProcNetTest {
    @TempDir
    private Path directory;

    @BeforeEach
    void copyTheRecordedFiles() throws IOException {
        for (String file : new String[] {"sockstat", "sockstat6", "snmp", "if_inet6"}) {
            Files.copy(Golden.procNet().resolve(file), directory.resolve(file));
        }
    }

    @Test
    void countersAreWhatSsListsAtTheSameMoment() {
        Measures counters = read();
        assertTrue(counters.tcpComplete(), counters.tcpMissing());
        assertEquals(lines("tcp", " cgroup:", "["), counters.inUse(AddressFamily.IPV6));
        assertEquals(
                lines("tcp", " cgroup:", " ") - counters.inUse(AddressFamily.IPV6), counters.inUse(AddressFamily.IPV4));
        assertEquals(
                lines("tcp", "TIME-WAIT", " ") + lines("tcp", "FIN-WAIT-2", "timewait"),
                counters.number(Measure.TCP_TIME_WAIT));
        assertEquals(
                lines("tcp", "ESTAB", " ") + lines("tcp", "CLOSE-WAIT", " "), counters.number(Measure.TCP_ESTABLISHED));
        assertEquals(lines("udp", " ", " "), counters.number(Measure.UDP_IN_USE));
        assertEquals(
                lines("tcp", "", "") - counters.inUse(AddressFamily.IPV4) - counters.inUse(AddressFamily.IPV6),
                counters.number(Measure.TCP_TIME_WAIT) + lines("tcp", "SYN-RECV", " "));
    }

    @Test
    void protocolsTellHowManySocketsThereAreThatNoTableShows() throws IOException {
        ProcNet procNet = new ProcNet(directory);
        assertEquals(Measures.MISSING, procNet.sockets(Protocol.RAW), "no such file");
        Files.copy(Golden.procNet().resolve("protocols"), directory.resolve("protocols"));
        assertEquals(3, procNet.sockets(Protocol.UDPLITE), "both families");
        assertEquals(3, procNet.sockets(Protocol.PACKET));
        assertEquals(0, procNet.sockets(Protocol.RAW));
        assertEquals(0, procNet.sockets(Protocol.SCTP), "the kernel knows no such protocol");
        assertEquals(Measures.MISSING, procNet.sockets(Protocol.VSOCK), "listed, but not counted");
    }

    @Test
    void kindsOfSocketsThatNoProtocolStandsForAreCountedByTheKernelsNames() throws IOException {
        ProcNet procNet = new ProcNet(directory);
        assertEquals(Map.of(), procNet.otherSockets(), "no such file");
        Files.writeString(directory.resolve("protocols"), """
                protocol  size sockets  memory press maxhdr  slab module     cl co di ac
                XDP       1088      2      -1   NI       0   no   kernel      n  n  n  n
                CAN_RAW   1088      0      -1   NI       0   no   can_raw     n  n  n  n
                ALG       1088     11      -1   NI       0   no   af_alg      n  n  n  n
                PINGv6    1344      5      -1   NI       0   yes  kernel      y  y  y  n
                UNIX-STREAM 1152    7      -1   NI       0   yes  kernel      y  n  n  n
                NETLINK   1096     -1      -1   NI       0   no   kernel      n  n  n  n
                ODD       1096      x      -1   NI       0   no   kernel      n  n  n  n
                """);
        assertEquals(Map.of("XDP", 2L, "ALG", 11L), procNet.otherSockets());
        assertEquals(5, procNet.sockets(Protocol.PING));
    }

    @Test
    void missingFileLeavesItsNumbersMissing() throws IOException {
        Files.delete(directory.resolve("sockstat"));
        assertEquals("TCP inuse, TCP tw", read().tcpMissing());
        assertEquals(Measures.MISSING, read().number(Measure.UDP_IN_USE));
        Files.delete(directory.resolve("snmp"));
        assertEquals("TCP inuse, TCP tw, Tcp CurrEstab, Tcp ActiveOpens and PassiveOpens", read().tcpMissing());
        Files.delete(directory.resolve("sockstat6"));
        assertEquals(Measures.NONE, read());
    }

    @Test
    void kernelWithoutIpv6HasNoIpv6Sockets() throws IOException {
        Files.delete(directory.resolve("sockstat6"));
        assertEquals("TCP6 inuse", read().tcpMissing());
        Files.delete(directory.resolve("if_inet6"));
        assertTrue(read().tcpComplete());
        assertEquals(0, read().inUse(AddressFamily.IPV6));
    }

    @Test
    void missingFieldIsMissingAndNotZero() throws IOException {
        edit("sockstat", text -> text.replaceAll(" tw \\d+", ""));
        assertEquals("TCP tw", read().tcpMissing());
        edit("snmp", text -> text.replace("CurrEstab", "SomethingElse"));
        assertEquals("TCP tw, Tcp CurrEstab", read().tcpMissing());
    }

    @Test
    void garbageIsMissing() throws IOException {
        edit("sockstat", text -> text.replaceAll("inuse \\d+", "inuse many"));
        edit("snmp", text -> "\0\n\n Tcp:\nTcp: CurrEstab\nTcp:\nTcp");
        assertEquals("TCP inuse, Tcp CurrEstab, Tcp ActiveOpens and PassiveOpens", read().tcpMissing());
    }

    @Test
    void negativeAndHugeNumbersAreMissing() throws IOException {
        edit("sockstat", text -> text.replaceAll("(?m)^TCP: inuse \\d+", "TCP: inuse -5"));
        edit("sockstat6", text -> text.replaceAll("inuse \\d+", "inuse 99999999999999999999"));
        assertEquals("TCP inuse, TCP6 inuse", read().tcpMissing());
    }

    @Test
    void fileThatIsNoTextIsMissing() throws IOException {
        Files.write(directory.resolve("sockstat"), new byte[] {(byte) 0xff, (byte) 0xfe, 0, 1});
        assertEquals("TCP inuse, TCP tw", read().tcpMissing());
    }

    @Test
    void fieldsInAnotherOrderAreFoundByName() throws IOException {
        Measures before = read();
        edit(
                "sockstat",
                text -> text.replaceAll("TCP: inuse (\\d+) orphan (\\d+) tw (\\d+)", "TCP: tw $3 new 9 inuse $1"));
        assertEquals(before, read());
    }

    @Test
    void thisKernelGivesEveryNumber() {
        assertTrue(new ProcNet(ProcNet.OF_THIS_THREAD).read().tcpComplete());
    }

    private Measures read() {
        return new ProcNet(directory).read();
    }

    private void edit(String file, UnaryOperator<String> change) throws IOException {
        Path path = directory.resolve(file);
        String text = Files.readString(path);
        Files.delete(path);
        Files.writeString(path, change.apply(text));
    }

    private static long lines(String protocol, String... parts) {
        return Golden.ss(protocol).stream()
                .filter(line -> java.util.Arrays.stream(parts).allMatch(line::contains))
                .count();
    }
}
