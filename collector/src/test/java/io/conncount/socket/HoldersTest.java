package io.conncount.socket;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The table of who holds which socket. */
class HoldersTest {
    private static final long SEED = 16;
    private static final int DESCRIPTORS = 50_000;
    private static final int BYTES_PER_SOCKET_MAX = 32;

    @Test
    void everyHolderOfASocketIsFoundAndTheLowestProcessFirst() {
        Random random = new Random(SEED);
        List<Holders.Found> parts = List.of(new Holders.Found(), new Holders.Found(), new Holders.Found());
        Map<Long, Set<Long>> expected = new TreeMap<>();
        for (int i = 0; i < DESCRIPTORS; i++) {
            // Inode numbers, and kernel addresses, which are negative, end in zeros and have the upper half in common.
            int number = 1 + random.nextInt(DESCRIPTORS / 2);
            long identity = random.nextBoolean() ? number : 0xff01_0000_0000_0000L | (long) number << 10;
            int pid = 1 + random.nextInt(100);
            parts.get(random.nextInt(parts.size())).add(identity, pid, i);
            expected.computeIfAbsent(identity, key -> new TreeSet<>()).add((long) pid << Integer.SIZE | i);
        }
        Holders holders = new Holders("test", parts, Map.of(), 0);
        assertEquals(DESCRIPTORS, holders.count());
        expected.forEach((identity, descriptors) -> {
            List<Long> found = new ArrayList<>();
            int first = holders.first(identity);
            for (int holder = first; holder >= 0; holder = holders.next(holder)) {
                found.add((long) holders.pid(holder) << Integer.SIZE | holders.descriptor(holder));
                assertEquals(identity, holders.identity(holder));
            }
            assertEquals(descriptors.iterator().next() >>> Integer.SIZE, holders.pid(first));
            assertEquals(descriptors, new TreeSet<>(found));
            assertEquals(descriptors.size(), found.size());
        });
    }

    @Test
    void socketWithoutHolderIsUnheldUnlessProcessesAreHidden() {
        Holders all = one(0);
        Holders some = one(1);
        assertEquals(Holders.UNHELD, all.first(8));
        assertEquals(Holders.HIDDEN, some.first(8));
        // What no descriptor can lead to is held by nobody, whoever looks.
        assertEquals(Holders.UNHELD, some.first(0));
        assertEquals(Holders.UNHELD, some.first(SocketView.UNKNOWN));
        assertTrue(some.first(7) >= 0);
        assertEquals(Holders.UNHELD, Holders.NONE.first(7));
    }

    private static Holders one(int hiddenProcesses) {
        Holders.Found found = new Holders.Found();
        found.add(7, 1, 3);
        return new Holders("test", List.of(found), Map.of(), hiddenProcesses);
    }

    @Test
    void processWithoutNameHasAnEmptyOne() {
        HoldingProcess known = new HoldingProcess("nginx", 1, 2, 3, "/usr/sbin/nginx", 33, 4);
        Holders holders = new Holders("test", List.of(), new HashMap<>(Map.of(1, known)), 0);
        assertEquals(known, holders.process(1));
        assertEquals(
                new HoldingProcess("", 0, 0, 0, "", HoldingProcess.UID_UNKNOWN, HoldingProcess.JAIL_UNKNOWN),
                holders.process(2));
    }

    /** Of a million sockets, of one more than those that would need half the slots, and of one fewer. */
    @ParameterizedTest
    @ValueSource(ints = {1 << 20, (1 << 22) / 3 + 1, (1 << 22) / 3})
    void tableTakesFewBytesASocket(int sockets) {
        Holders.Found found = new Holders.Found();
        for (int i = 1; i <= sockets; i++) {
            found.add(i, 1, i);
        }
        Holders holders = new Holders("test", List.of(found), Map.of(), 0);
        assertTrue(holders.bytes() <= (long) BYTES_PER_SOCKET_MAX * sockets, holders.bytes() + " bytes");
    }
}
