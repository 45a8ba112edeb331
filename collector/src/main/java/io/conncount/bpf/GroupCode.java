package io.conncount.bpf;

import io.conncount.bpf.Assembler.Jump;
import io.conncount.bpf.Assembler.Label;
import io.conncount.bpf.Assembler.Operation;
import io.conncount.bpf.Assembler.Width;

/** Instructions that count a row of lanes in its group, as {@link GroupArea} has them. */
final class GroupCode extends KernelCode {
    /** An odd number whose bits look random: 2^64 divided by the golden ratio. */
    private static final long MULTIPLIER = 0x9e37_79b9_7f4a_7c15L;

    // What a search has in registers.
    private static final Register TAG = Register.R2;
    private static final Register SLOT = Register.R4;
    /** Where a group is, in bytes from the first. */
    private static final Register OFFSET = Register.R0;

    private static final Register GROUP = Register.R5;

    private final GroupArea area;

    GroupCode(Assembler code, KernelLayout layout, GroupArea area) {
        super(code, layout, WalkState.POINTER);
        this.area = area;
    }

    /** Leaves the loop if there is no room for another group. */
    void waitForRoom() {
        requireRoom(Register.R1, WalkState.GROUPS, area.groupsMax());
    }

    /** Counts the row. Leaves in R0 where its group is, in bytes from the first. */
    void count() {
        Label insert = new Label();
        Label found = new Label();
        hash();
        search(insert, found);
        code.place(insert);
        insert();
        code.place(found);
        change(1);
        add(WalkState.SOCKETS, 1);
    }

    /** Puts the row's first slot into its register, and the part of its hash that slots have. */
    private void hash() {
        code.move(Register.R1, 0);
        code.move(Register.R3, MULTIPLIER);
        for (int lane = 0; lane < area.lanes(); lane++) {
            loadLane(Register.R2, lane);
            code.compute(Operation.XOR, Register.R1, Register.R2);
            code.compute(Operation.MUL, Register.R1, Register.R3);
            code.move(Register.R2, Register.R1);
            code.compute(Operation.RSH, Register.R2, Integer.SIZE);
            code.compute(Operation.XOR, Register.R1, Register.R2);
        }
        code.move(TAG, Register.R1);
        code.compute(Operation.RSH, TAG, Integer.SIZE);
        code.compute(Operation.AND, TAG, ~GroupArea.GROUPS_MAX);
        code.compute(Operation.AND, Register.R1, GroupArea.SLOTS - 1);
        code.compute(Operation.LSH, Register.R1, 2);
        code.move(SLOT, STATE);
        code.compute(Operation.ADD, SLOT, Register.R1);
        code.compute(Operation.ADD, SLOT, area.index());
    }

    private void loadLane(Register to, int lane) {
        code.load(Width.DOUBLE, to, STATE, WalkState.ROW_AREA + lane * Long.BYTES);
    }

    /** Looks for the row's group in its slots; where there is none, the first free slot is for it, or else the first. */
    private void search(Label insert, Label found) {
        Label[] free = new Label[GroupArea.PROBES];
        for (int probe = 0; probe < free.length; probe++) {
            free[probe] = new Label();
            Label next = new Label();
            code.load(Width.WORD, OFFSET, SLOT, probe * Integer.BYTES);
            code.jump(Jump.EQ, OFFSET, 0, free[probe]);
            code.move(Register.R3, OFFSET);
            code.compute(Operation.AND, Register.R3, ~GroupArea.GROUPS_MAX);
            code.jump(Jump.NE, Register.R3, TAG, next);
            code.compute(Operation.AND, OFFSET, GroupArea.GROUPS_MAX);
            pointToGroup();
            for (int lane = 0; lane < area.lanes(); lane++) {
                code.load(Width.DOUBLE, Register.R1, GROUP, lane * Long.BYTES);
                loadLane(Register.R3, lane);
                code.jump(Jump.NE, Register.R1, Register.R3, next);
            }
            code.jump(found);
            code.place(next);
        }
        code.jump(insert);
        for (int probe = free.length - 1; probe > 0; probe--) {
            code.place(free[probe]);
            code.compute(Operation.ADD, SLOT, Integer.BYTES);
        }
        code.place(free[0]);
    }

    /** Makes a group's number its offset, and points at it. */
    private void pointToGroup() {
        code.compute(Operation.MUL, OFFSET, area.groupBytes());
        code.move(GROUP, STATE);
        code.compute(Operation.ADD, GROUP, OFFSET);
        code.compute(Operation.ADD, GROUP, area.groups());
    }

    private void insert() {
        // There is room, or the socket would not have been read; but the verifier does not know.
        requireRoom(OFFSET, WalkState.GROUPS, area.groupsMax());
        code.compute(Operation.ADD, OFFSET, 1);
        store(WalkState.GROUPS, OFFSET);
        code.compute(Operation.OR, TAG, OFFSET);
        code.store(Width.WORD, SLOT, 0, TAG);
        pointToGroup();
        for (int lane = 0; lane < area.lanes(); lane++) {
            loadLane(Register.R1, lane);
            code.store(Width.DOUBLE, GROUP, lane * Long.BYTES, Register.R1);
        }
        code.store(Width.DOUBLE, GROUP, area.rowBytes(), 0);
    }

    /** Changes the count of the group. No other thread has it. */
    private void change(int by) {
        code.load(Width.DOUBLE, Register.R1, GROUP, area.rowBytes());
        code.compute(Operation.ADD, Register.R1, by);
        code.store(Width.DOUBLE, GROUP, area.rowBytes(), Register.R1);
    }

    /** Remembers the group that the socket was counted in, until the end of its chain. */
    void remember() {
        Label room = new Label();
        Label end = new Label();
        code.load(Width.DOUBLE, Register.R1, STATE, WalkState.ROWS);
        code.jump(Jump.LT, Register.R1, GroupArea.CHAIN_SOCKETS_MAX, room);
        code.store(Width.DOUBLE, STATE, WalkState.PARTIAL, 1);
        code.jump(end);
        code.place(room);
        code.move(Register.R3, Register.R1);
        code.compute(Operation.ADD, Register.R3, 1);
        store(WalkState.ROWS, Register.R3);
        code.compute(Operation.LSH, Register.R1, 2);
        code.compute(Operation.ADD, Register.R1, STATE);
        code.store(Width.WORD, Register.R1, area.chain(), OFFSET);
        code.place(end);
    }

    /** Takes back the last socket that was remembered; jumps if there is none. */
    void undo(Label nothingLeft) {
        Label bounded = new Label();
        Label inGroups = new Label();
        code.load(Width.DOUBLE, Register.R1, STATE, WalkState.ROWS);
        code.jump(Jump.EQ, Register.R1, 0, nothingLeft);
        code.compute(Operation.SUB, Register.R1, 1);
        code.jump(Jump.LT, Register.R1, GroupArea.CHAIN_SOCKETS_MAX, bounded);
        code.move(Register.R1, 0);
        code.place(bounded);
        store(WalkState.ROWS, Register.R1);
        code.compute(Operation.LSH, Register.R1, 2);
        code.compute(Operation.ADD, Register.R1, STATE);
        code.load(Width.WORD, OFFSET, Register.R1, area.chain());
        code.jump(Jump.LE, OFFSET, GroupArea.GROUPS_MAX * area.groupBytes(), inGroups);
        code.move(OFFSET, 0);
        code.place(inGroups);
        code.move(GROUP, STATE);
        code.compute(Operation.ADD, GROUP, OFFSET);
        code.compute(Operation.ADD, GROUP, area.groups());
        change(-1);
        add(WalkState.SOCKETS, -1);
    }
}
