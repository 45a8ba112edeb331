package io.conncount.exporters;

import io.conncount.exporters.sampled.DaemonSeries.GroupSpec;
import io.conncount.filter.Condition;
import io.conncount.group.GroupKey;
import io.conncount.group.GroupKeys;
import io.conncount.group.GroupTable;
import io.conncount.query.Query;
import io.conncount.query.Selection;
import io.conncount.sampler.FixedSeries;
import io.conncount.snapshot.Snapshot;
import io.conncount.socket.AddressFamily;
import io.conncount.socket.Protocol;
import io.conncount.socket.SocketView;
import io.conncount.socket.TcpState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Snapshots with sockets that a test makes up, and questions. */
public final class Snapshots {
    private Snapshots() {}

    /** A key whose values are any texts. */
    public static final class Words implements GroupKey {
        private final String name;
        private final List<String> words = new ArrayList<>();

        public Words(String name) {
            this.name = name;
        }

        /** Its values have no texts from now on, as if the key were faulty. */
        public void forget() {
            words.clear();
        }

        long lane(String word) {
            if (!words.contains(word)) {
                words.add(word);
            }
            return words.indexOf(word);
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public void write(SocketView socket, long[] lanes, int at) {
            throw new AssertionError("these sockets are made up");
        }

        @Override
        public Optional<Condition> condition(long[] lanes, int at) {
            return Optional.empty();
        }

        @Override
        public boolean isValue(long[] lanes, int at) {
            return lanes[at] >= 0 && lanes[at] < words.size();
        }

        @Override
        public String value(long[] lanes, int at) {
            return words.get((int) lanes[at]);
        }
    }

    /** Counts by protocol, family and state as the daemon asks for them: all there can be, those not given as 0. */
    public static Snapshot states(Map<TcpState, Long> tcp4) {
        GroupTable table = new GroupTable(byState().keys(), 1000);
        for (Protocol protocol : List.of(Protocol.TCP, Protocol.UDP)) {
            for (AddressFamily family : List.of(AddressFamily.IPV4, AddressFamily.IPV6)) {
                for (TcpState state : EnumSet.copyOf(protocol.states())) {
                    boolean given = protocol == Protocol.TCP && family == AddressFamily.IPV4;
                    long[] lanes = {protocol.ordinal(), family.ordinal(), state.ordinal()};
                    table.add(lanes, 0, given ? tcp4.getOrDefault(state, 0L) : 0);
                }
            }
        }
        return snapshot(table, 0);
    }

    /** Counts by made-up values of keys that are {@link Words}. */
    public static Snapshot groups(List<GroupKey> keys, Map<List<String>, Long> counts) {
        GroupTable table = new GroupTable(keys, 100_000);
        counts.forEach((values, count) -> {
            long[] lanes = new long[keys.size()];
            for (int i = 0; i < lanes.length; i++) {
                lanes[i] = ((Words) keys.get(i)).lane(values.get(i));
            }
            table.add(lanes, 0, count);
        });
        return snapshot(table, 0);
    }

    /** No socket at all, and an error of so many. */
    public static Snapshot withErrorBar(long errorBar) {
        return snapshot(new GroupTable(byState().keys(), 1), errorBar);
    }

    public static Snapshot snapshot(GroupTable table) {
        return snapshot(table, 0);
    }

    private static Snapshot snapshot(GroupTable table, long errorBar) {
        return new Snapshot(
                "test-host",
                FixedSeries.TIME,
                table,
                Optional.empty(),
                Optional.empty(),
                errorBar,
                "test",
                Duration.ofMillis(20),
                List.of());
    }

    /** The daemon's question. */
    public static Query byState() {
        return new Query(
                new Selection(EnumSet.of(Protocol.TCP, Protocol.UDP), AddressFamily.IP, TcpState.ALL, Optional.empty()),
                List.of(key("proto"), key("family"), key("state")),
                false,
                1,
                1000);
    }

    /** All TCP sockets by these keys; the largest of the groups, of any values. */
    public static GroupSpec spec(int top, GroupKey... keys) {
        return spec(top, Map.of(), keys);
    }

    /** All TCP sockets by these keys; the largest of the groups with values that are allowed. */
    public static GroupSpec spec(int top, Map<String, Set<String>> allowed, GroupKey... keys) {
        Selection tcp = new Selection(EnumSet.of(Protocol.TCP), AddressFamily.IP, TcpState.ALL, Optional.empty());
        return new GroupSpec(new Query(tcp, List.of(keys), false, 1, 100_000), top, allowed);
    }

    /** A key of ours by its name. */
    public static GroupKey key(String word) {
        return GroupKeys.byWord(word).orElseThrow();
    }
}
