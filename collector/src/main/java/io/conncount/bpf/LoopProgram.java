package io.conncount.bpf;

import java.nio.ByteBuffer;

/** A program that is one flat loop over a step, because the verifier gives up on nested ones. */
interface LoopProgram {
    /**
     * Writes the program.
     *
     * @param stepsMax how many steps one call takes
     * @throws WalkRefusedException if the question cannot be put in this way
     */
    ByteBuffer write(int stepsMax);

    /** Where the step begins in what was written, in instructions: the kernel must be told where functions are. */
    int stepInstruction();
}
