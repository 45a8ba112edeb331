package io.conncount.bpf;

import io.conncount.bpf.Assembler.Jump;
import io.conncount.bpf.Assembler.Label;
import io.conncount.bpf.Assembler.Width;
import io.conncount.bpf.Btf.Member;

/** Instructions about a socket. R8 holds its address, R9 its {@code skc_state}. */
class SocketCode extends KernelCode {
    static final Register SOCKET = Register.R8;
    static final Register KERNEL_STATE = Register.R9;

    // include/net/tcp_states.h
    static final int TCP_TIME_WAIT = 6;
    static final int TCP_NEW_SYN_RECV = 12;

    SocketCode(Assembler code, KernelLayout layout) {
        super(code, layout, WalkState.POINTER);
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
