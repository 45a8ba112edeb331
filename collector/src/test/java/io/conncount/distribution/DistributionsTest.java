package io.conncount.distribution;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.conncount.group.GroupKey;
import io.conncount.group.GroupKeys;
import io.conncount.group.GroupTable;
import io.conncount.snapshot.Snapshot;
import io.conncount.socket.SocketNumber;
import io.conncount.socket.SocketView;
import io.conncount.testing.property.Arbitrary;
import io.conncount.testing.property.ForAll;
import io.conncount.testing.property.Property;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class DistributionsTest {
    private static final double[] PERCENTS = {0, 1, 25, 50, 90, 99, 99.9, 100};

    Arbitrary<List<Long>> values() {
        return Arbitrary.longs(0, Long.MAX_VALUE - 1).list(0, 200);
    }

    private static GroupTable table(int groupsMax, String... keys) {
        List<GroupKey> all = new ArrayList<>(GroupKeys.of(List.of(keys)));
        all.add(new NumberKey(SocketNumber.RTT));
        return new GroupTable(all, groupsMax);
    }

    private static Distributions of(GroupTable table) {
        return new Distributions(new Snapshot(
                "web1",
                Instant.EPOCH,
                table,
                Optional.empty(),
                Optional.empty(),
                0,
                "sock_diag",
                Duration.ZERO,
                List.of()));
    }

    @Property
    void percentilesAreThoseOfTheValuesWithinTheStatedError(@ForAll("values") List<Long> values) {
        GroupTable table = table(1000, "local-port");
        Map<Long, List<Long>> byPort = new TreeMap<>();
        for (int i = 0; i < values.size(); i++) {
            long port = i % 3;
            table.add(new long[] {port, Buckets.floor(values.get(i))}, 0, 1);
            byPort.computeIfAbsent(port, key -> new ArrayList<>()).add(values.get(i));
        }
        Distributions distributions = of(table);
        assertEquals(byPort.size(), distributions.groups().groups());
        for (int group = 0; group < byPort.size(); group++) {
            List<Long> expected = byPort.get(Long.valueOf(distributions.groups().value(group, 0)));
            assertSame(expected, distributions.of(group));
        }
        assertSame(values, distributions.all());
    }

    private static void assertSame(List<Long> values, Distribution distribution) {
        List<Long> sorted = values.stream().sorted().toList();
        assertEquals(sorted.size(), distribution.known());
        for (double percent : PERCENTS) {
            int rank = Math.max(1, (int) Math.ceil(percent / 100 * sorted.size()));
            assertNear(sorted.isEmpty() ? 0 : sorted.get(rank - 1), distribution.percentile(percent));
        }
        assertNear(sorted.isEmpty() ? 0 : sorted.get(0), distribution.min());
        assertNear(sorted.isEmpty() ? 0 : sorted.get(sorted.size() - 1), distribution.max());
    }

    private static void assertNear(long value, long shown) {
        assertTrue(Math.abs(value - shown) <= value * Distributions.ERROR_MAX, value + " is shown as " + shown);
    }

    @Test
    void whatIsNotKnownIsInNoPercentile() {
        GroupTable table = table(1000, "local-port");
        table.add(new long[] {80, SocketView.UNKNOWN}, 0, 7);
        table.add(new long[] {80, 12}, 0, 2);
        table.add(new long[] {443, SocketView.UNKNOWN}, 0, 5);
        Distributions distributions = of(table);
        assertEquals(2, distributions.of(0).known());
        assertEquals(7, distributions.of(0).unknown());
        assertEquals(12, distributions.of(0).min());
        assertEquals(0, distributions.of(1).known());
        assertEquals(0, distributions.of(1).percentile(50));
        assertArrayEquals(new long[0], distributions.of(1).byPowerOfTwo());
        assertEquals(9, distributions.groups().count(0));
    }

    @Test
    void withoutKeysThereIsOneGroup() {
        GroupTable table = table(1000);
        table.add(new long[] {3}, 0, 1);
        table.add(new long[] {0}, 0, 4);
        Distributions distributions = of(table);
        assertEquals(1, distributions.groups().groups());
        assertArrayEquals(new long[] {4, 0, 1}, distributions.of(0).byPowerOfTwo());
    }

    @Test
    void groupsBeyondTheLimitHaveNoKnownNumber() {
        GroupTable table = table(2, "local-port");
        table.add(new long[] {80, 1}, 0, 10);
        table.add(new long[] {443, 2}, 0, 20);
        table.add(new long[] {22, 3}, 0, 30);
        Distributions distributions = of(table);
        assertEquals(30, distributions.all().known());
        assertEquals(30, distributions.all().unknown());
        assertEquals(60, distributions.groups().total());
        BitSet first = new BitSet();
        first.set(0);
        assertEquals(20, distributions.without(first).known());
        assertEquals(2, distributions.without(first).min());
    }
}
