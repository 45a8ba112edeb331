package io.conncount.bpf;

import io.conncount.sys.KernelException;
import java.nio.ByteBuffer;
import java.util.Optional;

/** What one thread does, with a program and maps of its own. */
final class WalkPart implements AutoCloseable {
    private static final String NAME = "conncount_walk";

    /** Where rows are taken: as many as stay in a processor's cache between the kernel and us. */
    private static final int ROWS_MAX = 1024;

    private final KernelLayout layout;
    private final WalkQuestion question;
    private final Output output;
    private LoadedProgram program;
    private ByteBuffer memory;
    private long taken;

    /** Where what is found goes. */
    private sealed interface Output {
        /** To a sink, row by row. */
        record Rows(KernelWalk.RowSink sink) implements Output {}

        /** To a sink, in groups. */
        record Groups(GroupArea area, KernelWalk.GroupSink sink) implements Output {}
    }

    private WalkPart(KernelLayout layout, WalkQuestion question, Output output) {
        this.layout = layout;
        this.question = question;
        this.output = output;
    }

    /**
     * Counts in groups.
     *
     * @param groupsMax how many the kernel keeps before they are taken
     */
    static WalkPart ofGroups(KernelLayout layout, WalkQuestion question, int groupsMax, KernelWalk.GroupSink sink) {
        GroupArea area = new GroupArea(question.lanes().size(), groupsMax);
        return new WalkPart(layout, question, new Output.Groups(area, sink));
    }

    /** Shows rows. */
    static WalkPart ofRows(KernelLayout layout, WalkQuestion question, KernelWalk.RowSink sink) {
        return new WalkPart(layout, question, new Output.Rows(sink));
    }

    /** Asks the kernel for its memory and its program; {@link #close} gives back what the kernel gave. */
    void open() throws KernelException {
        if (output instanceof Output.Groups groups) {
            program = LoadedProgram.load(
                    NAME, groups.area().bytes(), state -> WalkProgram.ofGroups(layout, question, state, groups.area()));
        } else {
            program = LoadedProgram.load(
                    NAME,
                    WalkState.ROW_AREA + ROWS_MAX * question.rowBytes(),
                    state -> WalkProgram.ofRows(layout, question, state, ROWS_MAX));
        }
        memory = program.memory();
    }

    /** The address of the table that the thread's network namespace uses. */
    long table() throws KernelException {
        program.run();
        return memory.getLong(WalkState.EHASH);
    }

    /** How many buckets that table has. */
    int buckets() throws KernelException {
        program.run();
        return (int) memory.getLong(WalkState.EHASH_MASK) + 1;
    }

    Void walk(Slices slices) throws KernelException, InterruptedException {
        for (int from = slices.take(); from < slices.buckets() && !slices.stopped(); from = slices.take()) {
            memory.putLong(WalkState.BUCKET, from);
            memory.putLong(WalkState.END, Math.min(slices.buckets(), from + Slices.BUCKETS_MAX));
            while (!ended() && !slices.stopped()) {
                if (Thread.interrupted()) {
                    throw new InterruptedException();
                }
                program.run();
                if (output instanceof Output.Rows rows) {
                    takeRows(rows.sink(), slices);
                } else if (output instanceof Output.Groups groups
                        && groups.area().isFull(memory)) {
                    groups.area().take(memory, groups.sink());
                }
            }
        }
        if (output instanceof Output.Groups groups) {
            groups.area().take(memory, groups.sink());
        }
        return null;
    }

    /** Shows the rows of settled chains, and moves those of the present one to the front. */
    private void takeRows(KernelWalk.RowSink rows, Slices slices) {
        int written = (int) memory.getLong(WalkState.ROWS);
        int settled = memory.getLong(WalkState.NODE) == 0 ? written : (int) memory.getLong(WalkState.CHAIN_ROWS);
        if (settled == 0 && written == ROWS_MAX) {
            settled = written;
        }
        for (int row = 0; row < settled && !rows.satisfied(); row++) {
            rows.accept(memory, WalkState.ROW_AREA + row * question.rowBytes());
            taken++;
        }
        if (rows.satisfied()) {
            slices.stop();
        }
        int left = (written - settled) * question.rowBytes();
        memory.put(WalkState.ROW_AREA, memory, WalkState.ROW_AREA + settled * question.rowBytes(), left);
        memory.putLong(WalkState.ROWS, written - settled).putLong(WalkState.CHAIN_ROWS, 0);
    }

    private boolean ended() {
        return memory.getLong(WalkState.BUCKET) >= memory.getLong(WalkState.END)
                && memory.getLong(WalkState.NODE) == 0
                && memory.getLong(WalkState.DOING) == 0;
    }

    KernelWalk.Result result() {
        if (memory == null) {
            return KernelWalk.Result.NOTHING;
        }
        return new KernelWalk.Result(
                memory.getLong(WalkState.SOCKETS) + taken,
                memory.getLong(WalkState.FULL),
                memory.getLong(WalkState.TIME_WAIT),
                memory.getLong(WalkState.HELD),
                memory.getLong(WalkState.UNSETTLED),
                Optional.empty());
    }

    @Override
    public void close() {
        if (program != null) {
            program.close();
        }
    }
}
