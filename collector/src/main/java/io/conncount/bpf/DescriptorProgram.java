package io.conncount.bpf;

import io.conncount.bpf.Assembler.Helper;
import io.conncount.bpf.Assembler.Jump;
import io.conncount.bpf.Assembler.Label;
import io.conncount.bpf.Assembler.Operation;
import io.conncount.bpf.Assembler.Width;
import io.conncount.bpf.Btf.Member;
import java.nio.ByteBuffer;

/**
 * A program that goes through the descriptors of every process, and does something with each that is a socket. Like that of {@link
 * WalkProgram} it is one flat loop over a step, and {@link DescriptorState} says where it is. A step looks at one descriptor, fetches
 * what the next ones lead to into the processor's cache, which then waits for all of them at once, or goes to the next thread or
 * process. Threads that share the descriptors of their process's first thread are left out.
 *
 * <p>A call holds the kernel's read lock, so that what it has reached stays; between two calls the process may end. Then its
 * neighbours in the list no longer point at it, and the walk is lost.
 */
abstract class DescriptorProgram extends SocketCode implements LoopProgram {
    /** Neighbouring descriptors that one of several walks takes. */
    static final int BLOCK = 64;

    // linux/stat.h, linux/magic.h
    private static final int S_IFMT = 0xf000;
    private static final int S_IFSOCK = 0xc000;
    private static final int SOCKFS_MAGIC = 0x534f434b;

    /** PID_MAX_LIMIT of {@code linux/threads.h}: no more threads can be. */
    private static final int TASKS_MAX = 4 * 1024 * 1024;

    private static final int PREVIOUS = Long.BYTES;
    private static final int BATCH_BYTES = DescriptorState.BATCH * Long.BYTES;

    /** The address of the state and the place of a descriptor in the batch, in bytes. */
    static final Register INDEX = Register.R9;

    static final Register DESCRIPTOR = Register.R8;

    private final int stateMap;
    private final int part;
    private final int parts;
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
    DescriptorProgram(KernelLayout layout, int stateMap, int part, int parts) {
        super(new Assembler(), layout);
        this.stateMap = stateMap;
        this.part = part;
        this.parts = parts;
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
        Label unfetched = new Label();
        code.load(Width.DOUBLE, Register.R1, STATE, DescriptorState.FETCHED);
        code.jump(Jump.EQ, Register.R1, 0, unfetched);
        descriptor();
        code.place(unfetched);
        code.load(Width.DOUBLE, Register.R7, STATE, DescriptorState.NEXT);
        code.load(Width.DOUBLE, Register.R1, STATE, DescriptorState.END);
        code.jump(Jump.GE, Register.R7, Register.R1, nextTask);
        fetch();
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
        enter();
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

    /** Does something with the socket of a descriptor, as {@link #INDEX} and {@link #DESCRIPTOR} say; then the step ends. */
    abstract void socket();

    /** Leaves the loop if there is no room for what comes of another descriptor. */
    abstract void waitForRoom();

    /** Fetches what is looked at of a descriptor besides its file. */
    abstract void fetchMore();

    /** Looks at the calling thread. */
    void enter() {}

    /** Looks at the table of descriptors at R7, which it leaves there ({@code struct files_struct}). */
    void table() {}

    /** Begins with the process whose first thread is at R0. */
    private void process() {
        store(DescriptorState.PROCESS, Register.R0);
        store(DescriptorState.THREAD, Register.R0);
        code.move(Register.R7, Register.R0);
        readNumber(DescriptorState.NUMBER, layout.member("task_struct", "tgid"), Register.R7);
        store(DescriptorState.PID, Register.R1);
        begin();
        files();
    }

    /** Begins with the first descriptor of a table. */
    private void begin() {
        code.store(Width.DOUBLE, STATE, DescriptorState.NEXT, 0);
        code.store(Width.DOUBLE, STATE, DescriptorState.TAKEN, 0);
    }

    /** Finds the table of descriptors of the present thread, of which nothing is fetched; an empty one if it has none. */
    private void files() {
        code.store(Width.DOUBLE, STATE, DescriptorState.FETCHED, 0);
        code.load(Width.DOUBLE, Register.R0, STATE, DescriptorState.THREAD);
        follow(Register.R0, layout.member("task_struct", "files"));
        code.move(Register.R7, Register.R0);
        table();
        follow(Register.R7, layout.member("files_struct", "fdt"));
        code.move(Register.R7, Register.R0);
        readNumber(DescriptorState.FILES, layout.member("fdtable", "fd"), Register.R7);
        readNumber(DescriptorState.END, layout.member("fdtable", "max_fds"), Register.R7);
    }

    /** Fetches what the descriptors from R7 on lead to, if they are for this walk; else goes to the next block. */
    private void fetch() {
        Label ours = new Label();
        code.move(Register.R1, Register.R7);
        code.compute(Operation.RSH, Register.R1, Integer.numberOfTrailingZeros(BLOCK));
        code.compute(Operation.AND, Register.R1, parts - 1);
        code.jump(Jump.EQ, Register.R1, part, ours);
        code.compute(Operation.AND, Register.R7, -BLOCK);
        code.compute(Operation.ADD, Register.R7, BLOCK);
        store(DescriptorState.NEXT, Register.R7);
        goOn();
        code.place(ours);
        code.load(Width.DOUBLE, Register.R0, STATE, DescriptorState.FILES);
        code.compute(Operation.LSH, Register.R7, 3);
        code.compute(Operation.ADD, Register.R0, Register.R7);
        read(DescriptorState.FILE, BATCH_BYTES, Register.R0, 0);
        followEach(
                DescriptorState.FILE,
                DescriptorState.INODE,
                layout.member("file", "f_inode").offsetBytes());
        followEach(
                DescriptorState.FILE,
                DescriptorState.FUNCTIONS,
                layout.member("file", "f_op").offsetBytes());
        fetchMore();
        code.store(Width.DOUBLE, STATE, DescriptorState.FETCHED, 1);
        goOn();
    }

    /** Reads an address at each address of a batch and an offset; 0 where there is none. */
    final void followEach(int addresses, int to, int offset) {
        for (int at = 0; at < BATCH_BYTES; at += Long.BYTES) {
            code.store(Width.DOUBLE, STATE, to + at, 0);
        }
        readEach(addresses, to, Long.BYTES, Long.BYTES, offset);
    }

    /** Reads something at each address of a batch and an offset, and keeps none of it but the last. */
    final void fetchEach(int addresses, int to, int bytes, int offset) {
        readEach(addresses, to, 0, bytes, offset);
    }

    private void readEach(int addresses, int to, int toNext, int bytes, int offset) {
        for (int i = 0; i < DescriptorState.BATCH; i++) {
            Label next = new Label();
            code.load(Width.DOUBLE, Register.R7, STATE, addresses + i * Long.BYTES);
            code.jump(Jump.EQ, Register.R7, 0, next);
            read(to + i * toNext, bytes, Register.R7, offset);
            code.place(next);
        }
    }

    /** Looks at the next descriptor of the batch. */
    private void descriptor() {
        Label more = new Label();
        Label other = new Label();
        waitForRoom();
        code.load(Width.DOUBLE, INDEX, STATE, DescriptorState.TAKEN);
        code.compute(Operation.AND, INDEX, DescriptorState.BATCH - 1);
        code.load(Width.DOUBLE, DESCRIPTOR, STATE, DescriptorState.NEXT);
        code.move(Register.R1, INDEX);
        code.compute(Operation.ADD, Register.R1, 1);
        code.compute(Operation.AND, Register.R1, DescriptorState.BATCH - 1);
        store(DescriptorState.TAKEN, Register.R1);
        code.jump(Jump.NE, Register.R1, 0, more);
        code.move(Register.R1, DESCRIPTOR);
        code.compute(Operation.ADD, Register.R1, DescriptorState.BATCH);
        store(DescriptorState.NEXT, Register.R1);
        code.store(Width.DOUBLE, STATE, DescriptorState.FETCHED, 0);
        code.place(more);
        code.compute(Operation.ADD, DESCRIPTOR, INDEX);
        code.load(Width.DOUBLE, Register.R1, STATE, DescriptorState.END);
        code.jump(Jump.GE, DESCRIPTOR, Register.R1, other);
        code.compute(Operation.LSH, INDEX, 3);
        code.compute(Operation.ADD, INDEX, STATE);
        requireSocket(other);
        socket();
        code.place(other);
        goOn();
    }

    /**
     * Jumps unless the descriptor is a socket. All sockets have the same functions ({@code socket_file_ops} in {@code net/socket.c}),
     * which are those of the first one that is found; a name of a socket in some other file system has others.
     */
    private void requireSocket(Label otherwise) {
        Label socket = new Label();
        code.load(Width.DOUBLE, Register.R0, INDEX, DescriptorState.INODE);
        code.jump(Jump.EQ, Register.R0, 0, otherwise);
        code.load(Width.DOUBLE, Register.R7, INDEX, DescriptorState.FUNCTIONS);
        code.load(Width.DOUBLE, Register.R2, STATE, DescriptorState.SOCKET_FUNCTIONS);
        code.jump(Jump.EQ, Register.R7, Register.R2, socket);
        code.jump(Jump.NE, Register.R2, 0, otherwise);
        readNumber(DescriptorState.NUMBER, layout.member("inode", "i_mode"), Register.R0);
        code.compute(Operation.AND, Register.R1, S_IFMT);
        code.jump(Jump.NE, Register.R1, S_IFSOCK, otherwise);
        code.load(Width.DOUBLE, Register.R0, INDEX, DescriptorState.INODE);
        follow(Register.R0, layout.member("inode", "i_sb"));
        readNumber(DescriptorState.NUMBER, layout.member("super_block", "s_magic"), Register.R0);
        code.jump(Jump.NE, Register.R1, SOCKFS_MAGIC, otherwise);
        store(DescriptorState.SOCKET_FUNCTIONS, Register.R7);
        code.place(socket);
    }

    /** Reads the number of the inode at R0 into R1. */
    final void inodeNumber() {
        readNumber(DescriptorState.NUMBER, layout.member("inode", "i_ino"), Register.R0);
    }

    /** Loads the process's number into the upper half of a register. */
    final void pid(Register to) {
        code.load(Width.DOUBLE, to, STATE, DescriptorState.PID);
        code.compute(Operation.LSH, to, Integer.SIZE);
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
        begin();
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
