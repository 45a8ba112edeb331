package io.conncount.bpf;

import io.conncount.bpf.Assembler.Operation;
import io.conncount.bpf.Assembler.Width;

/**
 * The program that writes a row for each descriptor of a socket: the inode's number, then the process's in the upper and the
 * descriptor in the lower half.
 */
final class DescriptorRows extends DescriptorProgram {
    static final int ROW_BYTES = 2 * Long.BYTES;

    private final int rowsMax;

    /** One of several walks that share the descriptors. */
    DescriptorRows(KernelLayout layout, int stateMap, int part, int parts, int rowsMax) {
        super(layout, stateMap, part, parts);
        this.rowsMax = rowsMax;
    }

    @Override
    void waitForRoom() {
        requireRoom(Register.R1, WalkState.ROWS, rowsMax);
    }

    @Override
    void fetchMore() {
        fetchEach(
                DescriptorState.INODE,
                DescriptorState.NUMBER,
                Long.BYTES,
                layout.member("inode", "i_ino").offsetBytes());
    }

    @Override
    void socket() {
        // There is, or the descriptor would not have been looked at; but the verifier does not know.
        requireRoom(Register.R7, WalkState.ROWS, rowsMax);
        code.move(Register.R1, Register.R7);
        code.compute(Operation.ADD, Register.R1, 1);
        store(WalkState.ROWS, Register.R1);
        code.compute(Operation.LSH, Register.R7, Integer.numberOfTrailingZeros(ROW_BYTES));
        code.compute(Operation.ADD, Register.R7, STATE);
        code.compute(Operation.ADD, Register.R7, WalkState.ROW_AREA);
        code.load(Width.DOUBLE, Register.R0, INDEX, DescriptorState.INODE);
        inodeNumber();
        code.store(Width.DOUBLE, Register.R7, 0, Register.R1);
        pid(Register.R1);
        code.compute(Operation.ADD, Register.R1, DESCRIPTOR);
        code.store(Width.DOUBLE, Register.R7, Long.BYTES, Register.R1);
    }
}
