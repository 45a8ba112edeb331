package io.conncount.bpf;

import io.conncount.bpf.Assembler.Helper;
import io.conncount.bpf.Assembler.Jump;
import io.conncount.bpf.Assembler.Label;
import io.conncount.bpf.Assembler.Operation;
import io.conncount.bpf.Assembler.Width;
import io.conncount.bpf.Btf.Member;
import java.nio.ByteBuffer;

/**
 * The program that goes through the descriptors of every process, and writes a row for each that is a socket. Like that of {@link
 * WalkProgram} it is one flat loop over a step, and {@link DescriptorState} says where it is. A step looks at one descriptor, or
 * goes to the next thread or process. Threads that share the descriptors of their process's first thread are left out.
 *
 * <p>A call holds the kernel's read lock, so that what it has reached stays; between two calls the process may end. Then its
 * neighbours in the list no longer point at it, and the walk is lost.
 */
final class DescriptorProgram extends KernelCode implements LoopProgram {
    /** Neighbouring descriptors that one of several walks takes. */
    static final int BLOCK = 64;

    // linux/stat.h, linux/magic.h
    private static final int S_IFMT = 0xf000;
    private static final int S_IFSOCK = 0xc000;
    private static final int SOCKFS_MAGIC = 0x534f434b;

    /** PID_MAX_LIMIT of {@code linux/threads.h}: no more threads can be. */
    private static final int TASKS_MAX = 4 * 1024 * 1024;

    private static final int PREVIOUS = Long.BYTES;

    private final int stateMap;
    private final int part;
    private final int parts;
    private final int rowsMax;
    private final Member tasks;
    private final Member threads;
    private final Label step = new Label();
    private final Label lost = new Label();

    /**
     * One of several walks that share the descriptors.
     *
     * @param part which of them, from 0 on
     * @param parts how many there are, a power of two
     */
    DescriptorProgram(KernelLayout layout, int stateMap, int part, int parts, int rowsMax) {
        super(new Assembler(), layout, DescriptorState.POINTER);
        this.stateMap = stateMap;
        this.part = part;
        this.parts = parts;
        this.rowsMax = rowsMax;
        tasks = layout.member("task_struct", "tasks");
        threads = layout.member("task_struct", "thread_node");
    }

    @Override
    public int stepInstruction() {
        return step.instruction();
    }

    @Override
    public ByteBuffer write(int stepsMax) {
        Label nextTask = new Label();
        entry(stepsMax);
        code.place(step);
        code.mapValue(STATE, stateMap);
        code.load(Width.DOUBLE, Register.R7, STATE, DescriptorState.NEXT);
        code.load(Width.DOUBLE, Register.R1, STATE, DescriptorState.END);
        code.jump(Jump.GE, Register.R7, Register.R1, nextTask);
        descriptor();
        code.place(nextTask);
        nextTask();
        code.place(lost);
        end(DescriptorState.LOST);
        return code.program();
    }

    /** Finds the place where the last call ended again, and takes steps. */
    private void entry(int stepsMax) {
        Label first = new Label();
        Label loop = new Label();
        Label lostBetween = new Label();
        code.mapValue(STATE, stateMap);
        code.load(Width.DOUBLE, Register.R7, STATE, DescriptorState.PROCESS);
        code.jump(Jump.EQ, Register.R7, 0, first);
        requireLinked(tasks, lostBetween);
        code.load(Width.DOUBLE, Register.R7, STATE, DescriptorState.THREAD);
        requireLinked(threads, lostBetween);
        files();
        code.jump(loop);
        code.place(lostBetween);
        code.store(Width.DOUBLE, STATE, DescriptorState.OUTCOME, DescriptorState.LOST);
        code.move(Register.R0, 0);
        code.exit();
        code.place(first);
        code.call(Helper.GET_CURRENT_TASK);
        follow(Register.R0, layout.member("task_struct", "group_leader"));
        store(DescriptorState.FIRST, Register.R0);
        process();
        code.place(loop);
        loop(step, stepsMax);
    }

    /** Jumps unless the next entry of the list that the task at R7 is in points back at it. */
    private void requireLinked(Member list, Label otherwise) {
        follow(Register.R7, list);
        read(DescriptorState.NUMBER, Long.BYTES, Register.R0, PREVIOUS);
        code.load(Width.DOUBLE, Register.R1, STATE, DescriptorState.NUMBER);
        code.compute(Operation.ADD, Register.R7, list.offsetBytes());
        code.jump(Jump.NE, Register.R1, Register.R7, otherwise);
    }

    /** Begins with the process whose first thread is at R0. */
    private void process() {
        store(DescriptorState.PROCESS, Register.R0);
        store(DescriptorState.THREAD, Register.R0);
        code.move(Register.R7, Register.R0);
        readNumber(DescriptorState.NUMBER, layout.member("task_struct", "tgid"), Register.R7);
        store(DescriptorState.PID, Register.R1);
        code.store(Width.DOUBLE, STATE, DescriptorState.NEXT, 0);
        files();
    }

    /** Finds the table of descriptors of the present thread; an empty one if it has none. */
    private void files() {
        code.load(Width.DOUBLE, Register.R0, STATE, DescriptorState.THREAD);
        follow(Register.R0, layout.member("task_struct", "files"), layout.member("files_struct", "fdt"));
        code.move(Register.R7, Register.R0);
        readNumber(DescriptorState.FILES, layout.member("fdtable", "fd"), Register.R7);
        readNumber(DescriptorState.END, layout.member("fdtable", "max_fds"), Register.R7);
    }

    private void descriptor() {
        Label look = new Label();
        Label room = new Label();
        code.load(Width.DOUBLE, Register.R1, STATE, DescriptorState.ROWS);
        code.jump(Jump.LT, Register.R1, rowsMax, room);
        stop();
        code.place(room);
        code.move(Register.R1, Register.R7);
        code.compute(Operation.RSH, Register.R1, Integer.numberOfTrailingZeros(BLOCK));
        code.compute(Operation.AND, Register.R1, parts - 1);
        code.jump(Jump.EQ, Register.R1, part, look);
        code.compute(Operation.AND, Register.R7, -BLOCK);
        code.compute(Operation.ADD, Register.R7, BLOCK);
        store(DescriptorState.NEXT, Register.R7);
        goOn();
        code.place(look);
        code.load(Width.DOUBLE, Register.R0, STATE, DescriptorState.FILES);
        code.move(Register.R8, Register.R7);
        code.compute(Operation.LSH, Register.R8, 3);
        code.compute(Operation.ADD, Register.R0, Register.R8);
        code.move(Register.R8, Register.R7);
        code.compute(Operation.ADD, Register.R7, 1);
        store(DescriptorState.NEXT, Register.R7);
        read(DescriptorState.NUMBER, Long.BYTES, Register.R0, 0);
        code.load(Width.DOUBLE, Register.R0, STATE, DescriptorState.NUMBER);
        Label open = new Label();
        code.jump(Jump.NE, Register.R0, 0, open);
        goOn();
        code.place(open);
        follow(Register.R0, layout.member("file", "f_inode"));
        Label other = new Label();
        requireSocket(other);
        row();
        code.place(other);
        goOn();
    }

    /** Jumps unless the inode at R0 is a socket; a name of one in some other file system is none. */
    private void requireSocket(Label otherwise) {
        Member mode = inode("i_mode");
        Member system = inode("i_sb");
        Member number = inode("i_ino");
        int bytes = Math.max(
                mode.offsetBytes() + mode.bytes(), Math.max(system.offsetBytes(), number.offsetBytes()) + Long.BYTES);
        if (bytes > DescriptorState.INODE_BYTES_MAX) {
            throw new WalkRefusedException(
                    "the head of this kernel's inodes has more than " + DescriptorState.INODE_BYTES_MAX + " bytes");
        }
        read(DescriptorState.INODE, bytes, Register.R0, 0);
        code.load(Width.of(mode.bytes()), Register.R1, STATE, DescriptorState.INODE + mode.offsetBytes());
        code.compute(Operation.AND, Register.R1, S_IFMT);
        code.jump(Jump.NE, Register.R1, S_IFSOCK, otherwise);
        Label known = new Label();
        code.load(Width.DOUBLE, Register.R7, STATE, DescriptorState.INODE + system.offsetBytes());
        code.load(Width.DOUBLE, Register.R1, STATE, DescriptorState.SOCKFS);
        code.jump(Jump.EQ, Register.R7, Register.R1, known);
        readNumber(DescriptorState.NUMBER, layout.member("super_block", "s_magic"), Register.R7);
        code.jump(Jump.NE, Register.R1, SOCKFS_MAGIC, otherwise);
        store(DescriptorState.SOCKFS, Register.R7);
        code.place(known);
    }

    private Member inode(String name) {
        return layout.member("inode", name);
    }

    /** Writes the row of the descriptor R8, whose inode was read. */
    private void row() {
        Label room = new Label();
        code.load(Width.DOUBLE, Register.R7, STATE, DescriptorState.ROWS);
        code.jump(Jump.LT, Register.R7, rowsMax, room);
        // There is, or the descriptor would not have been looked at; but the verifier does not know.
        stop();
        code.place(room);
        code.move(Register.R1, Register.R7);
        code.compute(Operation.ADD, Register.R1, 1);
        store(DescriptorState.ROWS, Register.R1);
        code.compute(Operation.LSH, Register.R7, Integer.numberOfTrailingZeros(DescriptorState.ROW_BYTES));
        code.compute(Operation.ADD, Register.R7, STATE);
        code.compute(Operation.ADD, Register.R7, DescriptorState.ROW_AREA);
        code.load(
                Width.DOUBLE,
                Register.R1,
                STATE,
                DescriptorState.INODE + inode("i_ino").offsetBytes());
        code.store(Width.DOUBLE, Register.R7, 0, Register.R1);
        code.load(Width.DOUBLE, Register.R1, STATE, DescriptorState.PID);
        code.compute(Operation.LSH, Register.R1, Integer.SIZE);
        code.compute(Operation.ADD, Register.R1, Register.R8);
        code.store(Width.DOUBLE, Register.R7, Long.BYTES, Register.R1);
    }

    /** Goes to the next thread with descriptors of its own, or to the next process. */
    private void nextTask() {
        Label nextProcess = new Label();
        Label own = new Label();
        add(DescriptorState.TASKS, 1);
        code.jump(Jump.GE, Register.R1, TASKS_MAX, lost);
        code.load(Width.DOUBLE, Register.R7, STATE, DescriptorState.PROCESS);
        follow(Register.R7, layout.member("task_struct", "signal"));
        code.compute(
                Operation.ADD,
                Register.R0,
                layout.member("signal_struct", "thread_head").offsetBytes());
        code.move(Register.R8, Register.R0);
        code.load(Width.DOUBLE, Register.R0, STATE, DescriptorState.THREAD);
        follow(Register.R0, threads);
        code.jump(Jump.EQ, Register.R0, 0, nextProcess);
        code.jump(Jump.EQ, Register.R0, Register.R8, nextProcess);
        code.compute(Operation.SUB, Register.R0, threads.offsetBytes());
        store(DescriptorState.THREAD, Register.R0);
        code.store(Width.DOUBLE, STATE, DescriptorState.NEXT, 0);
        follow(Register.R0, layout.member("task_struct", "files"));
        code.move(Register.R8, Register.R0);
        code.load(Width.DOUBLE, Register.R0, STATE, DescriptorState.PROCESS);
        follow(Register.R0, layout.member("task_struct", "files"));
        code.jump(Jump.NE, Register.R0, Register.R8, own);
        code.store(Width.DOUBLE, STATE, DescriptorState.END, 0);
        goOn();
        code.place(own);
        files();
        goOn();
        code.place(nextProcess);
        nextProcess();
    }

    private void nextProcess() {
        Label more = new Label();
        code.load(Width.DOUBLE, Register.R7, STATE, DescriptorState.PROCESS);
        follow(Register.R7, tasks);
        code.jump(Jump.EQ, Register.R0, 0, lost);
        code.compute(Operation.SUB, Register.R0, tasks.offsetBytes());
        code.load(Width.DOUBLE, Register.R1, STATE, DescriptorState.FIRST);
        code.jump(Jump.NE, Register.R0, Register.R1, more);
        end(DescriptorState.DONE);
        code.place(more);
        process();
        goOn();
    }

    private void end(int outcome) {
        code.store(Width.DOUBLE, STATE, DescriptorState.OUTCOME, outcome);
        stop();
    }
}
