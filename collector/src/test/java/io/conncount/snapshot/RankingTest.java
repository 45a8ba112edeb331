package io.conncount.snapshot;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.conncount.group.GroupKey;
import io.conncount.group.GroupKeys;
import io.conncount.group.GroupTable;
import io.conncount.snapshot.Ranking.Order;
import io.conncount.snapshot.Ranking.Row;
import io.conncount.snapshot.Snapshot.Rates;
import io.conncount.testing.property.ForAll;
import io.conncount.testing.property.IntRange;
import io.conncount.testing.property.Property;
import io.conncount.testing.property.Size;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Rows in an order, and what is left over; and how they change from one snapshot to the next. */
class RankingTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final List<GroupKey> KEYS = List.of(
            GroupKeys.byWord("local-port").orElseThrow(),
            GroupKeys.byWord("remote-port").orElseThrow());

    @Test
    void largestGroupsComeFirstAndEqualOnesFollowTheirKeys() {
        GroupTable table = new GroupTable(KEYS, 100);
        add(table, 443, 9, 5);
        add(table, 80, 10, 7);
        add(table, 80, 9, 5);
        add(table, 9, 9, 5);
        assertEquals(
                List.of("80 10 7", "9 9 5", "80 9 5", "443 9 5"),
                texts(new Ranking(snapshot(table, 0), Order.LARGEST_FIRST, 10)));
    }

    @Test
    void portsAreOrderedAsNumbersUpAndDown() {
        GroupTable table = new GroupTable(KEYS, 100);
        add(table, 443, 1, 5);
        add(table, 80, 1, 7);
        add(table, 8080, 1, 1);
        Snapshot snapshot = snapshot(table, 0);
        assertEquals(List.of("80 1 7", "443 1 5", "8080 1 1"), texts(new Ranking(snapshot, new Order(0, false), 10)));
        assertEquals(List.of("8080 1 1", "443 1 5"), texts(new Ranking(snapshot, new Order(0, true), 2)));
        assertEquals(
                List.of("8080 1 1", "443 1 5", "80 1 7"),
                texts(new Ranking(snapshot, new Order(Order.COUNT, false), 10)));
    }

    @Property
    void firstRowsAreThoseOfTheWholeOrderAndTheRestIsOther(
            @ForAll @Size(max = 60) List<@IntRange(max = 35) Integer> values,
            @ForAll @IntRange(max = 40) int rowsMax,
            @ForAll @IntRange(min = -1, max = 1) int column,
            @ForAll boolean descending) {
        GroupTable table = new GroupTable(KEYS, 20);
        values.forEach(value -> add(table, value % 6, value / 6, 1 + value % 2));
        Snapshot snapshot = snapshot(table, 0);
        Order order = new Order(column, descending);
        List<String> all = texts(new Ranking(snapshot, order, Integer.MAX_VALUE));
        Ranking first = new Ranking(snapshot, order, rowsMax);
        assertEquals(all.subList(0, Math.min(rowsMax, all.size())), texts(first));
        assertEquals(all.size() - first.rows().size(), first.otherGroups());
        long inRows = first.rows().stream().mapToLong(Row::count).sum();
        assertEquals(snapshot.total(), inRows + first.otherCount());
        List<String> sorted = new ArrayList<>(all);
        sorted.sort(comparator(column, descending));
        assertEquals(sorted, all);
    }

    @Test
    void noRowsLeaveEverythingToOther() {
        GroupTable table = new GroupTable(KEYS, 100);
        add(table, 1, 1, 3);
        Ranking ranking = new Ranking(snapshot(table, 0), Order.LARGEST_FIRST, 0);
        assertEquals(List.of(), ranking.rows());
        assertEquals(1, ranking.otherGroups());
        assertEquals(3, ranking.otherCount());
    }

    @Test
    void ungroupedSocketsAreOther() {
        GroupTable table = new GroupTable(KEYS, 1);
        add(table, 1, 1, 3);
        add(table, 2, 2, 4);
        Ranking ranking = new Ranking(snapshot(table, 0), Order.LARGEST_FIRST, 10);
        assertEquals(0, ranking.otherGroups());
        assertEquals(4, ranking.otherCount());
    }

    @Test
    void ratesCompareGroupsByTheirValues() {
        GroupTable last = new GroupTable(KEYS, 100);
        add(last, 1, 1, 10);
        add(last, 2, 2, 5);
        GroupTable now = new GroupTable(KEYS, 100);
        add(now, 3, 3, 4);
        add(now, 1, 1, 16);
        Rates rates = new Rates(snapshot(now, 2), snapshot(last, 0));
        List<Row> rows = new Ranking(rates.now(), Order.LARGEST_FIRST, 10).rows();
        assertEquals(6, rates.delta(rows.get(0)));
        assertEquals(4, rates.delta(rows.get(1)), "a new group has grown from nothing");
        assertEquals(5, rates.totalDelta());
        assertEquals(3.0, rates.perSecond(6));
    }

    @Test
    void rateBetweenSnapshotsOfOneMomentIsNone() {
        Snapshot snapshot = snapshot(new GroupTable(KEYS, 1), 0);
        assertEquals(0.0, new Rates(snapshot, snapshot).perSecond(5));
    }

    private static Comparator<String> comparator(int column, boolean descending) {
        Comparator<String> keys =
                Comparator.<String>comparingLong(row -> field(row, 0)).thenComparingLong(row -> field(row, 1));
        Comparator<String> first = Comparator.comparingLong(row -> field(row, column == Order.COUNT ? 2 : column));
        return (descending ? first.reversed() : first).thenComparing(keys);
    }

    private static long field(String row, int field) {
        return Long.parseLong(row.split(" ")[field]);
    }

    private static void add(GroupTable table, long local, long remote, long sockets) {
        table.add(new long[] {local, remote}, 0, sockets);
    }

    private static List<String> texts(Ranking ranking) {
        return ranking.rows().stream()
                .map(row -> row.value(0) + " " + row.screenValue(1) + " " + row.count())
                .toList();
    }

    private static Snapshot snapshot(GroupTable table, int atSeconds) {
        return new Snapshot(
                "host",
                START.plusSeconds(atSeconds),
                table,
                Optional.empty(),
                Optional.empty(),
                0,
                "test",
                Duration.ZERO,
                List.of());
    }
}
