package io.conncount.group;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.conncount.counters.Measures;
import io.conncount.socket.AddressFamily;
import io.conncount.socket.Protocol;
import io.conncount.socket.TcpState;
import io.conncount.source.DumpRequest;
import io.conncount.source.Host;
import io.conncount.source.KernelVersion;
import io.conncount.source.ProcNetDump;
import io.conncount.source.SocketSource;
import io.conncount.source.recording.RecordedHost;
import io.conncount.testing.Allocation;
import io.conncount.testing.Datagrams;
import io.conncount.testing.Golden;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From the bytes of a file to a count in a table, nothing is allocated for a socket. */
class FileAllocationTest {
    private static final DumpRequest ALL =
            DumpRequest.of(Protocol.TCP, AddressFamily.IP, EnumSet.complementOf(EnumSet.of(TcpState.CLOSE)));
    /** What one read() of a file may allocate, times the reads there are: nowhere near a byte a socket. */
    private static final long BLOCKS_BYTES_MAX = 10_000;

    @TempDir
    private Path directory;

    /** Makes something of so many copies of a few sockets, or a host of it. */
    private interface Maker<A, B> {
        B of(A what) throws IOException;
    }

    @Test
    void replayingARecordingAllocatesNothingForASocket() throws Exception {
        assertAllocatesTheSame(this::recordingFile, RecordedHost::open);
    }

    @Test
    void readingProcfsAllocatesNothingForASocket() throws Exception {
        String names = "sl local_address\n";
        String line =
                "   1: 0100007F:1F40 0200007F:C001 01 00000005:00000007 01:00000014 00000002     0        0 7 1 0\n";
        assertAllocatesTheSame(
                times -> {
                    Path files = Files.createDirectories(directory.resolve("net" + times));
                    Files.writeString(files.resolve("tcp"), names + line.repeat(times));
                    return files;
                },
                files -> new Host("", new ProcNetDump(files), () -> Measures.NONE, new KernelVersion(6, 18)));
    }

    private Path recordingFile(int times) throws IOException {
        byte[] answer = Golden.answer(Golden.TCP_LISTEN);
        return Files.write(directory.resolve("file" + times), Datagrams.join(Collections.nCopies(times, answer)));
    }

    private static void assertAllocatesTheSame(Maker<Integer, Path> files, Maker<Path, Host> hosts) throws Exception {
        SocketSource few = hosts.of(files.of(2000)).sockets();
        SocketSource many = hosts.of(files.of(20_000)).sockets();
        List<GroupKey> keys = List.of(
                GroupKeys.byWord("local-port").orElseThrow(),
                GroupKeys.byWord("remote-port").orElseThrow());
        GroupTable table = new GroupTable(keys, 1_000_000);
        assertTrue(many.dump(ALL, table::add).sockets() >= 20_000);
        long more = Allocation.moreBytes(() -> few.dump(ALL, table::add), () -> many.dump(ALL, table::add));
        assertTrue(more < BLOCKS_BYTES_MAX, more + " bytes more for 18,000 sockets and more");
    }
}
