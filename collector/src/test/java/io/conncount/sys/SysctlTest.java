package io.conncount.sys;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.conncount.collect.Collector;
import io.conncount.collect.Queries;
import io.conncount.snapshot.Snapshot;
import io.conncount.socket.Protocol;
import io.conncount.source.Host;
import io.conncount.source.HostSource;
import io.conncount.testing.BsdText;
import io.conncount.testing.Captures;
import io.conncount.testing.SysctlLibrary;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The binding, the protocol and the decoder as they run on FreeBSD, on a C library that answers as its kernel does. */
class SysctlTest {
    private static final String TCP = "net.inet.tcp.pcblist";
    private static final int TCP_BYTES = 175_712;
    private static final int TCP_ESTIMATE_BYTES = 197_288;

    @TempDir
    static Path directory;

    private static SysctlLibrary library;

    @BeforeAll
    static void build() throws Exception {
        library = SysctlLibrary.build(directory);
    }

    static List<String> releases() {
        return Captures.RELEASES;
    }

    @ParameterizedTest
    @MethodSource("releases")
    void valueIsReadWhole(String release) throws Exception {
        Sysctl sysctl = new Sysctl(library.of(release, "main"));
        assertArrayEquals(Captures.bytes(release, "main__" + TCP), read(sysctl, TCP));
        assertArrayEquals(Captures.bytes(release, "main__kern.file"), read(sysctl, "kern.file"));
        assertEquals("fbsd-ccap", sysctl.text("kern.hostname"));
        assertEquals(65_535, sysctl.number("net.inet.ip.portrange.last").orElseThrow());
    }

    @ParameterizedTest
    @MethodSource("releases")
    void wholeHostAnswersAsItsNetstatDid(String release) throws Exception {
        Sysctl sysctl = new Sysctl(library.of(release, "main"));
        List<String> text = Captures.text(release, "netstat-an");
        assertEquals(
                BsdText.lines(text, "tcp"),
                Captures.dump(sysctl, Protocol.TCP, BsdText::netstat).stream()
                        .sorted()
                        .toList());
        Host host = HostSource.freeBsd(sysctl);
        assertEquals(release, host.kernel().toString());
        Snapshot snapshot = new Collector(host).collect(Queries.by("state"));
        assertEquals("counters", snapshot.source());
        assertEquals(236, snapshot.total());
    }

    @Test
    void unknownNameIsRefused() {
        Sysctl sysctl = new Sysctl(library.of("15.1", "main"));
        KernelException e = assertThrows(KernelException.class, () -> sysctl.read("net.inet.tcp.nothing"));
        assertEquals(Errno.ENOENT, e.errno());
        assertEquals("sysctl(net.inet.tcp.nothing): not found (ENOENT)", e.getMessage());
        assertTrue(sysctl.number("net.inet.tcp.nothing").isEmpty());
        assertEquals("unknown", sysctl.text("net.inet.tcp.nothing"));
    }

    @Test
    void valueThatOutgrowsItsBufferIsReadAgainWithMore() throws Exception {
        Sysctl sysctl = new Sysctl(library.of("15.1", "main"));
        library.outgrow(Sysctl.TRIES_MAX - 1);
        assertEquals(TCP_BYTES, read(sysctl, TCP).length);
    }

    @Test
    void estimateThatIsAlwaysTooSmallIsOutgrown() throws Exception {
        Sysctl sysctl = new Sysctl(library.of("15.1", "main"));
        library.estimate(TCP_BYTES * 2 / 3);
        assertEquals(TCP_BYTES, read(sysctl, TCP).length);
    }

    @Test
    void valueThatGrowsForEverIsGivenUp() {
        Sysctl sysctl = new Sysctl(library.of("15.1", "main"));
        library.outgrow(Integer.MAX_VALUE);
        KernelException e = assertThrows(KernelException.class, () -> sysctl.read(TCP));
        assertEquals("sysctl(" + TCP + "), which outgrew its buffer 5 times: out of memory (ENOMEM)", e.getMessage());
    }

    @Test
    void bufferThatCannotBeWiredIsNotTriedAgain() throws Exception {
        Sysctl sysctl = new Sysctl(library.of("15.1", "main"));
        library.wireAtMost(TCP_ESTIMATE_BYTES);
        assertEquals(TCP_BYTES, read(sysctl, TCP).length);
        library.wireAtMost(TCP_ESTIMATE_BYTES - 1);
        KernelException e = assertThrows(KernelException.class, () -> sysctl.read(TCP));
        assertEquals("wiring 197288 bytes for sysctl(" + TCP + "): out of memory (ENOMEM)", e.getMessage());
    }

    @Test
    void valueBeyondTwoGibibytesIsRefusedBeforeAnyMemoryIsTaken() {
        Sysctl sysctl = new Sysctl(library.of("15.1", "main"));
        library.estimate(1L << 31);
        KernelException e = assertThrows(KernelException.class, () -> sysctl.read(TCP));
        assertEquals(Errno.EFBIG, e.errno());
        assertEquals(
                "sysctl(" + TCP
                        + ") of 2147483648 bytes, where at most 2147483640 can be read at once: too large (EFBIG)",
                e.getMessage());
    }

    @Test
    void countByStateNeedsNoListAndSoNoWiredMemory() throws Exception {
        Host host = HostSource.freeBsd(new Sysctl(library.of("15.1", "main")));
        library.wireAtMost(4096);
        Snapshot snapshot = new Collector(host).collect(Queries.by("state"));
        assertEquals(Optional.empty(), snapshot.fault());
        assertEquals(236, snapshot.total());
    }

    @Test
    void whereTheListCannotBeReadTheKernelsCountsAnswerWhatTheyCan() throws Exception {
        Host host = HostSource.freeBsd(new Sysctl(library.of("15.1", "main")));
        library.wireAtMost(4096);
        Snapshot snapshot = new Collector(host).collect(Queries.exact(Queries.by("state")));
        assertEquals(236, snapshot.total());
        assertEquals("counters", snapshot.source());
        assertEquals(
                "wiring 197288 bytes for sysctl(" + TCP
                        + "): out of memory (ENOMEM): no socket was read; the counts are the kernel's own",
                snapshot.fault().orElseThrow());
        KernelException e =
                assertThrows(KernelException.class, () -> new Collector(host).collect(Queries.by("local-port")));
        assertEquals(Errno.ENOMEM, e.errno());
    }

    private static byte[] read(Sysctl sysctl, String name) throws KernelException {
        try (Sysctls.Value value = sysctl.read(name)) {
            byte[] bytes = new byte[value.bytes().limit()];
            value.bytes().get(bytes);
            return bytes;
        }
    }
}
