package io.conncount.bpf;

import io.conncount.socket.Holders;
import io.conncount.sys.KernelException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

/**
 * Goes through the descriptors of every process inside the kernel: a descriptor leads to its inode without a name in between, which
 * takes a small part of the time of {@code /proc/PID/fd}.
 */
public final class DescriptorWalk {
    private static final int ROWS_MAX = 2048;
    private static final int TRIES_MAX = 5;

    private DescriptorWalk() {}

    /**
     * The sockets that processes hold, each descriptor once.
     *
     * @param threads how many share the descriptors
     * @throws WalkRefusedException if it cannot be done here; the message says why
     * @throws KernelException if the kernel refuses the program
     * @throws IOException if the kernel's types cannot be read
     */
    public static List<Holders.Found> read(int threads) throws KernelException, IOException, InterruptedException {
        List<Rows> walks = new ArrayList<>();
        KernelLayout layout = KernelLayout.ofThisKernel();
        int parts = parts(threads);
        for (int part = 0; part < parts; part++) {
            walks.add(new Rows(layout, part, parts));
        }
        return together(walks);
    }

    /**
     * Counts the TCP connections that processes hold, where they hold them.
     *
     * @param question has the state in its first lane
     * @throws WalkRefusedException if it cannot be done here; the message says why
     * @throws KernelException if the kernel refuses the program
     * @throws IOException if the kernel's types cannot be read
     */
    public static List<HeldGroups> count(WalkQuestion question, int threads)
            throws KernelException, IOException, InterruptedException {
        List<Groups> walks = new ArrayList<>();
        KernelLayout layout = KernelLayout.ofThisKernel();
        int parts = parts(threads);
        for (int part = 0; part < parts; part++) {
            walks.add(new Groups(layout, question, part, parts));
        }
        return together(walks);
    }

    private static int parts(int threads) {
        return Integer.highestOneBit(threads);
    }

    private static <T> List<T> together(List<? extends Part<T>> walks) throws KernelException, InterruptedException {
        try {
            for (Part<T> walk : walks) {
                walk.open();
            }
            return WalkThreads.run(walks, () -> walks.forEach(Part::stop));
        } finally {
            walks.forEach(Part::close);
        }
    }

    /** One of the walks that share the descriptors, with a program and a map of its own. */
    private abstract static class Part<T> implements Callable<T>, AutoCloseable {
        private final String name;
        private final int stateBytes;
        private LoadedProgram program;
        private volatile boolean stopped;

        Part(String name, int stateBytes) {
            this.name = name;
            this.stateBytes = stateBytes;
        }

        final void open() throws KernelException {
            program = LoadedProgram.load(name, stateBytes, this::program);
        }

        abstract LoopProgram program(int stateMap);

        /** A place for what is found. */
        abstract T nothing(ByteBuffer memory);

        /** Takes what a call has found. */
        abstract void take(ByteBuffer memory, T found);

        final void stop() {
            stopped = true;
        }

        /** Begins anew where the walk lost its way, which short-lived processes with many descriptors may make it. */
        @Override
        public final T call() throws KernelException {
            for (int i = 0; i < TRIES_MAX; i++) {
                ByteBuffer memory = program.memory();
                T found = nothing(memory);
                if (walk(memory, found)) {
                    return found;
                }
            }
            throw new WalkRefusedException("processes ended while their descriptors were read, again and again");
        }

        /** False if the walk lost its way. */
        private boolean walk(ByteBuffer memory, T found) throws KernelException {
            memory.putLong(DescriptorState.PROCESS, 0).putLong(DescriptorState.TASKS, 0);
            memory.putLong(DescriptorState.NEXT, 0).putLong(DescriptorState.TAKEN, 0);
            memory.putLong(DescriptorState.OUTCOME, 0);
            while (memory.getLong(DescriptorState.OUTCOME) == 0 && !stopped) {
                program.run();
                take(memory, found);
            }
            return memory.getLong(DescriptorState.OUTCOME) != DescriptorState.LOST;
        }

        @Override
        public final void close() {
            if (program != null) {
                program.close();
            }
        }
    }

    private static final class Rows extends Part<Holders.Found> {
        private final KernelLayout layout;
        private final int part;
        private final int parts;

        Rows(KernelLayout layout, int part, int parts) {
            super("conncount_files", WalkState.ROW_AREA + ROWS_MAX * DescriptorRows.ROW_BYTES);
            this.layout = layout;
            this.part = part;
            this.parts = parts;
        }

        @Override
        LoopProgram program(int stateMap) {
            return new DescriptorRows(layout, stateMap, part, parts, ROWS_MAX);
        }

        @Override
        Holders.Found nothing(ByteBuffer memory) {
            memory.putLong(WalkState.ROWS, 0);
            return new Holders.Found();
        }

        @Override
        void take(ByteBuffer memory, Holders.Found found) {
            int rows = (int) memory.getLong(WalkState.ROWS);
            for (int row = 0; row < rows; row++) {
                int at = WalkState.ROW_AREA + row * DescriptorRows.ROW_BYTES;
                long holder = memory.getLong(at + Long.BYTES);
                found.add(memory.getLong(at), (int) (holder >>> Integer.SIZE), (int) holder);
            }
            memory.putLong(WalkState.ROWS, 0);
        }
    }

    private static final class Groups extends Part<HeldGroups> {
        private final KernelLayout layout;
        private final WalkQuestion question;
        private final GroupArea area;
        private final int part;
        private final int parts;

        Groups(KernelLayout layout, WalkQuestion question, int part, int parts) {
            this(
                    layout,
                    question,
                    new GroupArea(DescriptorGroups.LANES + question.lanes().size(), GroupArea.GROUPS_MAX),
                    part,
                    parts);
        }

        private Groups(KernelLayout layout, WalkQuestion question, GroupArea area, int part, int parts) {
            super("conncount_held", area.bytes());
            this.layout = layout;
            this.question = question;
            this.area = area;
            this.part = part;
            this.parts = parts;
        }

        @Override
        LoopProgram program(int stateMap) {
            return new DescriptorGroups(layout, question, stateMap, part, parts, area);
        }

        @Override
        HeldGroups nothing(ByteBuffer memory) {
            HeldGroups found = new HeldGroups(area.lanes());
            // What a walk that lost its way has left.
            area.take(memory, (lanes, sockets) -> {});
            return found;
        }

        @Override
        void take(ByteBuffer memory, HeldGroups found) {
            if (area.isFull(memory) || memory.getLong(DescriptorState.OUTCOME) != 0) {
                area.take(memory, found);
            }
        }
    }
}
