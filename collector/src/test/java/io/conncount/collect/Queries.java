package io.conncount.collect;

import io.conncount.group.GroupKey;
import io.conncount.group.GroupKeys;
import io.conncount.query.Query;
import io.conncount.query.Selection;
import io.conncount.snapshot.Ranking;
import io.conncount.snapshot.Ranking.Order;
import io.conncount.snapshot.Snapshot;
import io.conncount.snapshot.StepReport;
import io.conncount.socket.AddressFamily;
import io.conncount.socket.Protocol;
import io.conncount.socket.TcpState;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Questions, and answers as maps. */
public final class Queries {
    static final int GROUPS_MAX = 100_000;

    private Queries() {}

    /** The names of all keys that Linux has. */
    static List<String> keysOfLinux() {
        return GroupKeys.ALL.stream()
                .map(GroupKeys.Entry::name)
                .filter(key -> !key.equals("jail"))
                .toList();
    }

    /** All TCP sockets by these keys, the cheapest way, by one thread. */
    public static Query by(String... keys) {
        return of(Protocol.TCP, AddressFamily.IP, TcpState.ALL, keys);
    }

    public static Query of(Protocol protocol, Set<AddressFamily> families, Set<TcpState> states, String... keys) {
        List<GroupKey> found =
                Stream.of(keys).map(key -> GroupKeys.byWord(key).orElseThrow()).toList();
        return new Query(
                new Selection(EnumSet.of(protocol), families, states, Optional.empty()), found, false, 1, GROUPS_MAX);
    }

    /** The same, but every socket is read. */
    public static Query exact(Query query) {
        return with(query, true, query.threadsMax());
    }

    /** The same, by at most so many threads. */
    static Query threads(int threadsMax, Query query) {
        return with(query, query.exact(), threadsMax);
    }

    private static Query with(Query query, boolean exact, int threadsMax) {
        return new Query(query.selection(), query.keys(), exact, threadsMax, query.groupsMax());
    }

    /** Counts by the values of all keys, with a blank between them. */
    public static Map<String, Long> counts(Snapshot snapshot) {
        int keys = snapshot.keys().size();
        Map<String, Long> counts = new TreeMap<>();
        new Ranking(snapshot, Order.LARGEST_FIRST, GROUPS_MAX)
                .rows()
                .forEach(row -> counts.put(
                        IntStream.range(0, keys).mapToObj(row::value).collect(Collectors.joining(" ")), row.count()));
        return counts;
    }

    /** What the steps tell beside numbers, a line each. */
    public static String notes(Snapshot snapshot) {
        return snapshot.steps().stream().map(StepReport::note).collect(Collectors.joining("\n"));
    }
}
