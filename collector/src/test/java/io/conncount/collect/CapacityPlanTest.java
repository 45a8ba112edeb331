package io.conncount.collect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.conncount.collect.CapacityPlan.Need;
import io.conncount.counters.Measure;
import io.conncount.counters.Measures;
import io.conncount.counters.SocketMemory;
import io.conncount.sys.KernelFile;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a plan raises follows from what the kernel told, and what it did not tell is said. */
class CapacityPlanTest {
    private static final long PAGE = KernelFile.pageBytes();
    private static final SocketMemory SLABS =
            new SocketMemory(Map.of("TCP", 2400L, "sock_inode_cache", 800L, "dentry", 200L, "filp", 200L));

    private final Map<Measure, Long> values = new EnumMap<>(Measure.class);

    private CapacityView view(SocketMemory memory) {
        return new CapacityView(List.of(), new Measures(values), memory, Optional.empty(), Optional.empty());
    }

    private Need need(long connections, String setting) {
        List<Need> found = CapacityPlan.of(view(SLABS), connections).needs().stream()
                .filter(need -> need.setting().equals(setting))
                .toList();
        assertEquals(1, found.size(), setting);
        return found.get(0);
    }

    private void assertNote(long connections, String part) {
        List<String> notes = CapacityPlan.of(view(SLABS), connections).notes();
        assertTrue(notes.stream().anyMatch(note -> note.contains(part)), notes::toString);
    }

    @Test
    void filesAreThoseOfTheConnectionsAndOfOthers() {
        values.put(Measure.TCP_ESTABLISHED, 5_000L);
        values.put(Measure.OPEN_FILES, 6_000L);
        values.put(Measure.OPEN_FILES_MAX, 100_000L);
        Need files = need(2_000_000, "fs.file-max");
        assertEquals("100000", files.now());
        assertEquals("2201100", files.needed());
        assertTrue(files.why().contains("1,000 others"), files.why());
    }

    @Test
    void whatGrowsWithConnectionsIsInProportion() {
        values.put(Measure.TCP_ESTABLISHED, 10_000L);
        values.put(Measure.TCP_ORPHANS, 50L);
        values.put(Measure.TCP_ORPHANS_MAX, 8_192L);
        values.put(Measure.TCP_TIME_WAIT, 4_000L);
        values.put(Measure.TCP_TIME_WAIT_MAX, 10_000_000L);
        assertEquals("12000", need(2_000_000, "net.ipv4.tcp_max_orphans").needed());
        assertTrue(CapacityPlan.of(view(SLABS), 2_000_000).needs().stream()
                .noneMatch(need -> need.setting().equals("net.ipv4.tcp_max_tw_buckets")));
    }

    @Test
    void tooFewConnectionsTellNothing() {
        values.put(Measure.TCP_ESTABLISHED, 999L);
        values.put(Measure.TCP_ORPHANS, 50L);
        assertNote(2_000_000, "how many orphans there will be cannot be estimated from 999 connections");
        assertNote(2_000_000, "fs.file-max cannot be read here, and should be at least");
    }

    @Test
    void memoryIsTheAverageOrAPage() {
        values.put(Measure.TCP_ALLOCATED, 10_000L);
        values.put(Measure.TCP_SOCKET_MEMORY, 10_000L * 5 * PAGE);
        values.put(Measure.TCP_SOCKET_MEMORY_MAX, 1_000_000 * PAGE);
        Need memory = need(1_000_000, "net.ipv4.tcp_mem");
        assertEquals("1000000", memory.now());
        assertEquals("3000000 4500000 6000001", memory.needed());
        values.put(Measure.TCP_SOCKET_MEMORY, 0L);
        assertEquals(
                "600000 900000 1200001", need(1_000_000, "net.ipv4.tcp_mem").needed());
    }

    @Test
    void firewallThatTracksFewConnectionsIsLeftAlone() {
        values.put(Measure.TCP_ESTABLISHED, 10_000L);
        values.put(Measure.CONNTRACK_ENTRIES, 11_000L);
        values.put(Measure.CONNTRACK_ENTRIES_MAX, 262_144L);
        assertEquals(
                "1101100", need(1_000_000, "net.netfilter.nf_conntrack_max").needed());
        values.put(Measure.CONNTRACK_ENTRIES, 20L);
        assertNote(1_000_000, "nf_conntrack tracks few of the connections");
    }

    @Test
    void hashTableIsAPowerOfTwo() {
        values.put(Measure.TCP_HASH_BUCKETS, 262_144L);
        Need table = need(1_000_000, "thash_entries");
        assertEquals("1048576", table.needed());
        assertEquals("1048576", need(1_048_576, "thash_entries").needed());
        assertTrue(CapacityPlan.of(view(SLABS), 1_000_000).text(1_000_000).contains("\n# thash_entries=1048576\n"));
    }

    @Test
    void memoryOfTheKernelIsHeldAgainstThatOfTheHost() {
        values.put(Measure.MEMORY_TOTAL, 1L << 30);
        assertNote(1_000_000, "the host has 1,024 MB, which is too little");
        List<String> notes = CapacityPlan.of(view(new SocketMemory(Map.of("TCP", 2400L))), 1_000_000)
                .notes();
        assertTrue(notes.stream().anyMatch(note -> note.contains("only root can read")), notes::toString);
    }

    @Test
    void roomIsWhatIsLeftOfTheNearestLimit() {
        assertEquals(Optional.empty(), Room.of(view(new SocketMemory(Map.of()))));
        values.put(Measure.OPEN_FILES, 100L);
        values.put(Measure.OPEN_FILES_MAX, 1_100L);
        assertEquals(Optional.of(new Room(1_000, "open_files")), Room.of(view(SLABS)));
        values.put(Measure.MEMORY_AVAILABLE, 3_600L * 500);
        assertEquals(Optional.of(new Room(500, "memory")), Room.of(view(SLABS)));
        values.put(Measure.CONNTRACK_ENTRIES, 50L);
        values.put(Measure.CONNTRACK_ENTRIES_MAX, 60L);
        values.put(Measure.TCP_ESTABLISHED, 90L);
        assertEquals(Optional.of(new Room(10, "conntrack")), Room.of(view(SLABS)));
    }
}
