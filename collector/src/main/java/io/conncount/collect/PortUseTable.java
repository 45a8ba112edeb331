package io.conncount.collect;

import io.conncount.group.GroupKeys;
import io.conncount.group.GroupTable;
import io.conncount.snapshot.Snapshot;
import io.conncount.socket.AddressFamily;
import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;

/** The use of ports by source address, destination address and port, of an answer by {@link PlaceKey}. */
final class PortUseTable {
    private static final List<String> SOURCE = List.of("local-address");
    private static final AddressFamily[] FAMILIES = AddressFamily.values();

    private final Snapshot counts;
    /** By group: the connections of its place; 0 where another group of the same place has them. */
    private final long[] used;

    private final GroupTable sources = new GroupTable(GroupKeys.of(SOURCE), Integer.MAX_VALUE);
    private int places;

    PortUseTable(Snapshot counts) {
        this.counts = counts;
        used = new long[counts.groups()];
        long[] lanes = new long[PlaceKey.LANES];
        for (int group = 0; group < used.length; group++) {
            counts.copyLanes(group, lanes);
            sources.add(lanes, 0, counts.count(group));
            int place = group;
            if (lanes[PlaceKey.TIME_WAIT] == 1) {
                lanes[PlaceKey.TIME_WAIT] = 0;
                int others = counts.find(lanes);
                place = others == GroupTable.NO_GROUP ? group : others;
            }
            places += place == group ? 1 : 0;
            used[place] += counts.count(group);
        }
    }

    /** How many places there are. */
    int size() {
        return places;
    }

    /** The places with the most connections, the fullest first. */
    List<PortUse> fullest(int rowsMax) {
        PriorityQueue<Integer> kept = new PriorityQueue<>((one, other) -> -fullestFirst(one, other));
        for (int group = 0; group < used.length; group++) {
            // Most have fewer connections than each of those kept, which takes no object to see.
            if (used[group] > 0 && (kept.size() < rowsMax || used[group] >= used[kept.element()])) {
                kept.add(group);
                if (kept.size() > rowsMax) {
                    kept.remove();
                }
            }
        }
        List<Integer> groups = new ArrayList<>(kept);
        groups.sort(this::fullestFirst);
        List<PortUse> uses = new ArrayList<>();
        for (int group : groups) {
            uses.add(use(group));
        }
        return uses;
    }

    private int fullestFirst(int one, int other) {
        int order = Long.compare(used[other], used[one]);
        return order != 0 ? order : counts.compareLanes(one, other);
    }

    private PortUse use(int group) {
        long[] lanes = new long[PlaceKey.LANES];
        counts.copyLanes(group, lanes);
        lanes[PlaceKey.TIME_WAIT] = 1;
        int waiting = counts.find(lanes);
        return new PortUse(
                FAMILIES[(int) lanes[PlaceKey.FAMILY]],
                lanes[PlaceKey.SOURCE_HIGH],
                lanes[PlaceKey.SOURCE_LOW],
                lanes[PlaceKey.DESTINATION_HIGH],
                lanes[PlaceKey.DESTINATION_LOW],
                (int) lanes[PlaceKey.PORT],
                used[group],
                waiting == GroupTable.NO_GROUP ? 0 : counts.count(waiting),
                sources.count(sources.find(lanes, 0)));
    }
}
