package io.conncount.sys;

import com.sun.jna.Function;
import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import com.sun.jna.NativeLong;
import com.sun.jna.Pointer;
import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * The system call {@code bpf} ({@code man 2 bpf}). Every command takes {@code union bpf_attr} ({@code linux/bpf.h}), of which each
 * uses other members; what is not named here is 0. Numbers are u32 in the host's byte order, those marked u64 are addresses.
 */
final class Bpf {
    // enum bpf_cmd
    static final int MAP_CREATE = 0;
    static final int PROG_LOAD = 5;
    static final int PROG_TEST_RUN = 10;
    static final int BTF_LOAD = 18;

    /** Where the members of {@code BPF_MAP_CREATE} are. */
    static final class MapCreate {
        static final int MAP_TYPE = 0;
        static final int KEY_SIZE = 4;
        static final int VALUE_SIZE = 8;
        static final int MAX_ENTRIES = 12;
        static final int MAP_FLAGS = 16;
        static final int MAP_NAME = 28; // 16 bytes

        private MapCreate() {}
    }

    /** Where the members of {@code BPF_PROG_LOAD} are. */
    static final class ProgLoad {
        static final int PROG_TYPE = 0;
        static final int INSN_CNT = 4;
        static final int INSNS = 8; // u64
        static final int LICENSE = 16; // u64
        static final int LOG_LEVEL = 24;
        static final int LOG_SIZE = 28;
        static final int LOG_BUF = 32; // u64
        static final int PROG_NAME = 48; // 16 bytes
        static final int PROG_BTF_FD = 72;
        static final int FUNC_INFO_REC_SIZE = 76;
        static final int FUNC_INFO = 80; // u64
        static final int FUNC_INFO_CNT = 88;

        private ProgLoad() {}
    }

    /** Where the members of {@code BPF_BTF_LOAD} are. */
    static final class BtfLoad {
        static final int BTF = 0; // u64
        static final int BTF_SIZE = 16;

        private BtfLoad() {}
    }

    /** Where the member of {@code BPF_PROG_TEST_RUN} is. */
    static final class TestRun {
        static final int PROG_FD = 0;

        private TestRun() {}
    }

    /** All of these fit into it, and kernels take more or less than they know as long as the rest is 0. */
    static final int ATTR_BYTES = 144;

    /** {@code BPF_OBJ_NAME_LEN}, with the 0 that ends a name. */
    static final int NAME_BYTES = 16;

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

    /**
     * The address of a direct buffer's first byte. It is only good while the buffer is reachable, so {@link
     * Reference#reachabilityFence} follows the call that uses it.
     */
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
        throw new KernelException("bpf(" + name + ")", errno, BpfObstacle.remedy(errno));
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
