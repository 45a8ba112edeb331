package io.conncount.bpf;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** A program as text, an instruction a line: with its number, and the number that a jump goes to. */
final class Disassembly {
    private static final String[] ALU = {
        "+=", "-=", "*=", "/=", "|=", "&=", "<<=", ">>=", "neg", "%=", "^=", "=", "s>>=", "be"
    };
    private static final String[] JMP = {
        "goto", "==", ">", ">=", "&", "!=", "s>", "s>=", "call", "exit", "<", "<=", "s<", "s<="
    };
    private static final int[] BYTES = {4, 2, 1, 8};

    private Disassembly() {}

    static List<String> of(ByteBuffer program) {
        List<String> lines = new ArrayList<>();
        for (int at = 0; at < program.limit(); at += Assembler.INSTRUCTION_BYTES) {
            int number = at / Assembler.INSTRUCTION_BYTES;
            boolean wide = (program.get(at) & 0xff) == 0x18;
            lines.add(number + ": " + line(program, at, number));
            at += wide ? Assembler.INSTRUCTION_BYTES : 0;
        }
        return lines;
    }

    private static String line(ByteBuffer program, int at, int number) {
        int opcode = program.get(at) & 0xff;
        String to = "r" + (program.get(at + 1) & 0xf);
        String from = "r" + (program.get(at + 1) >> 4 & 0xf);
        int offset = program.getShort(at + 2);
        int immediate = program.getInt(at + 4);
        String operand = (opcode & 8) != 0 ? from : String.valueOf(immediate);
        String memory = "u" + BYTES[opcode >> 3 & 3] * 8;
        return switch (opcode & 7) {
            case 0 -> to + " = " + wide(program, at, number);
            case 1 -> to + " = " + memory + "[" + from + " + " + offset + "]";
            case 2 -> memory + "[" + to + " + " + offset + "] = " + immediate;
            case 3 -> memory + "[" + to + " + " + offset + "] = " + from;
            case 5 -> jump(opcode >> 4, to, operand, number + 1 + offset, immediate);
            default ->
                opcode >> 4 == 13 ? to + " = be" + immediate + " " + to : to + " " + ALU[opcode >> 4] + " " + operand;
        };
    }

    private static String wide(ByteBuffer program, int at, int number) {
        int low = program.getInt(at + 4);
        return switch (program.get(at + 1) >> 4 & 0xf) {
            case 1 -> "map " + low;
            case 2 -> "value of map " + low;
            case 4 -> "function at " + (number + 1 + low);
            default -> "0x" + Long.toHexString((long) program.getInt(at + 12) << 32 | Integer.toUnsignedLong(low));
        };
    }

    private static String jump(int operation, String to, String operand, int target, int immediate) {
        return switch (operation) {
            case 0 -> "goto " + target;
            case 8 -> "call " + immediate;
            case 9 -> "exit";
            default -> "if " + to + " " + JMP[operation] + " " + operand + " goto " + target;
        };
    }
}
