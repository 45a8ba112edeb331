package io.conncount.bpf;

import io.conncount.sys.BpfMap;
import io.conncount.sys.BpfProgram;
import io.conncount.sys.KernelException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Walks the kernel's table of TCP connections inside the kernel, by a program written for the question. Several threads
 * share the table, a few thousand buckets at a time.
 */
public final class KernelWalk {
    /** Groups that a first, small map has room for. */
    private static final int GROUPS_FIRST = 1 << 16;

    /** Where rows are counted: those that a chain may have and still be read again. */
    private static final int CHAIN_ROWS_MAX = 64;

    /** Where rows are taken: as many as stay in a processor's cache between the kernel and us. */
    private static final int ROWS_MAX = 1024;

    private static final int SLICE_BUCKETS = 2048;

    /** Steps of one call: a socket takes two, an empty bucket one. They keep a processor for a millisecond or so. */
    static final int STEPS_MAX = 8192;

    private final KernelLayout layout;
    private final int groupsFirst;

    /** @param groupsFirst how many groups the map of a first try has room for */
    KernelWalk(KernelLayout layout, int groupsFirst) {
        this.layout = layout;
        this.groupsFirst = groupsFirst;
    }

    /** A walk in this host's kernel. */
    public static KernelWalk open() throws IOException {
        return new KernelWalk(KernelLayout.ofThisKernel(), GROUPS_FIRST);
    }

    /** Takes groups, each with its lanes and how many sockets it has. */
    @FunctionalInterface
    public interface GroupSink {
        /** Takes one; a group may come several times. */
        void accept(long[] lanes, long sockets);
    }

    /** Takes rows; used by one thread. */
    public interface RowSink {
        /** Takes the row whose lanes, of 64 bits in the host's byte order, begin here. It is valid only inside the call. */
        void accept(ByteBuffer memory, int atBytes);

        /** True if no more rows are needed. */
        boolean satisfied();
    }

    /**
     * How a walk went.
     *
     * @param sockets how many were counted or taken
     * @param full how many full sockets were seen, whether or not they were asked for
     * @param timeWait how many mini-sockets that the kernel counts with TIME_WAIT were seen
     * @param unsettled how many chains may have been read wrongly
     * @param ungrouped how many sockets found no group because there were too many
     * @param fault why it ended before the last bucket although rows were wanted; empty if it did not
     */
    public record Result(
            long sockets, long full, long timeWait, long unsettled, long ungrouped, Optional<String> fault) {
        static final Result NOTHING = new Result(0, 0, 0, 0, 0, Optional.empty());

        Result plus(Result other) {
            return new Result(
                    sockets + other.sockets,
                    full + other.full,
                    timeWait + other.timeWait,
                    unsettled + other.unsettled,
                    ungrouped + other.ungrouped,
                    fault.or(other::fault));
        }

        Result withFault(String reason) {
            return plus(new Result(0, 0, 0, 0, 0, Optional.of(reason)));
        }
    }

    /**
     * Counts connections by their lanes.
     *
     * @param groupsMax how many groups each thread keeps
     * @throws WalkRefusedException if the question cannot be put in this way
     * @throws KernelException if the kernel refuses the program
     */
    public Result count(WalkQuestion question, int threads, int groupsMax, GroupSink sink)
            throws KernelException, InterruptedException {
        if (groupsMax > groupsFirst) {
            Optional<Result> result = count(question, threads, groupsFirst, true, sink);
            if (result.isPresent()) {
                return result.get();
            }
        }
        return count(question, threads, groupsMax, false, sink).orElseThrow();
    }

    /** The same; where all groups must have room, empty if they have not. */
    private Optional<Result> count(WalkQuestion question, int threads, int groupsMax, boolean allGroups, GroupSink sink)
            throws KernelException, InterruptedException {
        List<Part> parts = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
            parts.add(new Part(question, groupsMax));
        }
        try {
            Slices slices = open(parts, allGroups);
            together(parts, slices);
            if (slices.groupsMissing()) {
                return Optional.empty();
            }
            for (Part part : parts) {
                part.groups(sink);
            }
            return Optional.of(result(parts));
        } finally {
            parts.forEach(Part::close);
        }
    }

    /**
     * Shows the lanes of every connection, one by one, each to one of the sinks, which share the table.
     *
     * @return how it went, with the fault that ended it after its first row
     * @throws WalkRefusedException if the question cannot be put in this way; no row was shown then
     * @throws KernelException if the kernel refuses the program; no row was shown then
     */
    public Result show(WalkQuestion question, List<? extends RowSink> sinks)
            throws KernelException, InterruptedException {
        List<Part> parts = new ArrayList<>();
        for (RowSink sink : sinks) {
            parts.add(new Part(question, sink));
        }
        try {
            together(parts, open(parts, false));
            return result(parts);
        } catch (KernelException e) {
            Result shown = result(parts);
            if (shown.sockets() == 0) {
                throw e;
            }
            return shown.withFault(e.getMessage());
        } finally {
            parts.forEach(Part::close);
        }
    }

    private static Slices open(List<Part> parts, boolean allGroups) throws KernelException {
        for (Part part : parts) {
            part.open();
        }
        return new Slices(parts.get(0).buckets(), allGroups);
    }

    private static Result result(List<Part> parts) {
        Result sum = Result.NOTHING;
        for (Part part : parts) {
            sum = sum.plus(part.result());
        }
        return sum;
    }

    private static void together(List<Part> parts, Slices slices) throws KernelException, InterruptedException {
        if (parts.size() == 1) {
            parts.get(0).walk(slices);
            return;
        }
        ExecutorService threads = Executors.newFixedThreadPool(parts.size());
        try {
            List<Future<Void>> walks = new ArrayList<>();
            for (Part part : parts) {
                walks.add(threads.submit(() -> part.walk(slices)));
            }
            for (Future<Void> walk : walks) {
                walk.get();
            }
        } catch (ExecutionException e) {
            if (e.getCause() instanceof KernelException refused) {
                throw refused;
            }
            if (e.getCause() instanceof WalkRefusedException refused) {
                throw refused;
            }
            throw new IllegalStateException(e.getCause());
        } finally {
            slices.stop();
            end(threads);
        }
    }

    /** Waits until every thread has ended, which takes a call of its program: then its memory may go. */
    private static void end(ExecutorService threads) {
        threads.shutdown();
        boolean interrupted = false;
        boolean ended = false;
        while (!ended) {
            try {
                ended = threads.awaitTermination(1, TimeUnit.MINUTES);
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Hands out the buckets of the table. */
    private static final class Slices {
        private final AtomicInteger next = new AtomicInteger();
        private final int buckets;
        private final boolean allGroups;
        private volatile boolean stopped;
        private volatile boolean groupsMissing;

        /** @param allGroups true if the walk is in vain once a group has no room */
        Slices(int buckets, boolean allGroups) {
            this.buckets = buckets;
            this.allGroups = allGroups;
        }

        boolean stopped() {
            return stopped;
        }

        void stop() {
            stopped = true;
        }

        /** True if the walk was given up because a group had no room. */
        boolean groupsMissing() {
            return groupsMissing;
        }

        void missGroups() {
            groupsMissing = true;
            stopped = true;
        }

        /** The first bucket of the next slice; not below {@link #buckets} if there is none. */
        int take() {
            return next.getAndUpdate(from -> from < buckets ? from + SLICE_BUCKETS : from);
        }
    }

    /** What one thread does, with a program and maps of its own. */
    private final class Part implements AutoCloseable {
        private final WalkQuestion question;
        private final Optional<RowSink> sink;
        private final int groupsMax;
        private final int rowsMax;
        private BpfMap groups;
        private BpfMap state;
        private BpfProgram program;
        private ByteBuffer memory;
        private long taken;

        /** Counts in groups. */
        Part(WalkQuestion question, int groupsMax) {
            this(question, Optional.empty(), groupsMax, CHAIN_ROWS_MAX);
        }

        /** Shows rows. */
        Part(WalkQuestion question, RowSink sink) {
            this(question, Optional.of(sink), 0, ROWS_MAX);
        }

        private Part(WalkQuestion question, Optional<RowSink> sink, int groupsMax, int rowsMax) {
            this.question = question;
            this.sink = sink;
            this.groupsMax = groupsMax;
            this.rowsMax = rowsMax;
        }

        /** Asks the kernel for its maps and its program; {@link #close} gives back what the kernel gave. */
        void open() throws KernelException {
            int groupMap = WalkProgram.NO_GROUPS;
            if (sink.isEmpty()) {
                groups = BpfMap.ofCounts("conncount_group", question.rowBytes(), groupsMax);
                groupMap = groups.descriptor();
            }
            int stateBytes = WalkState.ROW_AREA + rowsMax * question.rowBytes();
            state = BpfMap.ofOneValue("conncount_state", stateBytes);
            WalkProgram walk =
                    new WalkProgram(layout, question, new WalkProgram.Maps(state.descriptor(), groupMap), rowsMax);
            ByteBuffer code = walk.write(STEPS_MAX);
            program = BpfProgram.load(
                    "conncount_walk", code, ProgramTypes.btf(), ProgramTypes.functions(walk.stepInstruction()));
            memory = state.map(stateBytes);
            memory.putLong(WalkState.ONE, 1);
        }

        int buckets() throws KernelException {
            program.run();
            return (int) memory.getLong(WalkState.EHASH_MASK) + 1;
        }

        Void walk(Slices slices) throws KernelException, InterruptedException {
            for (int from = slices.take(); from < slices.buckets && !slices.stopped(); from = slices.take()) {
                memory.putLong(WalkState.BUCKET, from);
                memory.putLong(WalkState.END, Math.min(slices.buckets, from + SLICE_BUCKETS));
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
        private void takeRows(RowSink rows, Slices slices) {
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
                throw new WalkRefusedException("the kernel has no memory for more groups");
            }
            if (slices.allGroups && memory.getLong(WalkState.UNGROUPED) > 0) {
                slices.missGroups();
            }
        }

        private boolean ended() {
            return memory.getLong(WalkState.BUCKET) >= memory.getLong(WalkState.END)
                    && memory.getLong(WalkState.NODE) == 0
                    && memory.getLong(WalkState.UNDOING) == 0;
        }

        Result result() {
            if (memory == null) {
                return Result.NOTHING;
            }
            return new Result(
                    memory.getLong(WalkState.SOCKETS) + taken,
                    memory.getLong(WalkState.FULL),
                    memory.getLong(WalkState.TIME_WAIT),
                    memory.getLong(WalkState.UNSETTLED),
                    memory.getLong(WalkState.UNGROUPED),
                    Optional.empty());
        }

        void groups(GroupSink to) throws KernelException {
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
            if (state != null) {
                state.close();
            }
            if (groups != null) {
                groups.close();
            }
        }
    }
}
