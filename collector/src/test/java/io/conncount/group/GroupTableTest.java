package io.conncount.group;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.conncount.socket.TcpState;
import io.conncount.testing.TestSocket;
import io.conncount.testing.property.ForAll;
import io.conncount.testing.property.IntRange;
import io.conncount.testing.property.Property;
import io.conncount.testing.property.Size;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class GroupTableTest {
    private static final List<GroupKey> KEYS = List.of(
            GroupKeys.byWord("local-port").orElseThrow(),
            GroupKeys.byWord("remote-port").orElseThrow());

    /** Lanes that collide often, and a count. */
    private record Entry(long a, long b) {}

    @Property
    void countsAreThoseOfAMap(@ForAll @Size(max = 300) List<@IntRange(max = 400) Integer> values) {
        GroupTable table = new GroupTable(KEYS, Integer.MAX_VALUE);
        Map<Entry, Long> model = new HashMap<>();
        for (int value : values) {
            Entry entry = new Entry(value % 20 * 0x1_0000_0001L, value / 20 - 10);
            long sockets = value % 3;
            table.add(lanes(entry), 0, sockets);
            model.merge(entry, sockets, Long::sum);
        }
        assertModel(model, table);
        assertEquals(0, table.ungrouped());
    }

    @Property
    void mergedTablesCountAsOne(
            @ForAll @Size(max = 200) List<@IntRange(max = 99) Integer> first,
            @ForAll @Size(max = 200) List<@IntRange(max = 99) Integer> second) {
        Map<Entry, Long> model = new HashMap<>();
        GroupTable table = filled(first, Integer.MAX_VALUE, model);
        table.takeOver(filled(second, Integer.MAX_VALUE, model));
        assertModel(model, table);
    }

    @Property
    void socketsBeyondTheCeilingAreCountedWithoutAGroup(
            @ForAll @Size(max = 200) List<@IntRange(max = 99) Integer> first,
            @ForAll @Size(max = 200) List<@IntRange(max = 99) Integer> second,
            @ForAll @IntRange(max = 60) int groupsMax) {
        Map<Entry, Long> model = new HashMap<>();
        GroupTable table = filled(first, groupsMax, model);
        assertEquals(first.size(), table.total());
        GroupTable other = filled(second, groupsMax, model);
        table.takeOver(other);
        long grouped = 0;
        for (int group = 0; group < table.size(); group++) {
            grouped += table.count(group);
        }
        assertEquals(first.size() + second.size(), table.total());
        assertEquals(table.total(), grouped + table.ungrouped());
        assertEquals(true, table.size() <= groupsMax && table.size() <= model.size());
    }

    @Test
    void millionGroupsAreAllFoundAgain() {
        int groups = 1_000_000;
        GroupTable table = new GroupTable(KEYS, groups);
        long[] lanes = new long[2];
        for (int round = 1; round <= 2; round++) {
            for (int i = 0; i < groups; i++) {
                lanes[0] = i % 1000;
                lanes[1] = i / 1000;
                table.add(lanes, 0, round);
            }
        }
        assertEquals(groups, table.size());
        assertEquals(3L * groups, table.total());
        for (int i = 0; i < groups; i++) {
            lanes[0] = i % 1000;
            lanes[1] = i / 1000;
            assertEquals(i, table.find(lanes, 0));
            assertEquals(3, table.count(i));
        }
    }

    @Test
    void groupOfNoSocketComesIntoBeing() {
        GroupTable table = new GroupTable(KEYS, 10);
        table.add(new long[] {1, 2}, 0, 0);
        assertEquals(1, table.size());
        assertEquals(0, table.total());
        assertEquals("2", table.value(0, 1));
    }

    @Test
    void groupOfAnotherTableIsFoundByItsValues() {
        GroupTable table = new GroupTable(KEYS, 10);
        GroupTable other = new GroupTable(KEYS, 10);
        table.add(new long[] {1, 2}, 0, 5);
        other.add(new long[] {9, 9}, 0, 1);
        other.add(new long[] {1, 2}, 0, 1);
        assertEquals(0, table.find(other, 1));
        assertEquals(GroupTable.NO_GROUP, table.find(other, 0));
    }

    @Test
    void groupsLeaveATableAndEnterAnotherByTheirLanes() {
        GroupTable table = new GroupTable(KEYS, 10);
        table.add(TestSocket.ipv4(TcpState.ESTABLISHED, 443, 50000));
        long[] lanes = new long[table.lanes()];
        table.copyLanes(0, lanes);
        assertTrue(table.couldHold(lanes));
        GroupTable other = new GroupTable(KEYS, 10);
        other.add(lanes, 0, table.count(0));
        other.addUngrouped(5);
        assertEquals(0, other.find(table, 0));
        assertEquals(6, other.total());
        assertEquals(5, other.ungrouped());
        Arrays.fill(lanes, -1);
        assertFalse(table.couldHold(lanes));
    }

    @Test
    void valuesAreOrderedAsUnsignedNumbers() {
        GroupTable table = new GroupTable(KEYS, 10);
        table.add(new long[] {1, -1}, 0, 1);
        table.add(new long[] {2, 1}, 0, 1);
        assertEquals(-1, Integer.signum(table.compare(0, 1, 0)));
        assertEquals(1, Integer.signum(table.compare(0, 1, 1)));
        assertEquals(0, table.compare(0, 0, 1));
    }

    private static GroupTable filled(List<Integer> values, int groupsMax, Map<Entry, Long> model) {
        GroupTable table = new GroupTable(KEYS, groupsMax);
        for (int value : values) {
            Entry entry = new Entry(value % 10, value / 10);
            table.add(lanes(entry), 0, 1);
            model.merge(entry, 1L, Long::sum);
        }
        return table;
    }

    private static void assertModel(Map<Entry, Long> model, GroupTable table) {
        assertEquals(model.size(), table.size());
        assertEquals(model.values().stream().mapToLong(Long::longValue).sum(), table.total());
        model.forEach((entry, count) -> assertEquals(count, table.count(table.find(lanes(entry), 0))));
        assertEquals(GroupTable.NO_GROUP, table.find(new long[] {-7, -7}, 0));
    }

    private static long[] lanes(Entry entry) {
        return new long[] {entry.a, entry.b};
    }
}
