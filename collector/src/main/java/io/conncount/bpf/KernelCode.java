package io.conncount.bpf;

import io.conncount.bpf.Assembler.Helper;
import io.conncount.bpf.Assembler.Jump;
import io.conncount.bpf.Assembler.Label;
import io.conncount.bpf.Assembler.Operation;
import io.conncount.bpf.Assembler.Width;
import io.conncount.bpf.Btf.Member;

/** Instructions that read memory of the kernel into the memory that a program shares with this one, whose address R6 holds. */
class KernelCode {
    static final Register STATE = Register.R6;

    final Assembler code;
    final KernelLayout layout;
    private final int scratch;

    /** @param scratch where in the shared memory there is room for a pointer */
    KernelCode(Assembler code, KernelLayout layout, int scratch) {
        this.code = code;
        this.layout = layout;
        this.scratch = scratch;
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
            read(scratch, Long.BYTES, from, pointer.offsetBytes());
            code.load(Width.DOUBLE, Register.R0, STATE, scratch);
            from = Register.R0;
        }
    }

    /** Calls the step again and again, at most so many times, and returns. */
    void loop(Label step, int stepsMax) {
        code.move(Register.R1, stepsMax);
        code.function(Register.R2, step);
        code.move(Register.R3, 0);
        code.move(Register.R4, 0);
        code.call(Helper.LOOP);
        code.move(Register.R0, 0);
        code.exit();
    }

    /** Ends a step: the next one follows. */
    void goOn() {
        code.move(Register.R0, 0);
        code.exit();
    }

    /** Ends a step, and the loop. */
    void stop() {
        code.move(Register.R0, 1);
        code.exit();
    }

    /** Loads a number into a register, and ends the step and the loop unless it is less than so many. */
    void requireRoom(Register to, int slot, int max) {
        Label room = new Label();
        code.load(Width.DOUBLE, to, STATE, slot);
        code.jump(Jump.LT, to, max, room);
        stop();
        code.place(room);
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
