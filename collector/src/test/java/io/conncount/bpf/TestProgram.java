package io.conncount.bpf;

import io.conncount.bpf.Assembler.Helper;
import io.conncount.bpf.Assembler.Label;
import io.conncount.bpf.Assembler.Width;
import io.conncount.sys.BpfMap;
import io.conncount.sys.BpfProgram;
import io.conncount.sys.KernelException;
import java.nio.ByteBuffer;
import java.util.function.Consumer;

/** Programs that repeat a few instructions of a test in this kernel, and the memory that both see. Needs root. */
final class TestProgram implements AutoCloseable {
    /** The address of the memory, while the instructions of a test run. */
    static final Register MEMORY = Register.R9;

    private static final int MEMORY_BYTES = 4096;

    private final BpfMap map = BpfMap.ofOneValue("test_memory", MEMORY_BYTES);
    private final ByteBuffer memory = map.map(MEMORY_BYTES);

    TestProgram() throws KernelException {}

    /** Memory that the instructions find at {@link #MEMORY}. */
    ByteBuffer memory() {
        return memory;
    }

    /** Loads instructions and runs them once. */
    void run(Consumer<Assembler> instructions) throws KernelException {
        run(1, instructions);
    }

    /** Loads instructions and runs them several times; R6 says how often they have run already. */
    void run(int times, Consumer<Assembler> instructions) throws KernelException {
        Assembler code = new Assembler();
        Label step = new Label();
        code.move(Register.R1, times);
        code.function(Register.R2, step);
        code.move(Register.R3, 0);
        code.move(Register.R4, 0);
        code.call(Helper.LOOP);
        code.move(Register.R0, 0);
        code.exit();
        code.place(step);
        code.move(Register.R6, Register.R1);
        code.mapValue(MEMORY, map.descriptor());
        instructions.accept(code);
        code.move(Register.R0, 0);
        code.exit();
        ByteBuffer program = code.program();
        try (BpfProgram loaded =
                BpfProgram.load("test", program, ProgramTypes.btf(), ProgramTypes.functions(step.instruction()))) {
            loaded.run();
        }
    }

    /** Stores a register as a number of the memory, counted in numbers of 8 bytes. */
    static void put(Assembler code, int index, Register register) {
        code.store(Width.DOUBLE, MEMORY, index * Long.BYTES, register);
    }

    /** Loads a number of the memory. The kernel does not know it before the program runs. */
    static void get(Assembler code, Register register, int index) {
        code.load(Width.DOUBLE, register, MEMORY, index * Long.BYTES);
    }

    long number(int index) {
        return memory.getLong(index * Long.BYTES);
    }

    void setNumber(int index, long number) {
        memory.putLong(index * Long.BYTES, number);
    }

    @Override
    public void close() {
        map.close();
    }
}
