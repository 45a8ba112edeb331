package io.conncount.bpf;

import io.conncount.sys.BpfMap;
import io.conncount.sys.BpfProgram;
import io.conncount.sys.KernelException;
import java.nio.ByteBuffer;
import java.util.function.IntFunction;

/** A program in the kernel, and the memory that it shares with this one. */
final class LoadedProgram implements AutoCloseable {
    /** Steps of one call, which keep a processor for half a millisecond or so. */
    private static final int STEPS_MAX = 4096;

    private final BpfMap state;
    private BpfProgram program;
    private ByteBuffer memory;

    private LoadedProgram(BpfMap state) {
        this.state = state;
    }

    /**
     * Asks the kernel for the memory, then has it check the program.
     *
     * @param stateBytes how much memory is shared
     * @param programOf makes the program for the descriptor of that memory's map
     * @throws WalkRefusedException if the question cannot be put in this way
     * @throws KernelException if the kernel refuses the memory or the program
     */
    static LoadedProgram load(String name, int stateBytes, IntFunction<LoopProgram> programOf) throws KernelException {
        LoadedProgram loaded = new LoadedProgram(BpfMap.ofOneValue("conncount_state", stateBytes));
        try {
            LoopProgram loop = programOf.apply(loaded.state.descriptor());
            ByteBuffer code = loop.write(STEPS_MAX);
            loaded.program =
                    BpfProgram.load(name, code, ProgramTypes.btf(), ProgramTypes.functions(loop.stepInstruction()));
            loaded.memory = loaded.state.map(stateBytes);
            return loaded;
        } catch (KernelException | RuntimeException e) {
            loaded.close();
            throw e;
        }
    }

    /** The shared memory. */
    ByteBuffer memory() {
        return memory;
    }

    /** Calls the program: it takes steps until it has come to an end, or has taken as many as a call may. */
    void run() throws KernelException {
        program.run();
    }

    @Override
    public void close() {
        if (program != null) {
            program.close();
        }
        state.close();
    }
}
