package io.conncount.bpf;

import java.nio.ByteBuffer;

/**
 * The groups in the memory that a walk and this program share: a hash table of our own. One of the kernel's takes three times as
 * long, because each of its groups is somewhere else, and can only be emptied entry by entry.
 *
 * <pre>
 * row      the lanes of the present socket
 * chain    u32 for each socket counted of the present chain: its group, in bytes from the first
 * index    u32 for each slot: the group in the lower 15 bits, some of its hash in the upper 17; 0 where there is none
 * groups   from number 1 on: lanes, then how many sockets
 * </pre>
 *
 * <p>A socket whose group is not found in eight slots begins another one with the same lanes, so groups may be there twice.
 *
 * @param lanes how many a group has
 * @param groupsMax how many groups there may be until this program has taken them
 */
record GroupArea(int lanes, int groupsMax) {
    static final int GROUP_BITS = 15;
    static final int GROUPS_MAX = (1 << GROUP_BITS) - 1;
    static final int SLOTS = 1 << 16;

    /** The slots that a group may be in. */
    static final int PROBES = 8;

    /** How many sockets of a chain are remembered, so that it can be read again. */
    static final int CHAIN_SOCKETS_MAX = 64;

    private static final byte[] ZEROS = new byte[1 << 13];

    int rowBytes() {
        return lanes * Long.BYTES;
    }

    int chain() {
        return WalkState.ROW_AREA + rowBytes();
    }

    int index() {
        return chain() + CHAIN_SOCKETS_MAX * Integer.BYTES;
    }

    private int indexBytes() {
        return (SLOTS + PROBES) * Integer.BYTES;
    }

    int groups() {
        return index() + indexBytes();
    }

    int groupBytes() {
        return rowBytes() + Long.BYTES;
    }

    /** How much memory it takes, with the state before it. */
    int bytes() {
        return groups() + (GROUPS_MAX + 1) * groupBytes();
    }

    /** True if the program waits until the groups are taken; not between the sockets of a chain that is taken back. */
    boolean isFull(ByteBuffer memory) {
        return memory.getLong(WalkState.GROUPS) >= groupsMax && memory.getLong(WalkState.DOING) != WalkState.UNDOING;
    }

    /** Shows every group, and leaves none. What is counted of the present chain cannot be taken back any more. */
    void take(ByteBuffer memory, KernelWalk.GroupSink sink) {
        int count = (int) memory.getLong(WalkState.GROUPS);
        long[] values = new long[lanes];
        for (int group = 1; group <= count; group++) {
            int at = groups() + group * groupBytes();
            long sockets = memory.getLong(at + rowBytes());
            // What was taken back may have been all of a group.
            if (sockets > 0) {
                for (int lane = 0; lane < lanes; lane++) {
                    values[lane] = memory.getLong(at + lane * Long.BYTES);
                }
                sink.accept(values, sockets);
            }
        }
        for (int at = 0; at < indexBytes(); at += ZEROS.length) {
            memory.put(index() + at, ZEROS, 0, Math.min(ZEROS.length, indexBytes() - at));
        }
        memory.putLong(WalkState.GROUPS, 0);
        if (memory.getLong(WalkState.ROWS) > 0) {
            memory.putLong(WalkState.PARTIAL, 1).putLong(WalkState.ROWS, 0);
        }
    }
}
