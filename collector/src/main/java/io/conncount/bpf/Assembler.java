package io.conncount.bpf;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes BPF instructions ({@code linux/bpf.h}; RFC 9669), each of eight bytes in the host's byte order:
 *
 * <pre>
 *    0 opcode u8   1 destination, lower 4 bits; source, upper 4 bits   2 offset s16   4 immediate s32   8
 * </pre>
 *
 * <p>A jump's offset is counted in instructions from the next one. An immediate of 64 bits takes two instructions.
 */
final class Assembler {
    /** Room for a program of the size that the kernel verifies in a few milliseconds. */
    static final int INSTRUCTIONS_MAX = 30_000;

    /** {@code sizeof(struct bpf_insn)}. */
    static final int INSTRUCTION_BYTES = 8;

    // Classes, sizes, modes and sources of operands.
    private static final int LD = 0x00;
    private static final int LDX = 0x01;
    private static final int ST = 0x02;
    private static final int STX = 0x03;
    private static final int ALU = 0x04;
    private static final int JMP = 0x05;
    private static final int ALU64 = 0x07;
    private static final int MEM = 0x60;
    private static final int DW = 0x18;
    private static final int X = 0x08;
    private static final int END = 0xd0;
    private static final int MOV = 0xb0;
    private static final int CALL = 0x80;
    private static final int EXIT = 0x90;

    // What an immediate of 64 bits stands for: BPF_PSEUDO_*.
    private static final int PSEUDO_MAP_VALUE = 2;
    private static final int PSEUDO_FUNC = 4;

    /** How many bytes a load or a store moves. */
    enum Width {
        BYTE(1, 0x10),
        HALF(2, 0x08),
        WORD(4, 0x00),
        DOUBLE(8, DW);

        private final int bytes;
        private final int code;

        Width(int bytes, int code) {
            this.bytes = bytes;
            this.code = code;
        }

        static Width of(int bytes) {
            for (Width width : values()) {
                if (width.bytes == bytes) {
                    return width;
                }
            }
            throw new WalkRefusedException("a member of " + bytes + " bytes is not a number");
        }

        int bytes() {
            return bytes;
        }
    }

    /** What is computed of the destination and an operand. */
    enum Operation {
        ADD(0x00),
        SUB(0x10),
        MUL(0x20),
        OR(0x40),
        AND(0x50),
        LSH(0x60),
        RSH(0x70),
        XOR(0xa0),
        ARSH(0xc0);

        private final int code;

        Operation(int code) {
            this.code = code;
        }
    }

    /** When a jump is taken; the comparisons with S are those of numbers with a sign. */
    enum Jump {
        ALWAYS(0x00),
        EQ(0x10),
        GT(0x20),
        GE(0x30),
        SET(0x40),
        NE(0x50),
        SGT(0x60),
        SGE(0x70),
        LT(0xa0),
        LE(0xb0),
        SLT(0xc0),
        SLE(0xd0);

        private final int code;

        Jump(int code) {
            this.code = code;
        }
    }

    /** The kernel's functions for programs, by their numbers ({@code enum bpf_func_id}). */
    enum Helper {
        GET_CURRENT_TASK(35),
        PROBE_READ_KERNEL(113),
        LOOP(181);

        private final int number;

        Helper(int number) {
            this.number = number;
        }
    }

    /** A place in the program, which jumps may name before it is known. */
    static final class Label {
        private static final int UNKNOWN = -1;

        private int instruction = UNKNOWN;

        /** The number of its instruction. */
        int instruction() {
            if (instruction == UNKNOWN) {
                throw new IllegalStateException("the label was never placed");
            }
            return instruction;
        }
    }

    /** A place that waits for its label: the offset of a jump, or the immediate that stands for a function. */
    private record Reference(int instruction, Label label, boolean function) {}

    private final ByteBuffer code =
            ByteBuffer.allocateDirect(INSTRUCTIONS_MAX * INSTRUCTION_BYTES).order(ByteOrder.nativeOrder());
    private final List<Reference> references = new ArrayList<>();

    /** Puts a label here. */
    void place(Label label) {
        label.instruction = next();
    }

    private int next() {
        return code.position() / INSTRUCTION_BYTES;
    }

    void move(Register to, Register from) {
        add(ALU64 | MOV | X, to, from, 0, 0);
    }

    /** Sets a register; numbers of more than 32 bits take two instructions. */
    void move(Register to, long value) {
        if (value == (int) value) {
            add(ALU64 | MOV, to, Register.R0, 0, (int) value);
        } else {
            wide(to, 0, (int) value, (int) (value >>> Integer.SIZE));
        }
    }

    /** Computes with a register and a number, which is extended from 32 bits with its sign. */
    void compute(Operation operation, Register to, int operand) {
        add(ALU64 | operation.code, to, Register.R0, 0, operand);
    }

    void compute(Operation operation, Register to, Register operand) {
        add(ALU64 | operation.code | X, to, operand, 0, 0);
    }

    /** Makes the lowest bytes a number in network byte order, or the other way round; the others become 0. */
    void networkOrder(Register register, Width width) {
        add(ALU | END | X, register, Register.R0, 0, width.bytes * Byte.SIZE);
    }

    /** Loads a number without a sign. */
    void load(Width width, Register to, Register base, int offset) {
        add(LDX | MEM | width.code, to, base, offset, 0);
    }

    void store(Width width, Register base, int offset, Register from) {
        add(STX | MEM | width.code, base, from, offset, 0);
    }

    void store(Width width, Register base, int offset, int value) {
        add(ST | MEM | width.code, base, Register.R0, offset, value);
    }

    /** Sets a register to the address of an array's first value. */
    void mapValue(Register to, int descriptor) {
        wide(to, PSEUDO_MAP_VALUE, descriptor, 0);
    }

    /** Sets a register to a function of this program. */
    void function(Register to, Label function) {
        references.add(new Reference(next(), function, true));
        wide(to, PSEUDO_FUNC, 0, 0);
    }

    void call(Helper helper) {
        add(JMP | CALL, Register.R0, Register.R0, 0, helper.number);
    }

    void exit() {
        add(JMP | EXIT, Register.R0, Register.R0, 0, 0);
    }

    void jump(Label to) {
        reference(to);
        add(JMP | Jump.ALWAYS.code, Register.R0, Register.R0, 0, 0);
    }

    /** Jumps if a register and a number, which is extended from 32 bits with its sign, compare in this way. */
    void jump(Jump when, Register register, int operand, Label to) {
        reference(to);
        add(JMP | when.code, register, Register.R0, 0, operand);
    }

    void jump(Jump when, Register register, Register operand, Label to) {
        reference(to);
        add(JMP | when.code | X, register, operand, 0, 0);
    }

    private void reference(Label to) {
        references.add(new Reference(next(), to, false));
    }

    private void wide(Register to, int meaning, int low, int high) {
        Register[] registers = Register.values();
        add(LD | DW, to, registers[meaning], 0, low);
        add(0, Register.R0, Register.R0, 0, high);
    }

    private void add(int opcode, Register destination, Register source, int offset, int immediate) {
        if (offset != (short) offset) {
            throw new WalkRefusedException("a member at " + offset + " is too far for an instruction");
        }
        if (!code.hasRemaining()) {
            throw tooLong();
        }
        code.put((byte) opcode)
                .put((byte) (source.ordinal() << 4 | destination.ordinal()))
                .putShort((short) offset)
                .putInt(immediate);
    }

    /** The whole program, with every label in its place. */
    ByteBuffer program() {
        for (Reference reference : references) {
            int at = reference.instruction * INSTRUCTION_BYTES;
            int distance = reference.label.instruction() - reference.instruction - 1;
            if (reference.function) {
                code.putInt(at + Integer.BYTES, distance);
            } else if (distance == (short) distance) {
                code.putShort(at + 2, (short) distance);
            } else {
                throw tooLong();
            }
        }
        return code.duplicate().order(ByteOrder.nativeOrder()).flip();
    }

    private static WalkRefusedException tooLong() {
        return new WalkRefusedException("it takes a program of more than " + INSTRUCTIONS_MAX + " instructions");
    }
}
