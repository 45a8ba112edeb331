package io.conncount.bpf;

import io.conncount.bpf.Assembler.Helper;
import io.conncount.bpf.Assembler.Jump;
import io.conncount.bpf.Assembler.Label;
import io.conncount.bpf.Assembler.Width;
import io.conncount.bpf.Btf.Member;
import java.util.SortedSet;
import java.util.TreeSet;

/** Instructions about a socket. R8 holds its address, R9 its {@code skc_state}. */
class SocketCode extends KernelCode {
    static final Register SOCKET = Register.R8;
    static final Register KERNEL_STATE = Register.R9;

    // include/linux/socket.h
    static final int AF_INET = 2;
    static final int AF_INET6 = 10;

    // include/net/tcp_states.h
    static final int TCP_TIME_WAIT = 6;
    static final int TCP_NEW_SYN_RECV = 12;

    /** A line of a processor's cache. */
    static final int LINE_BYTES = 64;

    private final SortedSet<Integer> lines = new TreeSet<>();

    SocketCode(Assembler code, KernelLayout layout) {
        super(code, layout, WalkState.POINTER);
    }

    @Override
    void read(int to, int bytes, Register base, int offset) {
        if (base == SOCKET) {
            lines.add(offset / LINE_BYTES * LINE_BYTES);
        }
        super.read(to, bytes, base, offset);
    }

    /** Where in sockets these instructions read: offsets of lines of the cache, in bytes. */
    SortedSet<Integer> lines() {
        return lines;
    }

    /** Finds the network namespace of the calling thread, and leaves its address in R0. */
    void namespace() {
        code.call(Helper.GET_CURRENT_TASK);
        follow(Register.R0, layout.member("task_struct", "nsproxy"), layout.member("nsproxy", "net_ns"));
        store(WalkState.NET, Register.R0);
    }

    /** How many bytes the head of a socket has, which ends with its place in the table. */
    int headBytes() {
        int bytes = layout.common("skc_nulls_node").offsetBytes() + Long.BYTES;
        if (bytes > WalkState.HEAD_BYTES_MAX) {
            throw new WalkRefusedException(
                    "the head of this kernel's sockets has more than " + WalkState.HEAD_BYTES_MAX + " bytes");
        }
        return bytes;
    }

    /** Loads a member of the socket's head, which was read before, as a number without a sign. */
    void head(Register to, Member member) {
        code.load(Width.of(member.bytes()), to, STATE, WalkState.HEAD + member.offsetBytes());
    }

    /** Jumps for mini-sockets. */
    void ifMini(Label to) {
        code.jump(Jump.EQ, KERNEL_STATE, TCP_TIME_WAIT, to);
        code.jump(Jump.EQ, KERNEL_STATE, TCP_NEW_SYN_RECV, to);
    }
}
