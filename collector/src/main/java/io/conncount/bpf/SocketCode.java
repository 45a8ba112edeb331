package io.conncount.bpf;

import io.conncount.bpf.Assembler.Helper;
import io.conncount.bpf.Assembler.Jump;
import io.conncount.bpf.Assembler.Label;
import io.conncount.bpf.Assembler.Operation;
import io.conncount.bpf.Assembler.Width;
import io.conncount.bpf.Btf.Member;

/**
 * Instructions that read memory of the kernel into a walk's state. R6 holds the address of the state, R8 that of the socket,
 * R9 its {@code skc_state}.
 */
class SocketCode {
    static final Register STATE = Register.R6;
    static final Register SOCKET = Register.R8;
    static final Register KERNEL_STATE = Register.R9;

    // include/net/tcp_states.h
    static final int TCP_TIME_WAIT = 6;
    static final int TCP_NEW_SYN_RECV = 12;

    final Assembler code;
    final KernelLayout layout;

    SocketCode(Assembler code, KernelLayout layout) {
        this.code = code;
        this.layout = layout;
    }

    /** Copies bytes at a register's address and an offset to a place in the state; an address that is wrong reads as zeros. */
    void read(int to, int bytes, Register base, int offset) {
        code.move(Register.R3, base);
        code.compute(Operation.ADD, Register.R3, offset);
        code.move(Register.R1, STATE);
        code.compute(Operation.ADD, Register.R1, to);
        code.move(Register.R2, bytes);
        code.call(Helper.PROBE_READ_KERNEL);
    }

    /** Reads a number without a sign into R1, through a place in the state. */
    void readNumber(int through, Member member, Register base) {
        if (member.bytes() < Long.BYTES) {
            code.store(Width.DOUBLE, STATE, through, 0);
        }
        read(through, member.bytes(), base, member.offsetBytes());
        code.load(Width.DOUBLE, Register.R1, STATE, through);
        if (member.isBitField()) {
            code.compute(Operation.RSH, Register.R1, member.shift());
            code.compute(Operation.AND, Register.R1, (1 << member.bits()) - 1);
        }
    }

    /** Follows pointers: R0 becomes the last of them. */
    void follow(Register base, Member... pointers) {
        Register from = base;
        for (Member pointer : pointers) {
            read(WalkState.POINTER, Long.BYTES, from, pointer.offsetBytes());
            code.load(Width.DOUBLE, Register.R0, STATE, WalkState.POINTER);
            from = Register.R0;
        }
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

    void store(int slot, Register from) {
        code.store(Width.DOUBLE, STATE, slot, from);
    }

    void add(int counter, int number) {
        code.load(Width.DOUBLE, Register.R1, STATE, counter);
        code.compute(Operation.ADD, Register.R1, number);
        store(counter, Register.R1);
    }
}
