package io.conncount.socket;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntConsumer;

/**
 * Which processes hold which sockets, by the sockets' inode numbers: a table with open addressing over arrays, 24 bytes a
 * descriptor. Several processes may hold a socket, as after {@code fork}, and one may by several descriptors. Safe to be read
 * by several threads.
 */
public final class Holders {
    /** Where no process holds a socket: it was closed, or is not accepted yet, or the kernel's own. */
    public static final int UNHELD = -1;

    /** Where the process that holds a socket may not be seen. */
    public static final int HIDDEN = -2;

    /** Of sources that know no processes. */
    public static final Holders NONE = new Holders("nowhere", List.of(), Map.of(), 0);

    private static final int FREE = 0;

    private final String origin;
    private final Map<Integer, HoldingProcess> processes;
    private final int hiddenProcesses;
    /** The first holder of an inode, plus one. */
    private final int[] slots;

    private final int[] inodes;
    private final int[] pids;
    private final int[] descriptors;
    /** The next holder of the same socket, plus one. */
    private final int[] nexts;

    /** Descriptors of sockets as one thread finds them. */
    public static final class Found {
        private static final int FIRST = 1024;

        private int[] inodes = new int[FIRST];
        private int[] pids = new int[FIRST];
        private int[] descriptors = new int[FIRST];
        private int count;

        /** Adds one; socket inodes have 32 bits ({@code get_next_ino} in {@code fs/inode.c}). */
        public void add(int inode, int pid, int descriptor) {
            if (count == inodes.length) {
                inodes = Arrays.copyOf(inodes, count * 2);
                pids = Arrays.copyOf(pids, count * 2);
                descriptors = Arrays.copyOf(descriptors, count * 2);
            }
            inodes[count] = inode;
            pids[count] = pid;
            descriptors[count] = descriptor;
            count++;
        }

        /** Shows the number of each process, once for each run of its descriptors. */
        public void forEachProcess(IntConsumer sink) {
            for (int i = 0; i < count; i++) {
                if (i == 0 || pids[i] != pids[i - 1]) {
                    sink.accept(pids[i]);
                }
            }
        }

        /** How many there are. */
        public int count() {
            return count;
        }
    }

    /**
     * The table of what was found.
     *
     * @param origin where, for people
     * @param processes those that were found, by their numbers
     * @param hiddenProcesses how many processes may not be looked into
     */
    public Holders(String origin, List<Found> parts, Map<Integer, HoldingProcess> processes, int hiddenProcesses) {
        this.origin = origin;
        this.processes = new HashMap<>(processes);
        this.hiddenProcesses = hiddenProcesses;
        int count = parts.stream().mapToInt(Found::count).sum();
        inodes = new int[count];
        pids = new int[count];
        descriptors = new int[count];
        nexts = new int[count];
        slots = new int[Math.max(2, Integer.highestOneBit(Math.max(1, count)) << 2)];
        int holder = 0;
        for (Found part : parts) {
            System.arraycopy(part.inodes, 0, inodes, holder, part.count);
            System.arraycopy(part.pids, 0, pids, holder, part.count);
            System.arraycopy(part.descriptors, 0, descriptors, holder, part.count);
            holder += part.count;
        }
        for (int i = 0; i < count; i++) {
            insert(i);
        }
    }

    /** The process with the lowest number comes first, the others in any order. */
    private void insert(int holder) {
        int slot = slotOf(inodes[holder]);
        int first = slots[slot] - 1;
        if (first < 0 || pids[holder] < pids[first]) {
            nexts[holder] = first + 1;
            slots[slot] = holder + 1;
        } else {
            nexts[holder] = nexts[first];
            nexts[first] = holder + 1;
        }
    }

    /** The slot that has this inode, or the free one where it belongs. */
    private int slotOf(int inode) {
        int hash = inode * 0x9e3779b9;
        int slot = (hash ^ hash >>> Short.SIZE) & slots.length - 1;
        while (slots[slot] != FREE && inodes[slots[slot] - 1] != inode) {
            slot = slot + 1 & slots.length - 1;
        }
        return slot;
    }

    /** The first holder of a socket, the process with the lowest number; or {@link #UNHELD} or {@link #HIDDEN}. */
    public int first(long inode) {
        // Sockets in TIME_WAIT and the like have none.
        if (inode <= 0) {
            return UNHELD;
        }
        int holder = slots[slotOf((int) inode)] - 1;
        if (holder >= 0) {
            return holder;
        }
        return hiddenProcesses > 0 ? HIDDEN : UNHELD;
    }

    /** The next holder of the same socket; negative if that was the last one. */
    public int next(int holder) {
        return nexts[holder] - 1;
    }

    /** The inode number of the socket that this holder has, an unsigned number. */
    public int inode(int holder) {
        return inodes[holder];
    }

    /** The number of the process that is this holder. */
    public int pid(int holder) {
        return pids[holder];
    }

    /** The descriptor by which it holds the socket. */
    public int descriptor(int holder) {
        return descriptors[holder];
    }

    /** The process with this number. */
    public HoldingProcess process(int pid) {
        return processes.getOrDefault(pid, HoldingProcess.GONE);
    }

    /** Where it was found, for people. */
    public String origin() {
        return origin;
    }

    /** How many descriptors of sockets there are. */
    public int count() {
        return inodes.length;
    }

    /** How much memory the table takes, in bytes. */
    long bytes() {
        return (long) Integer.BYTES * (slots.length + inodes.length + pids.length + descriptors.length + nexts.length);
    }

    /** How many processes hold sockets. */
    public int processes() {
        return processes.size();
    }

    /** How many processes may not be looked into, at the least. */
    public int hiddenProcesses() {
        return hiddenProcesses;
    }
}
