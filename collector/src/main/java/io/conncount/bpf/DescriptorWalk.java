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
        int parts = Integer.highestOneBit(threads);
        List<Part> walks = new ArrayList<>();
        try {
            for (int part = 0; part < parts; part++) {
                Part walk = new Part(KernelLayout.ofThisKernel(), part, parts);
                walks.add(walk);
                walk.open();
            }
            return WalkThreads.run(walks, () -> walks.forEach(Part::stop));
        } finally {
            walks.forEach(Part::close);
        }
    }

    /** One of the walks that share the descriptors, with a program and a map of its own. */
    private static final class Part implements Callable<Holders.Found>, AutoCloseable {
        private static final int STATE_BYTES = DescriptorState.ROW_AREA + ROWS_MAX * DescriptorState.ROW_BYTES;

        private final KernelLayout layout;
        private final int part;
        private final int parts;
        private LoadedProgram program;
        private volatile boolean stopped;

        Part(KernelLayout layout, int part, int parts) {
            this.layout = layout;
            this.part = part;
            this.parts = parts;
        }

        void open() throws KernelException {
            program = LoadedProgram.load(
                    "conncount_files",
                    STATE_BYTES,
                    state -> new DescriptorProgram(layout, state, part, parts, ROWS_MAX));
        }

        void stop() {
            stopped = true;
        }

        /** Begins anew where the walk lost its way, which short-lived processes with many descriptors may make it. */
        @Override
        public Holders.Found call() throws KernelException {
            for (int i = 0; i < TRIES_MAX; i++) {
                Holders.Found found = new Holders.Found();
                if (walk(found)) {
                    return found;
                }
            }
            throw new WalkRefusedException("processes ended while their descriptors were read, again and again");
        }

        /** False if the walk lost its way. */
        private boolean walk(Holders.Found found) throws KernelException {
            ByteBuffer memory = program.memory();
            memory.putLong(DescriptorState.PROCESS, 0).putLong(DescriptorState.TASKS, 0);
            memory.putLong(DescriptorState.NEXT, 0).putLong(DescriptorState.ROWS, 0);
            memory.putLong(DescriptorState.OUTCOME, 0);
            while (memory.getLong(DescriptorState.OUTCOME) == 0 && !stopped) {
                program.run();
                take(memory, found);
            }
            return memory.getLong(DescriptorState.OUTCOME) != DescriptorState.LOST;
        }

        private static void take(ByteBuffer memory, Holders.Found found) {
            int rows = (int) memory.getLong(DescriptorState.ROWS);
            for (int row = 0; row < rows; row++) {
                int at = DescriptorState.ROW_AREA + row * DescriptorState.ROW_BYTES;
                long holder = memory.getLong(at + Long.BYTES);
                found.add(memory.getLong(at), (int) (holder >>> Integer.SIZE), (int) holder);
            }
            memory.putLong(DescriptorState.ROWS, 0);
        }

        @Override
        public void close() {
            if (program != null) {
                program.close();
            }
        }
    }
}
