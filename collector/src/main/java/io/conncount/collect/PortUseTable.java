package io.conncount.collect;

import io.conncount.group.GroupKeys;
import io.conncount.group.GroupTable;
import io.conncount.snapshot.Snapshot;
import io.conncount.socket.AddressFamily;
import io.conncount.socket.AddressText;
import io.conncount.socket.TcpState;
import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;

/** Adds up connections by source address, destination address and port. */
final class PortUseTable {
    /** What connections are counted by; the lanes of both addresses are family, upper and lower half. */
    static final List<String> KEYS = List.of("local-address", "remote-address", "remote-port", "state");

    private static final int FAMILY = 0;
    private static final int SOURCE_HIGH = 1;
    private static final int SOURCE_LOW = 2;
    private static final int DESTINATION_FAMILY = 3;
    private static final int DESTINATION_HIGH = 4;
    private static final int DESTINATION_LOW = 5;
    private static final int PORT = 6;
    private static final int STATE = 7;
    private static final int PLACE_LANES = 7;
    private static final AddressFamily[] FAMILIES = AddressFamily.values();

    private final GroupTable all;
    private final GroupTable timeWait;
    private final GroupTable sources;

    PortUseTable(int placesMax) {
        List<String> place = KEYS.subList(0, KEYS.indexOf("state"));
        all = table(place, placesMax);
        timeWait = table(place, placesMax);
        sources = table(KEYS.subList(0, 1), placesMax);
    }

    private static GroupTable table(List<String> keys, int groupsMax) {
        return new GroupTable(GroupKeys.of(keys), groupsMax);
    }

    /** Adds the groups of an answer by {@link #KEYS}. */
    void add(Snapshot counts) {
        long[] lanes = new long[counts.lanes()];
        for (int group = 0; group < counts.groups(); group++) {
            counts.copyLanes(group, lanes);
            unmap(lanes, FAMILY);
            unmap(lanes, DESTINATION_FAMILY);
            all.add(lanes, 0, counts.count(group));
            if (lanes[STATE] == TcpState.TIME_WAIT.ordinal()) {
                timeWait.add(lanes, 0, counts.count(group));
            }
            sources.add(lanes, 0, counts.count(group));
        }
    }

    /** Makes an IPv4 address of one that an IPv6 socket carries. */
    private static void unmap(long[] lanes, int at) {
        if (lanes[at] == AddressFamily.IPV6.ordinal() && AddressText.isIpv4Mapped(lanes[at + 1], lanes[at + 2])) {
            lanes[at] = AddressFamily.IPV4.ordinal();
            lanes[at + 2] = Integer.toUnsignedLong((int) lanes[at + 2]);
        }
    }

    /** How many places there are. */
    int size() {
        return all.size();
    }

    /** The places with the most connections, the fullest first. */
    List<PortUse> fullest(int rowsMax) {
        PriorityQueue<Integer> kept = new PriorityQueue<>((one, other) -> -fullestFirst(one, other));
        for (int group = 0; group < all.size(); group++) {
            kept.add(group);
            if (kept.size() > rowsMax) {
                kept.remove();
            }
        }
        List<Integer> groups = new ArrayList<>(kept);
        groups.sort(this::fullestFirst);
        return groups.stream().map(this::use).toList();
    }

    private int fullestFirst(int one, int other) {
        int order = Long.compare(all.count(other), all.count(one));
        return order != 0 ? order : all.compare(one, other);
    }

    private PortUse use(int group) {
        long[] lanes = new long[PLACE_LANES];
        all.copyLanes(group, lanes);
        int waiting = timeWait.find(lanes, 0);
        return new PortUse(
                FAMILIES[(int) lanes[FAMILY]],
                lanes[SOURCE_HIGH],
                lanes[SOURCE_LOW],
                lanes[DESTINATION_HIGH],
                lanes[DESTINATION_LOW],
                (int) lanes[PORT],
                all.count(group),
                waiting == GroupTable.NO_GROUP ? 0 : timeWait.count(waiting),
                sources.count(sources.find(lanes, 0)));
    }
}
