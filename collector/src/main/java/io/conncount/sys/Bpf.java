package io.conncount.sys;

import com.sun.jna.Function;
import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import com.sun.jna.NativeLong;
import com.sun.jna.Pointer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * The system call {@code bpf} ({@code man 2 bpf}). Every command takes {@code union bpf_attr} ({@code linux/bpf.h}); what is
 * not named here is 0. Addresses are u64, other numbers u32, in the host's byte order:
 *
 * <pre>
 * MAP_CREATE         0 map_type   4 key_size   8 value_size   12 max_entries   16 map_flags   28 map_name (16 bytes)
 * MAP_LOOKUP_BATCH   0 in_batch u64   8 out_batch u64   16 keys u64   24 values u64   32 count   36 map_fd
 * BTF_LOAD           0 btf u64   16 btf_size
 * PROG_LOAD          0 prog_type   4 insn_cnt   8 insns u64   16 license u64   24 log_level   28 log_size   32 log_buf u64
 *                   44 prog_flags   48 prog_name (16 bytes)   72 prog_btf_fd   76 func_info_rec_size   80 func_info u64
 *                   88 func_info_cnt
 * PROG_TEST_RUN      0 prog_fd   4 retval
 * </pre>
 */
final class Bpf {
    static final int MAP_CREATE = 0;
    static final int PROG_LOAD = 5;
    static final int PROG_TEST_RUN = 10;
    static final int BTF_LOAD = 18;
    static final int MAP_LOOKUP_BATCH = 24;

    /** All of these fit into it, and kernels take more or less than they know as long as the rest is 0. */
    static final int ATTR_BYTES = 144;

    private static final int NAME_BYTES = 16;
    private static final int INTERRUPTIONS_MAX = 100;

    private static final NativeLibrary LIBC = NativeLibrary.getProcess();
    private static final Function SYSCALL = LIBC.getFunction("syscall");

    private Bpf() {}

    /** An empty {@code union bpf_attr}. */
    static ByteBuffer attributes() {
        return ByteBuffer.allocateDirect(ATTR_BYTES).order(ByteOrder.nativeOrder());
    }

    /** Puts a name of at most 15 characters. */
    static void putName(ByteBuffer attributes, int at, String name) {
        byte[] bytes = name.getBytes(StandardCharsets.US_ASCII);
        attributes.put(at, bytes, 0, Math.min(bytes.length, NAME_BYTES - 1));
    }

    /** The address of a direct buffer's first byte. It is only good while the buffer is reachable. */
    static long address(ByteBuffer direct) {
        return Pointer.nativeValue(Native.getDirectBufferPointer(direct));
    }

    /**
     * Executes a command.
     *
     * @param name the command for errors, such as {@code BPF_PROG_LOAD}
     * @return what the kernel returns, a descriptor for commands that create something
     */
    static int call(int command, String name, ByteBuffer attributes) throws KernelException {
        Object[] arguments = {new NativeLong(NUMBER), command, attributes, ATTR_BYTES};
        int errno = Errno.EINTR;
        for (int i = 0; i < INTERRUPTIONS_MAX && (errno == Errno.EINTR || errno == Errno.EAGAIN); i++) {
            int result = SYSCALL.invokeInt(arguments);
            if (result >= 0) {
                return result;
            }
            errno = Native.getLastError();
        }
        throw new KernelException("bpf(" + name + ")", errno);
    }

    /** {@code __NR_bpf} ({@code asm/unistd_64.h}, {@code asm-generic/unistd.h}). */
    private static final int NUMBER = switch (HostSystem.architecture()) {
        case "amd64" -> 321;
        case "aarch64" -> 280;
        default -> -1;
    };

    /** True if this kind of processor is known. */
    static boolean isNumberKnown() {
        return NUMBER > 0;
    }

    static void close(int descriptor) {
        LIBC.getFunction("close").invokeInt(new Object[] {descriptor});
    }
}
