package io.conncount.distribution;

import io.conncount.group.GroupKey;
import io.conncount.group.GroupTable;
import io.conncount.snapshot.Snapshot;
import io.conncount.socket.SocketView;
import java.util.BitSet;
import java.util.List;

/** The distributions that a snapshot tells whose last key is a {@link NumberKey}, one for each group by the keys before. */
public final class Distributions {
    /** At most what part of a value the numbers of a {@link Distribution} are off by. */
    public static final double ERROR_MAX = Buckets.ERROR_MAX;

    private final Snapshot groups;
    /** Ranges with their counts, those of a group together. */
    private final long[] packed;
    /** Where those of a group begin. */
    private final int[] starts;

    private final long[] unknown;

    /** Takes the counts by range apart. */
    public Distributions(Snapshot counted) {
        List<GroupKey> keys = counted.keys().subList(0, counted.keys().size() - 1);
        GroupTable table = new GroupTable(keys, Integer.MAX_VALUE);
        int[] groupOf = new int[counted.groups()];
        long[] floors = new long[counted.groups()];
        long[] lanes = new long[counted.lanes()];
        for (int i = 0; i < groupOf.length; i++) {
            counted.copyLanes(i, lanes);
            // The lane of the range is the last, so that those before are a group of the other table.
            groupOf[i] = table.add(lanes, 0, counted.count(i));
            floors[i] = lanes[lanes.length - 1];
        }
        table.addUngrouped(counted.ungrouped());
        groups = counted.regrouped(table, counted.filter());
        unknown = new long[table.size()];
        starts = new int[table.size() + 1];
        for (int i = 0; i < groupOf.length; i++) {
            starts[groupOf[i] + 1] += floors[i] == SocketView.UNKNOWN ? 0 : 1;
        }
        for (int group = 0; group < table.size(); group++) {
            starts[group + 1] += starts[group];
        }
        packed = new long[starts[table.size()]];
        int[] next = starts.clone();
        for (int i = 0; i < groupOf.length; i++) {
            if (floors[i] == SocketView.UNKNOWN) {
                unknown[groupOf[i]] += counted.count(i);
            } else {
                packed[next[groupOf[i]]++] = Distribution.pack(floors[i], counted.count(i));
            }
        }
    }

    /** How many sockets each group has. */
    public Snapshot groups() {
        return groups;
    }

    /** The distribution of a group of {@link #groups}. */
    public Distribution of(int group) {
        return new Distribution(packed, starts[group], starts[group + 1], unknown[group]);
    }

    /** The distribution of all groups together, and of the sockets that are in none. */
    public Distribution all() {
        return without(new BitSet());
    }

    /** The same without these groups. */
    public Distribution without(BitSet left) {
        long[] rest = new long[packed.length];
        int size = 0;
        long unknownOfRest = groups.ungrouped();
        for (int group = left.nextClearBit(0); group < unknown.length; group = left.nextClearBit(group + 1)) {
            int count = starts[group + 1] - starts[group];
            System.arraycopy(packed, starts[group], rest, size, count);
            size += count;
            unknownOfRest += unknown[group];
        }
        return new Distribution(rest, 0, size, unknownOfRest);
    }
}
