package io.conncount.socket;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntConsumer;

/**
 * Which processes hold which sockets, by {@link SocketView#identity}: a table with open addressing over arrays, 26 to 32 bytes
 * a descriptor. Several processes may hold a socket, as after {@code fork}, and one may by several descriptors. Safe to be read
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
    /** The first holder of a socket, plus one. */
    private final int[] slots;

    /** How far a hash is shifted, so that as many bits are left as slots have numbers. */
    private final int hashShift;

    private final long[] identities;
    private final int[] pids;
    private final int[] descriptors;
    /** The next holder of the same socket, plus one. */
    private final int[] nexts;

    /** Descriptors of sockets as one thread finds them. Once a table took them over, nothing can be added any more. */
    public static final class Found {
        private static final int FIRST = 1024;

        private long[] identities = new long[FIRST];
        private int[] pids = new int[FIRST];
        private int[] descriptors = new int[FIRST];
        private int count;

        /** Adds one, of the socket with this {@link SocketView#identity}. */
        public void add(long identity, int pid, int descriptor) {
            if (count == identities.length) {
                identities = Arrays.copyOf(identities, count * 2);
                pids = Arrays.copyOf(pids, count * 2);
                descriptors = Arrays.copyOf(descriptors, count * 2);
            }
            identities[count] = identity;
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
     * The table of what was found, which it takes over.
     *
     * @param origin where, for people
     * @param processes those that were found, by their numbers
     * @param hiddenProcesses how many processes may not be looked into
     */
    public Holders(String origin, List<Found> parts, Map<Integer, HoldingProcess> processes, int hiddenProcesses) {
        this.origin = origin;
        this.processes = new HashMap<>(processes);
        this.hiddenProcesses = hiddenProcesses;
        int count = 0;
        for (Found part : parts) {
            count += part.count;
        }
        // One array after the other, so that no more than one is there twice.
        identities = identities(parts, count);
        pids = pids(parts, count);
        descriptors = descriptors(parts, count);
        nexts = new int[count];
        slots = new int[slotsFor(count)];
        hashShift = Long.SIZE - Integer.numberOfTrailingZeros(slots.length);
        for (int i = 0; i < count; i++) {
            insert(i);
        }
    }

    private static long[] identities(List<Found> parts, int count) {
        long[] all = new long[count];
        int at = 0;
        for (Found part : parts) {
            System.arraycopy(part.identities, 0, all, at, part.count);
            part.identities = null;
            at += part.count;
        }
        return all;
    }

    private static int[] pids(List<Found> parts, int count) {
        int[] all = new int[count];
        int at = 0;
        for (Found part : parts) {
            System.arraycopy(part.pids, 0, all, at, part.count);
            part.pids = null;
            at += part.count;
        }
        return all;
    }

    private static int[] descriptors(List<Found> parts, int count) {
        int[] all = new int[count];
        int at = 0;
        for (Found part : parts) {
            System.arraycopy(part.descriptors, 0, all, at, part.count);
            part.descriptors = null;
            at += part.count;
        }
        return all;
    }

    /** At most two slots in three are taken. */
    private static int slotsFor(int count) {
        int slots = Integer.highestOneBit(Math.max(1, count)) << 1;
        return slots < count + count / 2 ? slots << 1 : slots;
    }

    /** The process with the lowest number comes first, the others in any order. */
    private void insert(int holder) {
        int slot = slotOf(identities[holder]);
        int first = slots[slot] - 1;
        if (first < 0 || pids[holder] < pids[first]) {
            nexts[holder] = first + 1;
            slots[slot] = holder + 1;
        } else {
            nexts[holder] = nexts[first];
            nexts[first] = holder + 1;
        }
    }

    /** The slot that has this socket, or the free one where it belongs. Kernel addresses end in zeros: the upper bits count. */
    private int slotOf(long identity) {
        int slot = (int) ((identity * 0x9e37_79b9_7f4a_7c15L) >>> hashShift);
        while (slots[slot] != FREE && identities[slots[slot] - 1] != identity) {
            slot = slot + 1 & slots.length - 1;
        }
        return slot;
    }

    /** The first holder of a socket, the process with the lowest number; or {@link #UNHELD} or {@link #HIDDEN}. */
    public int first(long identity) {
        if (identity == 0 || identity == SocketView.UNKNOWN) {
            return UNHELD;
        }
        int holder = slots[slotOf(identity)] - 1;
        if (holder >= 0) {
            return holder;
        }
        return hiddenProcesses > 0 ? HIDDEN : UNHELD;
    }

    /** The next holder of the same socket; negative if that was the last one. */
    public int next(int holder) {
        return nexts[holder] - 1;
    }

    /** The {@link SocketView#identity} of the socket that this holder has. */
    public long identity(int holder) {
        return identities[holder];
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
        return identities.length;
    }

    /** How much memory the table takes, in bytes. */
    long bytes() {
        long ints = (long) slots.length + pids.length + descriptors.length + nexts.length;
        return Integer.BYTES * ints + (long) Long.BYTES * identities.length;
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
