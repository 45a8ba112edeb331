package io.conncount.source;

import io.conncount.sys.KernelException;
import io.conncount.sys.Sysctls;
import io.conncount.wire.DecodeException;
import io.conncount.wire.freebsd.KinfoProc;
import io.conncount.wire.freebsd.Xfile;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Which processes have a FreeBSD socket open, found by the socket's kernel address: an index of {@code kern.file}, and the
 * names in {@code kern.proc.proc}. A socket may have several owners, or none: one that no process holds any more, in a
 * listener's queue, or of a process that this user may not see.
 */
public final class FreeBsdOwners {
    private static final int NONE = -1;
    private static final int CAPACITY_MIN = 1024;

    private final Map<Integer, String> commands = new HashMap<>();
    private long[] addresses = new long[CAPACITY_MIN];
    private int[] pids = new int[CAPACITY_MIN];
    private int[] uids = new int[CAPACITY_MIN];
    private int[] descriptors = new int[CAPACITY_MIN];
    private int size;
    /** The first entry of each hash, and for each entry the next one with the same hash. */
    private int[] heads;

    private int[] nexts;

    /**
     * A process that has a socket open.
     *
     * @param uid the user it runs as
     * @param descriptor its number for the socket
     * @param command the name of its program; {@code ?} if it has ended since
     */
    public record Owner(int pid, int uid, int descriptor, String command) {}

    private FreeBsdOwners() {}

    /**
     * Reads which processes have which sockets open now.
     *
     * @throws KernelException if the kernel refused one of the two lists
     * @throws DecodeException if one of them cannot be read
     */
    public static FreeBsdOwners read(Sysctls sysctls) throws KernelException, DecodeException {
        FreeBsdOwners owners = new FreeBsdOwners();
        String kernel = Long.toString(sysctls.number("kern.osreldate").orElse(0));
        try (Sysctls.Value value = sysctls.read("kern.file")) {
            owners.addSockets(new Xfile(value.bytes(), kernel));
        }
        owners.index();
        try (Sysctls.Value value = sysctls.read("kern.proc.proc")) {
            KinfoProc process = new KinfoProc(value.bytes(), kernel);
            while (process.next()) {
                owners.commands.put(process.pid(), process.command());
            }
        }
        return owners;
    }

    /** The owners of the socket at this address, in the order of their process numbers and descriptors. */
    public List<Owner> of(long socketAddress) {
        List<Owner> owners = new ArrayList<>();
        for (int i = heads[slot(socketAddress)]; i != NONE; i = nexts[i]) {
            if (addresses[i] == socketAddress) {
                owners.add(new Owner(pids[i], uids[i], descriptors[i], commands.getOrDefault(pids[i], "?")));
            }
        }
        owners.sort(
                (a, b) -> a.pid == b.pid ? Integer.compare(a.descriptor, b.descriptor) : Integer.compare(a.pid, b.pid));
        return owners;
    }

    private void addSockets(Xfile file) throws DecodeException {
        while (file.next()) {
            if (file.isSocket() && file.socketAddress() != 0) {
                grow();
                addresses[size] = file.socketAddress();
                pids[size] = file.pid();
                uids[size] = file.uid();
                descriptors[size] = file.descriptor();
                size++;
            }
        }
    }

    private void grow() {
        if (size == addresses.length) {
            addresses = Arrays.copyOf(addresses, size * 2);
            pids = Arrays.copyOf(pids, size * 2);
            uids = Arrays.copyOf(uids, size * 2);
            descriptors = Arrays.copyOf(descriptors, size * 2);
        }
    }

    private void index() {
        heads = new int[addresses.length];
        nexts = new int[size];
        Arrays.fill(heads, NONE);
        for (int i = 0; i < size; i++) {
            int slot = slot(addresses[i]);
            nexts[i] = heads[slot];
            heads[slot] = i;
        }
    }

    /** Kernel addresses end in zeros, so the upper bits of a product are taken (Knuth's multiplicative hash). */
    private int slot(long address) {
        return (int) ((address * 0x9e3779b97f4a7c15L) >>> 32) & (heads.length - 1);
    }
}
