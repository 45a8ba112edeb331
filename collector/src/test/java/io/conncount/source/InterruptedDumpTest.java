package io.conncount.source;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.conncount.socket.AddressFamily;
import io.conncount.socket.Protocol;
import io.conncount.socket.SocketSink;
import io.conncount.socket.TcpState;
import io.conncount.sys.Errno;
import io.conncount.sys.KernelException;
import io.conncount.sys.Sysctls;
import io.conncount.testing.Captures;
import io.conncount.testing.Datagrams;
import io.conncount.testing.Golden;
import io.conncount.testing.RecordedChannel;
import io.conncount.testing.Reply;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A thread that is interrupted leaves its dump soon, and says that sockets are missing. */
class InterruptedDumpTest {
    private static final DumpRequest TCP = DumpRequest.of(Protocol.TCP, AddressFamily.IP, TcpState.ALL);
    private static final SocketSink INTERRUPTING =
            socket -> Thread.currentThread().interrupt();

    @TempDir
    private Path directory;

    @AfterEach
    void leaveNoInterruption() {
        Thread.interrupted();
    }

    @Test
    void sockDiagEndsBehindTheDatagram() throws Exception {
        DumpResult result = sockDiag().dump(TCP, INTERRUPTING);
        assertTrue(result.sockets() > 0 && result.sockets() < 20, result::toString);
        assertEquals(
                "dump(NETLINK_SOCK_DIAG): interrupted (EINTR)", result.fault().orElseThrow());
        Thread.interrupted();
        assertTrue(sockDiag().dump(TCP, socket -> {}).fault().isEmpty());
    }

    @Test
    void sockDiagReadsNothingIfItWasInterruptedBefore() {
        Thread.currentThread().interrupt();
        KernelException e = assertThrows(KernelException.class, () -> sockDiag().dump(TCP, INTERRUPTING));
        assertEquals(Errno.EINTR, e.errno());
    }

    @Test
    void pcbListEndsAndReadsItsOtherListsNoMore() throws Exception {
        Sysctls sysctls = Captures.sysctls("15.1", "main");
        List<String> read = new ArrayList<>();
        FreeBsdPcbList source = new FreeBsdPcbList(name -> {
            Sysctls.Value value = sysctls.read(name);
            if (name.startsWith("net.local.")) {
                read.add(name);
                Thread.currentThread().interrupt();
            }
            return value;
        });
        DumpResult result = source.dump(DumpRequest.of(Protocol.UNIX, Protocol.UNIX.families(), TcpState.ALL), s -> {});
        assertEquals(0, result.sockets());
        assertEquals(1, read.size(), read::toString);
        assertEquals("the dump was interrupted", result.fault().orElseThrow());
    }

    @Test
    void procNetEndsBehindWhatItHasRead() throws Exception {
        Path file = directory.resolve("udp");
        String line = "   0: 0100007F:1F40 00000000:0000 07 00000000:00000000 00:00000000 00000000"
                + "  1000        0 68097712 2 00000000add5955c 0\n";
        Files.writeString(file, "  sl  local_address\n" + line.repeat(10_000));
        DumpResult result = new ProcNetDump(directory)
                .dump(DumpRequest.of(Protocol.UDP, AddressFamily.IP, TcpState.ALL), INTERRUPTING);
        assertTrue(result.sockets() > 0 && result.sockets() < 1_000, result::toString);
        assertEquals(file + ": the dump was interrupted", result.fault().orElseThrow());
    }

    /** In datagrams of a few messages each. */
    private static LinuxSockDiag sockDiag() {
        return new LinuxSockDiag(() -> new RecordedChannel(request -> {
            byte[] answer = Datagrams.answering(Datagrams.sequence(request), Golden.answer(Golden.TCP));
            return Reply.datagrams(Datagrams.cut(answer, 1000));
        }));
    }
}
