package io.conncount.testing;

import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import com.sun.jna.NativeLong;
import com.sun.jna.Pointer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Forbids system calls to the calling thread, and to the threads and processes it starts ({@code man 2 seccomp}). */
public final class Seccomp {
    // linux/prctl.h, linux/seccomp.h, linux/bpf_common.h, offsets of struct seccomp_data
    private static final int PR_SET_SECCOMP = 22;
    private static final int PR_SET_NO_NEW_PRIVS = 38;
    private static final int SECCOMP_MODE_FILTER = 2;
    private static final int SECCOMP_RET_ERRNO = 0x0005_0000;
    private static final int SECCOMP_RET_ALLOW = 0x7fff_0000;
    private static final short LOAD_WORD = 0x20;
    private static final short JUMP_IF_EQUAL = 0x15;
    private static final short RETURN = 0x06;
    private static final int SYSCALL_OFFSET = 0;
    private static final int FIRST_ARGUMENT_OFFSET = 16;
    private static final int AF_NETLINK = 16;
    private static final int INSTRUCTION_BYTES = 8;
    private static final boolean IS_ARM = System.getProperty("os.arch").equals("aarch64");

    private Seccomp() {}

    /** From now on {@code socket(AF_NETLINK)} fails with an error number. */
    public static void forbidNetlink(int errno) {
        int socket = IS_ARM ? 198 : 41;
        ByteBuffer program = program(6);
        put(program, LOAD_WORD, 0, SYSCALL_OFFSET);
        put(program, JUMP_IF_EQUAL, 3, socket);
        put(program, LOAD_WORD, 0, FIRST_ARGUMENT_OFFSET);
        put(program, JUMP_IF_EQUAL, 1, AF_NETLINK);
        put(program, RETURN, 0, SECCOMP_RET_ERRNO | errno);
        put(program, RETURN, 0, SECCOMP_RET_ALLOW);
        install(program);
    }

    /** From now on {@code bpf} fails with an error number. */
    public static void forbidBpf(int errno) {
        int bpf = IS_ARM ? 280 : 321;
        ByteBuffer program = program(4);
        put(program, LOAD_WORD, 0, SYSCALL_OFFSET);
        put(program, JUMP_IF_EQUAL, 1, bpf);
        put(program, RETURN, 0, SECCOMP_RET_ERRNO | errno);
        put(program, RETURN, 0, SECCOMP_RET_ALLOW);
        install(program);
    }

    private static ByteBuffer program(int instructions) {
        return ByteBuffer.allocateDirect(instructions * INSTRUCTION_BYTES).order(ByteOrder.nativeOrder());
    }

    private static void install(ByteBuffer program) {
        try (Memory fprog = new Memory(2L * Native.POINTER_SIZE)) { // struct sock_fprog
            fprog.clear();
            fprog.setShort(0, (short) (program.capacity() / INSTRUCTION_BYTES));
            fprog.setPointer(Native.POINTER_SIZE, Native.getDirectBufferPointer(program));
            prctl(PR_SET_NO_NEW_PRIVS, 1, Pointer.NULL);
            prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, fprog);
        }
    }

    /** An instruction that, where it compares, goes on if equal and else over so many others. */
    private static void put(ByteBuffer program, short code, int over, int operand) {
        program.putShort(code).put((byte) 0).put((byte) over).putInt(operand);
    }

    private static void prctl(int option, long argument, Pointer pointer) {
        NativeLong none = new NativeLong(0);
        Object[] arguments = {option, new NativeLong(argument), pointer, none, none};
        if (NativeLibrary.getProcess().getFunction("prctl").invokeInt(arguments) < 0) {
            throw new IllegalStateException("prctl(" + option + ") failed with errno " + Native.getLastError());
        }
    }
}
