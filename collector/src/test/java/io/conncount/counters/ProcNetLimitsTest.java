package io.conncount.counters;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.conncount.sys.KernelFile;
import io.conncount.testing.Command;
import io.conncount.testing.Repository;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a kernel told of itself (Linux 6.18), as it is and with parts missing. */
class ProcNetLimitsTest {
    private static final Path CAPTURED = Repository.root().resolve("collector/src/test/resources/measures");
    private static final Set<Measure> NOT_OF_LINUX = EnumSet.of(Measure.OPEN_SOCKETS_MAX);

    @TempDir
    private Path directory;

    @BeforeEach
    void copyTheCapturedFiles() throws IOException {
        try (Stream<Path> files = Files.walk(CAPTURED)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path copy = directory.resolve(CAPTURED.relativize(file));
                Files.createDirectories(copy.getParent());
                Files.copy(file, copy);
            }
        }
    }

    private Measures read() {
        return new ProcNet(directory.resolve("net"), directory.resolve("sys")).readAll();
    }

    private void assertMeasure(long expected, Measure measure) {
        assertEquals(OptionalLong.of(expected), read().of(measure), measure.label());
    }

    private void edit(String file, UnaryOperator<String> change) throws IOException {
        Files.writeString(directory.resolve(file), change.apply(Files.readString(directory.resolve(file))));
    }

    @Test
    void countersAreThoseOfSnmpAndNetstat() {
        assertMeasure(126, Measure.TCP_ACTIVE_OPENS);
        assertMeasure(49, Measure.TCP_PASSIVE_OPENS);
        assertMeasure(2, Measure.TCP_ATTEMPT_FAILS);
        assertMeasure(14, Measure.TCP_ESTABLISHED_RESETS);
        assertMeasure(8262, Measure.TCP_RECEIVED_SEGMENTS);
        assertMeasure(6890, Measure.TCP_SENT_SEGMENTS);
        assertMeasure(12, Measure.TCP_RETRANSMITTED_SEGMENTS);
        assertMeasure(100, Measure.TCP_SENT_RESETS);
        assertMeasure(4, Measure.TCP_LISTEN_OVERFLOWS);
        assertMeasure(4, Measure.TCP_LISTEN_DROPS);
    }

    @Test
    void memoryIsInBytesAndLimitsAreTheLastOfThree() {
        assertMeasure(421L * KernelFile.pageBytes(), Measure.TCP_SOCKET_MEMORY);
        assertMeasure(575_802L * KernelFile.pageBytes(), Measure.TCP_SOCKET_MEMORY_MAX);
        assertMeasure(0, Measure.UDP_SOCKET_MEMORY);
        assertMeasure(1_151_604L * KernelFile.pageBytes(), Measure.UDP_SOCKET_MEMORY_MAX);
    }

    @Test
    void limitsAreThoseOfTheirFiles() {
        assertMeasure(0, Measure.TCP_ORPHANS);
        assertMeasure(131_072, Measure.TCP_ORPHANS_MAX);
        assertMeasure(1_000_000, Measure.TCP_TIME_WAIT_MAX);
        assertMeasure(0, Measure.CONNTRACK_ENTRIES);
        assertMeasure(262_144, Measure.CONNTRACK_ENTRIES_MAX);
        assertMeasure(10_240, Measure.LOCAL_PORTS_MIN);
        assertMeasure(65_535, Measure.LOCAL_PORTS_MAX);
        assertMeasure(65_535, Measure.ACCEPT_QUEUE_MAX);
        assertMeasure(25, Measure.OPEN_SOCKETS);
        assertMeasure(738, Measure.OPEN_FILES);
        assertMeasure(2_466_193, Measure.OPEN_FILES_MAX);
    }

    @Test
    void everyMeasureOfLinuxIsThere() {
        Measures measures = read();
        for (Measure measure : EnumSet.complementOf(EnumSet.copyOf(NOT_OF_LINUX))) {
            assertTrue(measures.of(measure).isPresent(), measure.label());
        }
    }

    @Test
    void firewallThatTracksNothingHasNoNumbers() throws IOException {
        Files.delete(directory.resolve("sys/net/netfilter/nf_conntrack_count"));
        Files.delete(directory.resolve("sys/net/netfilter/nf_conntrack_max"));
        assertEquals(OptionalLong.empty(), read().of(Measure.CONNTRACK_ENTRIES));
        assertEquals(OptionalLong.empty(), read().of(Measure.CONNTRACK_ENTRIES_MAX));
        assertMeasure(10_240, Measure.LOCAL_PORTS_MIN);
    }

    @Test
    void whatCannotBeReadIsMissingAndNotZero() throws IOException {
        Measures none = new ProcNet(directory.resolve("nothing"), directory.resolve("nothing")).readAll();
        for (Measure measure : Measure.values()) {
            assertFalse(none.of(measure).isPresent(), measure.label());
        }
        assertEquals("none of the kernel's counters could be read", none.fault().orElseThrow());
        edit("net/netstat", text -> text.replace("ListenDrops", "SomethingElse"));
        edit("net/sockstat", text -> text.replaceAll("orphan \\d+ ", "").replace("mem 421", "mem many"));
        edit("sys/net/ipv4/tcp_mem", text -> "1\t2\n");
        edit("sys/net/ipv4/udp_mem", text -> "1\t2\t" + Long.MAX_VALUE + "\n");
        edit("sys/fs/file-nr", text -> "-7\t0\t99999999999999999999\n");
        Measures measures = read();
        for (Measure missing : List.of(
                Measure.TCP_LISTEN_DROPS,
                Measure.TCP_ORPHANS,
                Measure.TCP_SOCKET_MEMORY,
                Measure.TCP_SOCKET_MEMORY_MAX,
                Measure.UDP_SOCKET_MEMORY_MAX,
                Measure.OPEN_FILES,
                Measure.OPEN_FILES_MAX)) {
            assertEquals(OptionalLong.empty(), measures.of(missing), missing.label());
        }
        assertMeasure(4, Measure.TCP_LISTEN_OVERFLOWS);
        assertEquals(Optional.empty(), measures.fault(), "a kernel does not tell everything");
    }

    @Test
    void everyMeasureHasANameOfItsOwnAndASentence() {
        Set<String> labels = new HashSet<>();
        for (Measure measure : Measure.published()) {
            assertTrue(measure.label().matches("[a-z]+(_[a-z]+)*"), measure.label());
            assertTrue(labels.add(measure.label()), measure.label());
            assertTrue(measure.help().matches("[A-Z].*[^.]\\."), measure.help());
            assertTrue(measure.unit().isEmpty() || measure.kind() == Measure.Kind.GAUGE, measure.label());
        }
    }

    @Test
    void pagesAreAsLargeAsTheSystemSays() throws Exception {
        assertEquals(List.of(String.valueOf(KernelFile.pageBytes())), Command.lines("getconf", "PAGESIZE"));
    }
}
