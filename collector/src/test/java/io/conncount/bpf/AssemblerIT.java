package io.conncount.bpf;

import static io.conncount.bpf.TestProgram.MEMORY;
import static io.conncount.bpf.TestProgram.get;
import static io.conncount.bpf.TestProgram.put;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.conncount.bpf.Assembler.Helper;
import io.conncount.bpf.Assembler.Jump;
import io.conncount.bpf.Assembler.Label;
import io.conncount.bpf.Assembler.Operation;
import io.conncount.bpf.Assembler.Width;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The kernel accepts every instruction, and it does what its method says. Needs root. */
class AssemblerIT {
    /** Some with the highest bit of 32 and of 64, some that differ only above the lower 32. */
    private static final long[] NUMBERS = {
        0,
        1,
        2,
        63,
        65_536,
        Integer.MAX_VALUE,
        0x8000_0000L,
        0xffff_ffffL,
        0x1_0000_0001L,
        Long.MAX_VALUE,
        Long.MIN_VALUE,
        -1,
        -2,
        Integer.MIN_VALUE,
        0x0123_4567_89ab_cdefL
    };

    /** Operands that an instruction has room for. */
    private static final int[] OPERANDS = {0, 1, 7, 63, 4096, Integer.MAX_VALUE, -1, -63, Integer.MIN_VALUE};

    private static final int SHIFT_MASK = Long.SIZE - 1;

    /** Where results begin in the memory. */
    private static final int RESULTS = NUMBERS.length;

    private TestProgram test;

    @BeforeEach
    void open() throws Exception {
        test = new TestProgram();
        for (int i = 0; i < NUMBERS.length; i++) {
            test.setNumber(i, NUMBERS[i]);
        }
    }

    @AfterEach
    void close() {
        test.close();
    }

    @Test
    void moveSetsAllBits() throws Exception {
        test.run(code -> {
            for (int i = 0; i < NUMBERS.length; i++) {
                code.move(Register.R7, NUMBERS[i]);
                code.move(Register.R8, Register.R7);
                put(code, RESULTS + i, Register.R8);
            }
        });
        for (int i = 0; i < NUMBERS.length; i++) {
            assertEquals(NUMBERS[i], test.number(RESULTS + i));
        }
    }

    @ParameterizedTest
    @EnumSource
    void registersAreComputedWith(Operation operation) throws Exception {
        test.run(code -> {
            for (int pair = 0; pair < NUMBERS.length * NUMBERS.length; pair++) {
                get(code, Register.R7, pair / NUMBERS.length);
                get(code, Register.R8, pair % NUMBERS.length);
                if (isShift(operation)) {
                    code.compute(Operation.AND, Register.R8, SHIFT_MASK);
                }
                code.compute(operation, Register.R7, Register.R8);
                put(code, RESULTS + pair, Register.R7);
            }
        });
        for (int pair = 0; pair < NUMBERS.length * NUMBERS.length; pair++) {
            long left = NUMBERS[pair / NUMBERS.length];
            long right = NUMBERS[pair % NUMBERS.length];
            assertEquals(value(operation, left, right), test.number(RESULTS + pair), left + " and " + right);
        }
    }

    @ParameterizedTest
    @EnumSource
    void numbersAreComputedWith(Operation operation) throws Exception {
        for (int operand : OPERANDS) {
            if (isShift(operation) && operand != (operand & SHIFT_MASK)) {
                continue;
            }
            test.run(code -> {
                for (int i = 0; i < NUMBERS.length; i++) {
                    get(code, Register.R7, i);
                    code.compute(operation, Register.R7, operand);
                    put(code, RESULTS + i, Register.R7);
                }
            });
            for (int i = 0; i < NUMBERS.length; i++) {
                assertEquals(
                        value(operation, NUMBERS[i], operand),
                        test.number(RESULTS + i),
                        NUMBERS[i] + " and " + operand);
            }
        }
    }

    private static boolean isShift(Operation operation) {
        return switch (operation) {
            case LSH, RSH, ARSH -> true;
            default -> false;
        };
    }

    private static long value(Operation operation, long left, long right) {
        return switch (operation) {
            case ADD -> left + right;
            case SUB -> left - right;
            case MUL -> left * right;
            case OR -> left | right;
            case XOR -> left ^ right;
            case AND -> left & right;
            case LSH -> left << right;
            case RSH -> left >>> right;
            case ARSH -> left >> right;
        };
    }

    @ParameterizedTest
    @EnumSource
    void jumpsCompareRegisters(Jump when) throws Exception {
        if (when == Jump.ALWAYS) {
            return;
        }
        test.run(code -> {
            for (int pair = 0; pair < NUMBERS.length * NUMBERS.length; pair++) {
                Label taken = new Label();
                get(code, Register.R7, pair / NUMBERS.length);
                get(code, Register.R8, pair % NUMBERS.length);
                code.move(Register.R5, 1);
                code.jump(when, Register.R7, Register.R8, taken);
                code.move(Register.R5, 0);
                code.place(taken);
                put(code, RESULTS + pair, Register.R5);
            }
        });
        for (int pair = 0; pair < NUMBERS.length * NUMBERS.length; pair++) {
            long left = NUMBERS[pair / NUMBERS.length];
            long right = NUMBERS[pair % NUMBERS.length];
            assertEquals(isTaken(when, left, right) ? 1 : 0, test.number(RESULTS + pair), left + " and " + right);
        }
    }

    @ParameterizedTest
    @EnumSource
    void jumpsCompareNumbers(Jump when) throws Exception {
        for (int operand : OPERANDS) {
            test.run(code -> {
                for (int i = 0; i < NUMBERS.length; i++) {
                    Label taken = new Label();
                    get(code, Register.R7, i);
                    code.move(Register.R5, 1);
                    if (when == Jump.ALWAYS) {
                        code.jump(taken);
                    } else {
                        code.jump(when, Register.R7, operand, taken);
                        code.move(Register.R5, 0);
                    }
                    code.place(taken);
                    put(code, RESULTS + i, Register.R5);
                }
            });
            for (int i = 0; i < NUMBERS.length; i++) {
                assertEquals(
                        isTaken(when, NUMBERS[i], operand) ? 1 : 0,
                        test.number(RESULTS + i),
                        NUMBERS[i] + " and " + operand);
            }
        }
    }

    private static boolean isTaken(Jump when, long left, long right) {
        int unsigned = Long.compareUnsigned(left, right);
        return switch (when) {
            case ALWAYS -> true;
            case EQ -> left == right;
            case NE -> left != right;
            case SET -> (left & right) != 0;
            case GT -> unsigned > 0;
            case GE -> unsigned >= 0;
            case LT -> unsigned < 0;
            case LE -> unsigned <= 0;
            case SGT -> left > right;
            case SGE -> left >= right;
            case SLT -> left < right;
            case SLE -> left <= right;
        };
    }

    @Test
    void jumpGoesForwardAndBack() throws Exception {
        test.run(code -> {
            Label back = new Label();
            Label end = new Label();
            code.move(Register.R7, 0);
            code.place(back);
            code.compute(Operation.ADD, Register.R7, 1);
            code.jump(Jump.LT, Register.R7, 10, back);
            get(code, Register.R8, 0);
            code.jump(Jump.EQ, Register.R8, 0, end);
            code.move(Register.R7, -1);
            code.place(end);
            put(code, RESULTS, Register.R7);
        });
        assertEquals(10, test.number(RESULTS));
    }

    @ParameterizedTest
    @EnumSource
    void loadsAndStoresMoveTheirBytes(Width width) throws Exception {
        long number = 0xfedc_ba98_7654_3210L;
        int at = RESULTS * Long.BYTES;
        test.setNumber(0, number);
        test.setNumber(RESULTS, -1);
        test.setNumber(RESULTS + 1, -1);
        test.run(code -> {
            get(code, Register.R7, 0);
            code.store(width, MEMORY, at, Register.R7);
            code.store(width, MEMORY, at + Long.BYTES, -2);
            code.load(width, Register.R8, MEMORY, 0);
            put(code, RESULTS + 2, Register.R8);
        });
        int bits = width.bytes() * Byte.SIZE;
        long mask = -1L >>> (Long.SIZE - bits);
        assertEquals((number & mask) | ~mask, test.number(RESULTS));
        assertEquals(-2, test.number(RESULTS + 1));
        assertEquals(number & mask, test.number(RESULTS + 2));
    }

    @ParameterizedTest
    @EnumSource(names = {"HALF", "WORD", "DOUBLE"})
    void networkOrderTurnsTheLowestBytesRound(Width width) throws Exception {
        long number = 0x0123_4567_89ab_cdefL;
        test.setNumber(0, number);
        test.run(code -> {
            get(code, Register.R7, 0);
            code.networkOrder(Register.R7, width);
            put(code, RESULTS, Register.R7);
        });
        int others = Long.SIZE - width.bytes() * Byte.SIZE;
        assertEquals(Long.reverseBytes(number << others) << others >>> others, test.number(RESULTS));
    }

    @Test
    void memoryOfTheKernelIsReadAndABadAddressIsNotFatal() throws Exception {
        test.setNumber(RESULTS, 0);
        test.setNumber(RESULTS + 2, -1);
        test.run(code -> {
            code.call(Helper.GET_CURRENT_TASK);
            read(code, RESULTS, Register.R0);
            put(code, RESULTS + 1, Register.R0);
            code.move(Register.R7, 8);
            read(code, RESULTS + 2, Register.R7);
            put(code, RESULTS + 3, Register.R0);
        });
        assertEquals(0, test.number(RESULTS + 1));
        assertEquals(0, test.number(RESULTS + 2), "zeros in place of what could not be read");
        assertNotEquals(0, test.number(RESULTS + 3));
    }

    /** Reads a number of the kernel. */
    private static void read(Assembler code, int to, Register address) {
        code.move(Register.R3, address);
        code.move(Register.R1, MEMORY);
        code.compute(Operation.ADD, Register.R1, to * Long.BYTES);
        code.move(Register.R2, Long.BYTES);
        code.call(Helper.PROBE_READ_KERNEL);
    }

    @Test
    void loopRunsItsFunctionSoOften() throws Exception {
        int times = 1000;
        test.setNumber(RESULTS, 0);
        test.run(times, code -> {
            get(code, Register.R7, RESULTS);
            code.compute(Operation.ADD, Register.R7, Register.R6);
            put(code, RESULTS, Register.R7);
        });
        assertEquals(times * (times - 1L) / 2, test.number(RESULTS));
    }
}
