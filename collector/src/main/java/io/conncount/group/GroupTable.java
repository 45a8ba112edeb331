package io.conncount.group;

import io.conncount.filter.Condition;
import io.conncount.filter.Conditions;
import io.conncount.socket.SocketView;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Counts sockets by the values of some keys. A group is a run of longs, the lanes its keys wrote and then its count,
 * kept densely in chunks; an open-addressing index of (hash, group) finds it. Counting allocates only when a chunk or
 * the index is full. Not thread-safe: each thread counts into its own table, and the tables are merged.
 *
 * <p>At a million groups, a table of {@code w} lanes takes {@code 8(w + 1) + 16} MB, and half as much again for the
 * index while that grows.
 */
public final class GroupTable {
    /** Where a group is not. */
    public static final int NO_GROUP = -1;

    private static final int CHUNK_GROUPS = 4096;
    private static final int FIRST_INDEX_SLOTS = 1024;

    private final List<GroupKey> keys;
    private final GroupKey[] keyArray;
    private final int[] laneAt;
    private final int groupsMax;
    private final int laneCount;
    private final long[] scratch;

    private long[][] chunks = new long[1][];
    private int groups;
    /** Hash in the upper half, group + 1 in the lower; 0 where free. Never more than half full. */
    private long[] index = new long[FIRST_INDEX_SLOTS];

    private long total;
    private long ungrouped;

    /** A table that keeps at most {@code groupsMax} groups; tables that take over each other have the same maximum. */
    public GroupTable(List<GroupKey> keys, int groupsMax) {
        this.keys = List.copyOf(keys);
        this.groupsMax = groupsMax;
        keyArray = keys.toArray(new GroupKey[0]);
        laneAt = new int[keyArray.length];
        int lanes = 0;
        for (int i = 0; i < keyArray.length; i++) {
            laneAt[i] = lanes;
            lanes += keyArray[i].lanes();
        }
        laneCount = lanes;
        scratch = new long[lanes];
    }

    /** Counts one socket; returns its group, or {@link #NO_GROUP} if there are too many. */
    public int add(SocketView socket) {
        return add(socket, 1);
    }

    /** Counts sockets whose keys have the same values. */
    public int add(SocketView socket, long sockets) {
        for (int i = 0; i < keyArray.length; i++) {
            keyArray[i].write(socket, scratch, laneAt[i]);
        }
        return add(scratch, 0, sockets);
    }

    /** Adds sockets to the group whose lanes a kernel computed. */
    public void addComputed(long[] lanes, long sockets) {
        for (int i = 0; i < keyArray.length; i++) {
            keyArray[i].complete(lanes, laneAt[i]);
        }
        add(lanes, 0, sockets);
    }

    /**
     * Adds sockets to the group with these lanes; with {@code sockets} 0 it only creates the group.
     *
     * @return the group, or {@link #NO_GROUP} if there are too many
     */
    public int add(long[] lanes, int at, long sockets) {
        total += sockets;
        int hash = hash(lanes, at);
        int slot = slotOf(hash, lanes, at);
        if (index[slot] != 0) {
            int group = (int) index[slot] - 1;
            chunkOf(group)[offsetOf(group) + laneCount] += sockets;
            return group;
        }
        if (groups == groupsMax) {
            ungrouped += sockets;
            return NO_GROUP;
        }
        append(hash, slot, lanes, at, sockets);
        return groups - 1;
    }

    /** Counts sockets that found no group elsewhere. */
    public void addUngrouped(long sockets) {
        total += sockets;
        ungrouped += sockets;
    }

    /**
     * Moves everything that another table with the same keys has counted into this one, and frees it
     * at once, so that two tables of a million groups never take more memory than their groups.
     */
    public void takeOver(GroupTable other) {
        total += other.ungrouped;
        ungrouped += other.ungrouped;
        if (groups == 0) {
            chunks = other.chunks;
            index = other.index;
            groups = other.groups;
            total += other.total - other.ungrouped;
            other.clear();
            return;
        }
        long[][] taken = other.chunks;
        int left = other.groups;
        other.clear();
        for (int chunk = 0; left > 0; chunk++) {
            int inChunk = Math.min(left, CHUNK_GROUPS);
            for (int group = 0; group < inChunk; group++) {
                int at = group * (laneCount + 1);
                add(taken[chunk], at, taken[chunk][at + laneCount]);
            }
            taken[chunk] = null;
            left -= inChunk;
        }
    }

    private void clear() {
        chunks = new long[1][];
        index = new long[FIRST_INDEX_SLOTS];
        groups = 0;
        total = 0;
        ungrouped = 0;
    }

    /** The keys, in their order. */
    public List<GroupKey> keys() {
        return keys;
    }

    /** How many longs the values of all keys take. */
    public int lanes() {
        return laneCount;
    }

    /** True if a socket could be in a group with these lanes; checked for lanes from outside. */
    public boolean couldHold(long[] lanes) {
        for (int i = 0; i < keyArray.length; i++) {
            if (!keyArray[i].isValue(lanes, laneAt[i])) {
                return false;
            }
        }
        return true;
    }

    /** The number of groups; they are numbered from 0 in the order in which they were first seen. */
    public int size() {
        return groups;
    }

    /** How many sockets were counted, in a group or not. */
    public long total() {
        return total;
    }

    /** The number of sockets without a group, because there were too many groups. */
    public long ungrouped() {
        return ungrouped;
    }

    /** How many sockets a group has. */
    public long count(int group) {
        return chunkOf(group)[offsetOf(group) + laneCount];
    }

    /** Copies a group's lanes, of all keys in sequence. */
    public void copyLanes(int group, long[] to) {
        System.arraycopy(chunkOf(group), offsetOf(group), to, 0, laneCount);
    }

    /** The group of another table, with the same keys, found here; or {@link #NO_GROUP}. */
    public int find(GroupTable other, int otherGroup) {
        return find(other.chunkOf(otherGroup), other.offsetOf(otherGroup));
    }

    /** The group with these lanes, or {@link #NO_GROUP}. */
    public int find(long[] lanes, int at) {
        return (int) index[slotOf(hash(lanes, at), lanes, at)] - 1;
    }

    /** A group's value of the key at this position, as machine formats show it. */
    public String value(int group, int key) {
        return keyArray[key].value(chunkOf(group), offsetOf(group) + laneAt[key]);
    }

    /** A group's value of the key at this position, as a person sees it. */
    public String screenValue(int group, int key) {
        return keyArray[key].screenValue(chunkOf(group), offsetOf(group) + laneAt[key]);
    }

    /** The condition that holds for the sockets of a group's value of a key; empty if it would be too long. */
    public Optional<Condition> condition(int group, int key) {
        return keyArray[key].condition(chunkOf(group), offsetOf(group) + laneAt[key]);
    }

    /** The condition that holds for the sockets of a group's values of the first keys; empty if it would be too long. */
    public Optional<Condition> conditionOfFirst(int group, int keys) {
        List<Condition> terms = new ArrayList<>();
        for (int key = 0; key < keys; key++) {
            Optional<Condition> term = condition(group, key);
            if (term.isEmpty()) {
                return term;
            }
            terms.add(term.get());
        }
        return Optional.of(Conditions.all(terms));
    }

    /** The natural order of two groups by one key. */
    public int compare(int group, int otherGroup, int key) {
        return keyArray[key].compare(
                chunkOf(group), offsetOf(group) + laneAt[key], chunkOf(otherGroup), offsetOf(otherGroup) + laneAt[key]);
    }

    /** The natural order of two groups by all keys. */
    public int compare(int group, int otherGroup) {
        int order = 0;
        for (int key = 0; key < keyArray.length && order == 0; key++) {
            order = compare(group, otherGroup, key);
        }
        return order;
    }

    private void append(int hash, int slot, long[] lanes, int at, long sockets) {
        if (groups == chunks.length * CHUNK_GROUPS) {
            chunks = Arrays.copyOf(chunks, chunks.length * 2);
        }
        int chunk = groups / CHUNK_GROUPS;
        if (chunks[chunk] == null) {
            chunks[chunk] = new long[(laneCount + 1) * CHUNK_GROUPS];
        }
        int offset = offsetOf(groups);
        System.arraycopy(lanes, at, chunks[chunk], offset, laneCount);
        chunks[chunk][offset + laneCount] = sockets;
        groups++;
        index[slot] = (long) hash << Integer.SIZE | groups;
        if (groups > index.length / 2) {
            growIndex();
        }
    }

    private void growIndex() {
        long[] old = index;
        index = new long[old.length * 2];
        for (long entry : old) {
            if (entry != 0) {
                int slot = firstSlot((int) (entry >>> Integer.SIZE));
                while (index[slot] != 0) {
                    slot = slot + 1 & index.length - 1;
                }
                index[slot] = entry;
            }
        }
    }

    /** The slot that holds the group with these lanes, or the free one where it belongs. */
    private int slotOf(int hash, long[] lanes, int at) {
        long[] slots = index;
        int slot = firstSlot(hash);
        for (long entry = slots[slot]; entry != 0; entry = slots[slot]) {
            if ((int) (entry >>> Integer.SIZE) == hash && isGroup((int) entry - 1, lanes, at)) {
                break;
            }
            slot = slot + 1 & slots.length - 1;
        }
        return slot;
    }

    private boolean isGroup(int group, long[] lanes, int at) {
        long[] chunk = chunkOf(group);
        int offset = offsetOf(group);
        for (int i = 0; i < laneCount; i++) {
            if (chunk[offset + i] != lanes[at + i]) {
                return false;
            }
        }
        return true;
    }

    private int firstSlot(int hash) {
        return hash & index.length - 1;
    }

    private long[] chunkOf(int group) {
        return chunks[group / CHUNK_GROUPS];
    }

    private int offsetOf(int group) {
        return group % CHUNK_GROUPS * (laneCount + 1);
    }

    /** Mixes the lanes as MurmurHash3's finalizer does, so that neighbouring ports and addresses spread. */
    private int hash(long[] lanes, int at) {
        long hash = 0;
        for (int i = 0; i < laneCount; i++) {
            hash = (hash ^ lanes[at + i]) * 0xff51afd7ed558ccdL;
            hash ^= hash >>> 32;
        }
        hash *= 0xc4ceb9fe1a85ec53L;
        return (int) (hash >>> 32);
    }
}
