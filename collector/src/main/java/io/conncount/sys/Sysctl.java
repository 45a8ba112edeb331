package io.conncount.sys;

import com.sun.jna.Function;
import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import com.sun.jna.NativeLong;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * This kernel's values, through {@code sysctlbyname(3)}. No privilege is needed.
 *
 * <p>The size of a value is read first, and then the value into as much memory. Lists of sockets may grow in between, which the
 * kernel allows for with an eighth more. If that is not enough, it returns ENOMEM, and a larger buffer is tried a few times.
 *
 * <p>The memory is not Java's, whose direct buffers may be no larger than the heap. The kernel wires all of it before it
 * copies anything (FreeBSD 13 and later), which costs time by the megabyte: so no more is offered than it asks for. If it
 * may not wire that much ({@code vm.max_user_wired}) it says ENOMEM having filled nothing, and would do so for ever.
 */
public final class Sysctl implements Sysctls {
    /** A value larger than this cannot be looked at through one ByteBuffer: about 2.8 million TCP sockets. */
    static final long BYTES_MAX = Integer.MAX_VALUE & ~7;

    static final int TRIES_MAX = 5;

    private final Function sysctlbyname;

    /** The values of the kernel this process runs on. */
    public Sysctl() {
        this(NativeLibrary.getProcess());
    }

    /** The values that a library's {@code sysctlbyname} gives. */
    Sysctl(NativeLibrary library) {
        if (Native.SIZE_T_SIZE != Long.BYTES) {
            throw new UnsupportedOperationException("conncount can read FreeBSD's sockets on 64-bit processors only");
        }
        sysctlbyname = library.getFunction("sysctlbyname");
    }

    @Override
    public Sysctls.Value read(String name) throws KernelException {
        ByteBuffer length = ByteBuffer.allocateDirect(Long.BYTES).order(ByteOrder.nativeOrder());
        long offeredBytes = 0;
        for (int i = 0; i < TRIES_MAX; i++) {
            length.putLong(0, 0);
            check(call(name, null, length), operation(name));
            // Growth by a quarter a time, should the kernel's own estimate always be too small.
            offeredBytes = Math.max(Math.max(offeredBytes + offeredBytes / 4, length.getLong(0)), Long.BYTES);
            if (offeredBytes > BYTES_MAX) {
                throw new KernelException(
                        operation(name) + " of " + offeredBytes + " bytes, where at most " + BYTES_MAX
                                + " can be read at once",
                        Errno.EFBIG);
            }
            Memory memory = new Memory(offeredBytes);
            length.putLong(0, offeredBytes);
            int errno = call(name, memory, length);
            if (errno == 0) {
                return new NativeValue(memory, bytes(memory, length.getLong(0)));
            }
            memory.close();
            if (errno != Errno.ENOMEM) {
                throw new KernelException(operation(name), errno);
            }
            if (length.getLong(0) == 0) {
                throw new KernelException("wiring " + offeredBytes + " bytes for " + operation(name), errno);
            }
        }
        throw new KernelException(operation(name) + ", which outgrew its buffer " + TRIES_MAX + " times", Errno.ENOMEM);
    }

    private static ByteBuffer bytes(Memory memory, long filledBytes) {
        return memory.getByteBuffer(0, Math.min(filledBytes, memory.size())).order(ByteOrder.nativeOrder());
    }

    private int call(String name, Memory into, ByteBuffer length) {
        Object[] arguments = {name, into, length, null, new NativeLong(0)};
        return sysctlbyname.invokeInt(arguments) == 0 ? 0 : Native.getLastError();
    }

    private static void check(int errno, String operation) throws KernelException {
        if (errno != 0) {
            throw new KernelException(operation, errno);
        }
    }

    private static String operation(String name) {
        return "sysctl(" + name + ")";
    }

    /** A value in separate memory. */
    private record NativeValue(Memory memory, ByteBuffer bytes) implements Sysctls.Value {
        @Override
        public void close() {
            memory.close();
        }
    }
}
