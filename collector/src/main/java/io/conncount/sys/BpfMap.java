package io.conncount.sys;

import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import com.sun.jna.NativeLong;
import com.sun.jna.Pointer;
import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Memory of the kernel that BPF programs read and write ({@code linux/bpf.h}). It is freed when it is closed. */
public final class BpfMap implements AutoCloseable {
    // enum bpf_map_type, and flags of BPF_MAP_CREATE
    static final int TYPE_HASH = 1;
    static final int TYPE_ARRAY = 2;
    static final int NO_PREALLOC = 1;
    static final int MMAPABLE = 1 << 10;

    // sys/mman.h
    static final int PROT_READ_WRITE = 3;
    static final int MAP_SHARED = 1;
    private static final long MAP_FAILED = -1;

    /** How many entries a call reads at most. A table has as many slots as it may have entries, so none has nearly as many. */
    private static final int BATCH_ENTRIES_MAX = 4096;

    private final int descriptor;
    private final int keyBytes;
    private final int entriesMax;
    private Pointer mapped;
    private long mappedBytes;

    private BpfMap(int descriptor, int keyBytes, int entriesMax) {
        this.descriptor = descriptor;
        this.keyBytes = keyBytes;
        this.entriesMax = entriesMax;
    }

    /** Takes an entry of a map; its key and its value are valid only inside the call. */
    @FunctionalInterface
    public interface EntrySink {
        /** Takes the entry whose key begins at an offset of the keys. */
        void accept(ByteBuffer keys, int keyAtBytes, long value);
    }

    /**
     * A hash table of counts. Its entries are allocated as they come.
     *
     * @param entriesMax more are refused with E2BIG
     */
    public static BpfMap ofCounts(String name, int keyBytes, int entriesMax) throws KernelException {
        return create(TYPE_HASH, name, keyBytes, Long.BYTES, entriesMax, NO_PREALLOC);
    }

    /** An array with one value, which this program can see as memory of its own: {@link #map}. */
    public static BpfMap ofOneValue(String name, int valueBytes) throws KernelException {
        return create(TYPE_ARRAY, name, Integer.BYTES, valueBytes, 1, MMAPABLE);
    }

    private static BpfMap create(int type, String name, int keyBytes, int valueBytes, int entriesMax, int flags)
            throws KernelException {
        ByteBuffer attributes = Bpf.attributes();
        attributes.putInt(Bpf.MapCreate.MAP_TYPE, type);
        attributes.putInt(Bpf.MapCreate.KEY_SIZE, keyBytes).putInt(Bpf.MapCreate.VALUE_SIZE, valueBytes);
        attributes.putInt(Bpf.MapCreate.MAX_ENTRIES, entriesMax).putInt(Bpf.MapCreate.MAP_FLAGS, flags);
        Bpf.putName(attributes, Bpf.MapCreate.MAP_NAME, name);
        return new BpfMap(Bpf.call(Bpf.MAP_CREATE, "BPF_MAP_CREATE", attributes), keyBytes, entriesMax);
    }

    /** Its descriptor, which instructions name it by. */
    public int descriptor() {
        return descriptor;
    }

    /** The first bytes of an array, shared with the programs that use it, until the map is closed. */
    public ByteBuffer map(int lengthBytes) throws KernelException {
        Pointer address = NativeLibrary.getProcess().getFunction("mmap").invokePointer(new Object[] {
            Pointer.NULL, new NativeLong(lengthBytes), PROT_READ_WRITE, MAP_SHARED, descriptor, new NativeLong(0)
        });
        if (Pointer.nativeValue(address) == MAP_FAILED) {
            throw new KernelException("mmap(bpf map)", Native.getLastError());
        }
        mapped = address;
        mappedBytes = lengthBytes;
        return address.getByteBuffer(0, lengthBytes).order(ByteOrder.nativeOrder());
    }

    /**
     * Shows every entry of a table of counts. A table that changes meanwhile may show some twice or not at all.
     *
     * @return how many there were
     */
    public int forEach(EntrySink sink) throws KernelException {
        Batch batch = new Batch(Math.min(BATCH_ENTRIES_MAX, entriesMax));
        int shown = 0;
        boolean more = true;
        while (more) {
            more = batch.next();
            for (int i = 0; i < batch.count; i++) {
                sink.accept(batch.keys, i * keyBytes, batch.values.getLong(i * Long.BYTES));
            }
            shown += batch.count;
        }
        return shown;
    }

    /** Reads entries, many a call, where the last call ended. */
    private final class Batch {
        private final ByteBuffer attributes = Bpf.attributes();
        private final ByteBuffer position = direct(Math.max(Integer.BYTES, keyBytes));
        private final ByteBuffer keys;
        private final ByteBuffer values;
        private int count;
        private boolean begun;

        /** @param entriesMax more than any slot of the table has, because a call reads whole slots */
        Batch(int entriesMax) {
            keys = direct(entriesMax * keyBytes);
            values = direct(entriesMax * Long.BYTES);
        }

        private static ByteBuffer direct(int bytes) {
            return ByteBuffer.allocateDirect(bytes).order(ByteOrder.nativeOrder());
        }

        /** Reads the next ones; false if they are the last. */
        boolean next() throws KernelException {
            attributes.putLong(Bpf.MapBatch.IN_BATCH, begun ? Bpf.address(position) : 0);
            attributes.putLong(Bpf.MapBatch.OUT_BATCH, Bpf.address(position));
            attributes.putLong(Bpf.MapBatch.KEYS, Bpf.address(keys));
            attributes.putLong(Bpf.MapBatch.VALUES, Bpf.address(values));
            attributes.putInt(Bpf.MapBatch.COUNT, values.capacity() / Long.BYTES);
            attributes.putInt(Bpf.MapBatch.MAP_FD, descriptor);
            begun = true;
            boolean more = lookUp();
            count = attributes.getInt(Bpf.MapBatch.COUNT);
            return more;
        }

        private boolean lookUp() throws KernelException {
            try {
                Bpf.call(Bpf.MAP_LOOKUP_BATCH, "BPF_MAP_LOOKUP_BATCH", attributes);
                return true;
            } catch (KernelException e) {
                if (e.errno() == Errno.ENOENT) {
                    return false;
                }
                throw e;
            } finally {
                Reference.reachabilityFence(this);
            }
        }
    }

    @Override
    public void close() {
        if (mapped != null) {
            NativeLibrary.getProcess().getFunction("munmap").invokeInt(new Object[] {mapped, new NativeLong(mappedBytes)
            });
        }
        Bpf.close(descriptor);
    }
}
