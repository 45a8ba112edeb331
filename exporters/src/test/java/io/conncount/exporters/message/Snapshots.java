package io.conncount.exporters.message;

import io.conncount.filter.FilterException;
import io.conncount.filter.FilterParser;
import io.conncount.group.GroupKey;
import io.conncount.group.GroupKeys;
import io.conncount.group.GroupTable;
import io.conncount.names.KnownNames;
import io.conncount.query.Query;
import io.conncount.query.Selection;
import io.conncount.sampler.Series.Sample;
import io.conncount.snapshot.Ranking;
import io.conncount.snapshot.Ranking.Order;
import io.conncount.snapshot.Ranking.Row;
import io.conncount.snapshot.Snapshot;
import io.conncount.socket.AddressFamily;
import io.conncount.socket.Protocol;
import io.conncount.socket.TcpState;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Questions and answers to them. */
public final class Snapshots {
    public static final Instant TIME = Instant.parse("2026-11-23T05:00:00.123456Z");
    public static final int GROUPS_MAX = 100_000;
    private static final KnownNames NAMES = new KnownNames(Map.of(0L, "root"), Map.of(1L, "lo"), Map.of(1L, "/"));

    private Snapshots() {}

    public static Query query(String by) {
        return query(by, EnumSet.of(Protocol.TCP), TcpState.ALL);
    }

    public static Query query(String by, Set<Protocol> protocols, Set<TcpState> states) {
        return query(by, new Selection(protocols, AddressFamily.IP, states, Optional.empty()), GROUPS_MAX);
    }

    public static Query query(String by, Selection selection, int groupsMax) {
        return new Query(selection, keys(by), false, 1, groupsMax);
    }

    public static Query filtered(String by, String filter) {
        try {
            Selection selection = new Selection(
                    EnumSet.of(Protocol.TCP),
                    AddressFamily.IP,
                    TcpState.ALL,
                    FilterParser.parse(filter, NAMES).filter());
            return query(by, selection, GROUPS_MAX);
        } catch (FilterException e) {
            throw new IllegalArgumentException(e);
        }
    }

    public static List<GroupKey> keys(String by) {
        return Stream.of(by.split(","))
                .map(word -> GroupKeys.byWord(word).orElseThrow())
                .toList();
    }

    /** A table in which each group is its count and then its lanes. */
    public static GroupTable table(String by, long[]... groups) {
        GroupTable table = new GroupTable(keys(by), GROUPS_MAX);
        for (long[] group : groups) {
            table.add(group, 1, group[0]);
        }
        return table;
    }

    public static Snapshot snapshot(GroupTable table) {
        return new Snapshot(
                "web1",
                TIME,
                table,
                Optional.empty(),
                Optional.empty(),
                7,
                "sock_diag+counters",
                Duration.ofMillis(91),
                List.of());
    }

    public static Sample<Snapshot> sample(Snapshot snapshot, Duration age, Duration cpu) {
        return new Sample<>(
                snapshot, TIME, System.nanoTime() - age.toNanos(), Duration.ofMillis(91), cpu, snapshot.fault());
    }

    public static Sample<Snapshot> sample(GroupTable table) {
        return sample(snapshot(table), Duration.ZERO, Duration.ofMillis(1));
    }

    /** The groups by their values, and their counts. */
    public static Map<String, Long> groups(Snapshot snapshot) {
        Map<String, Long> groups = new TreeMap<>();
        int keys = snapshot.keys().size();
        for (Row row : new Ranking(snapshot, Order.LARGEST_FIRST, Integer.MAX_VALUE).rows()) {
            StringBuilder name = new StringBuilder();
            for (int key = 0; key < keys; key++) {
                name.append(key == 0 ? "" : " ").append(row.value(key));
            }
            groups.put(name.toString(), row.count());
        }
        return groups;
    }
}
