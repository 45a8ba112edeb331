package io.conncount.bpf;

import io.conncount.sys.BpfMap;
import io.conncount.sys.KernelException;
import java.nio.ByteBuffer;
import java.util.Optional;

/** What one thread does, with a program and maps of its own. */
final class WalkPart implements AutoCloseable {
    /** Where rows are counted: those that a chain may have and still be read again. */
    private static final int CHAIN_ROWS_MAX = 64;

    /** Where rows are taken: as many as stay in a processor's cache between the kernel and us. */
    private static final int ROWS_MAX = 1024;

    private final KernelLayout layout;
    private final WalkQuestion question;
    private final Optional<KernelWalk.RowSink> sink;
    private final int groupsMax;
    private final int rowsMax;
    private BpfMap groups;
    private LoadedProgram program;
    private ByteBuffer memory;
    private long taken;

    /** Counts in groups. */
    WalkPart(KernelLayout layout, WalkQuestion question, int groupsMax) {
        this(layout, question, Optional.empty(), groupsMax, CHAIN_ROWS_MAX);
    }

    /** Shows rows. */
    WalkPart(KernelLayout layout, WalkQuestion question, KernelWalk.RowSink sink) {
        this(layout, question, Optional.of(sink), 0, ROWS_MAX);
    }

    /** Looks at no socket. */
    WalkPart(KernelLayout layout, WalkQuestion question) {
        this(layout, question, Optional.empty(), 0, 1);
    }

    private WalkPart(
            KernelLayout layout, WalkQuestion question, Optional<KernelWalk.RowSink> sink, int groupsMax, int rowsMax) {
        this.layout = layout;
        this.question = question;
        this.sink = sink;
        this.groupsMax = groupsMax;
        this.rowsMax = rowsMax;
    }

    /** Asks the kernel for its maps and its program; {@link #close} gives back what the kernel gave. */
    void open() throws KernelException {
        if (groupsMax > 0) {
            groups = BpfMap.ofCounts("conncount_group", question.rowBytes(), groupsMax);
        }
        int groupMap = groups == null ? WalkProgram.NO_GROUPS : groups.descriptor();
        int stateBytes = WalkState.ROW_AREA + rowsMax * question.rowBytes();
        program = LoadedProgram.load(
                "conncount_walk",
                stateBytes,
                state -> new WalkProgram(layout, question, new WalkProgram.Maps(state, groupMap), rowsMax));
        memory = program.memory();
        memory.putLong(WalkState.ONE, 1);
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
                if (sink.isPresent()) {
                    takeRows(sink.get(), slices);
                }
            }
            check(slices);
        }
        return null;
    }

    /** Shows the rows of settled chains, and moves those of the present one to the front. */
    private void takeRows(KernelWalk.RowSink rows, Slices slices) {
        int written = (int) memory.getLong(WalkState.ROWS);
        int settled = memory.getLong(WalkState.NODE) == 0 ? written : (int) memory.getLong(WalkState.CHAIN_ROWS);
        if (settled == 0 && written == rowsMax) {
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

    private void check(Slices slices) {
        if (memory.getLong(WalkState.FAILED) > 0) {
            slices.stop();
            throw new WalkRefusedException("the kernel has no memory for more groups: keep fewer");
        }
        if (slices.allGroups() && memory.getLong(WalkState.UNGROUPED) > 0) {
            slices.missGroups();
        }
    }

    private boolean ended() {
        return memory.getLong(WalkState.BUCKET) >= memory.getLong(WalkState.END)
                && memory.getLong(WalkState.NODE) == 0
                && memory.getLong(WalkState.UNDOING) == 0;
    }

    KernelWalk.Result result() {
        if (memory == null) {
            return KernelWalk.Result.NOTHING;
        }
        return new KernelWalk.Result(
                memory.getLong(WalkState.SOCKETS) + taken,
                memory.getLong(WalkState.FULL),
                memory.getLong(WalkState.TIME_WAIT),
                memory.getLong(WalkState.UNSETTLED),
                memory.getLong(WalkState.UNGROUPED),
                Optional.empty());
    }

    void groups(KernelWalk.GroupSink to) throws KernelException {
        long[] lanes = new long[question.lanes().size()];
        groups.forEach((keys, at, sockets) -> {
            for (int i = 0; i < lanes.length; i++) {
                lanes[i] = keys.getLong(at + i * Long.BYTES);
            }
            // What was taken back may have been all of a group.
            if (sockets > 0) {
                to.accept(lanes, sockets);
            }
        });
    }

    @Override
    public void close() {
        if (program != null) {
            program.close();
        }
        if (groups != null) {
            groups.close();
        }
    }
}
