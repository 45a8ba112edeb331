package io.conncount.sys;

import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import com.sun.jna.NativeLong;
import com.sun.jna.Pointer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Memory of the kernel that BPF programs read and write ({@code linux/bpf.h}). It is freed when it is closed. */
public final class BpfMap implements AutoCloseable {
    // enum bpf_map_type, and flags of BPF_MAP_CREATE
    static final int TYPE_ARRAY = 2;
    static final int MMAPABLE = 1 << 10;

    // sys/mman.h
    static final int PROT_READ_WRITE = 3;
    static final int MAP_SHARED = 1;
    private static final long MAP_FAILED = -1;

    private final int descriptor;
    private Pointer mapped;
    private long mappedBytes;

    private BpfMap(int descriptor) {
        this.descriptor = descriptor;
    }

    /** An array with one value, which this program can see as memory of its own: {@link #map}. */
    public static BpfMap ofOneValue(String name, int valueBytes) throws KernelException {
        ByteBuffer attributes = Bpf.attributes();
        attributes.putInt(Bpf.MapCreate.MAP_TYPE, TYPE_ARRAY);
        attributes.putInt(Bpf.MapCreate.KEY_SIZE, Integer.BYTES).putInt(Bpf.MapCreate.VALUE_SIZE, valueBytes);
        attributes.putInt(Bpf.MapCreate.MAX_ENTRIES, 1).putInt(Bpf.MapCreate.MAP_FLAGS, MMAPABLE);
        Bpf.putName(attributes, Bpf.MapCreate.MAP_NAME, name);
        return new BpfMap(Bpf.call(Bpf.MAP_CREATE, "BPF_MAP_CREATE", attributes));
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

    @Override
    public void close() {
        if (mapped != null) {
            NativeLibrary.getProcess().getFunction("munmap").invokeInt(new Object[] {mapped, new NativeLong(mappedBytes)
            });
        }
        Bpf.close(descriptor);
    }
}
