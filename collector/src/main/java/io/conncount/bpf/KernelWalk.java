package io.conncount.bpf;

import io.conncount.sys.KernelException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;

/**
 * Walks the kernel's table of TCP connections inside the kernel, by a program written for the question. Several threads
 * share the table, a few thousand buckets at a time.
 */
public final class KernelWalk {
    private final KernelLayout layout;
    private final int groupsMax;

    /** @param groupsMax how many groups of a thread the kernel keeps before they are taken */
    KernelWalk(KernelLayout layout, int groupsMax) {
        this.layout = layout;
        this.groupsMax = groupsMax;
    }

    /** A walk in this host's kernel. */
    public static KernelWalk open() throws IOException {
        return new KernelWalk(KernelLayout.ofThisKernel(), GroupArea.GROUPS_MAX);
    }

    /** Takes groups, each with its lanes and how many sockets it has; used by one thread. */
    @FunctionalInterface
    public interface GroupSink {
        /** Takes one; a group may come several times. The lanes are valid only inside the call. */
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
     * @param held how many more would have been asked for if no file held them
     * @param unsettled how many chains may have been read wrongly
     * @param fault why it ended before the last bucket although rows were wanted; empty if it did not
     */
    public record Result(long sockets, long full, long timeWait, long held, long unsettled, Optional<String> fault) {
        /** A walk that has not begun, the start of a sum. */
        public static final Result NOTHING = new Result(0, 0, 0, 0, 0, Optional.empty());

        /** The two taken as one. */
        public Result plus(Result other) {
            return new Result(
                    sockets + other.sockets,
                    full + other.full,
                    timeWait + other.timeWait,
                    held + other.held,
                    unsettled + other.unsettled,
                    fault.or(other::fault));
        }

        /** The same, but incomplete. */
        public Result withFault(String reason) {
            return plus(new Result(0, 0, 0, 0, 0, Optional.of(reason)));
        }
    }

    /**
     * Counts connections by their lanes.
     *
     * @param sinks take the groups; one for each thread that walks, and the threads share the table
     * @throws WalkRefusedException if the question cannot be put in this way
     * @throws KernelException if the kernel refuses the program
     */
    public Result count(WalkQuestion question, List<? extends GroupSink> sinks)
            throws KernelException, InterruptedException {
        List<WalkPart> parts = new ArrayList<>();
        for (GroupSink sink : sinks) {
            parts.add(WalkPart.ofGroups(layout, question, groupsMax, sink));
        }
        try {
            together(parts);
            return result(parts);
        } finally {
            parts.forEach(WalkPart::close);
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
        List<WalkPart> parts = new ArrayList<>();
        for (RowSink sink : sinks) {
            parts.add(WalkPart.ofRows(layout, question, sink));
        }
        try {
            together(parts);
            return result(parts);
        } catch (KernelException e) {
            Result shown = result(parts);
            if (shown.sockets() == 0) {
                throw e;
            }
            return shown.withFault(e.getMessage());
        } finally {
            parts.forEach(WalkPart::close);
        }
    }

    /**
     * A program that tells which table of connections a network namespace uses.
     *
     * @throws KernelException if the kernel refuses it
     */
    public TableProbe probe() throws KernelException {
        return TableProbe.open(layout);
    }

    private static Result result(List<WalkPart> parts) {
        Result sum = Result.NOTHING;
        for (WalkPart part : parts) {
            sum = sum.plus(part.result());
        }
        return sum;
    }

    private static void together(List<WalkPart> parts) throws KernelException, InterruptedException {
        for (WalkPart part : parts) {
            part.open();
        }
        Slices slices = new Slices(parts.get(0).buckets());
        if (parts.size() == 1) {
            parts.get(0).walk(slices);
            return;
        }
        List<Callable<Void>> walks = new ArrayList<>();
        for (WalkPart part : parts) {
            walks.add(() -> part.walk(slices));
        }
        WalkThreads.run(walks, slices::stop);
    }
}
