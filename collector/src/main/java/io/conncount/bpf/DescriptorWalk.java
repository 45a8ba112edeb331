package io.conncount.bpf;

import io.conncount.socket.Holders;
import io.conncount.sys.BpfMap;
import io.conncount.sys.BpfProgram;
import io.conncount.sys.KernelException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Goes through the descriptors of every process inside the kernel: a descriptor leads to its inode without a name in between, which
 * takes a twentieth of the time of {@code /proc/PID/fd}.
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
            return together(walks);
        } finally {
            walks.forEach(Part::close);
        }
    }

    private static List<Holders.Found> together(List<Part> walks) throws KernelException, InterruptedException {
        ExecutorService threads = Executors.newFixedThreadPool(walks.size());
        try {
            List<Future<Holders.Found>> parts = new ArrayList<>();
            for (Part walk : walks) {
                parts.add(threads.submit(walk::run));
            }
            List<Holders.Found> found = new ArrayList<>();
            for (Future<Holders.Found> part : parts) {
                found.add(part.get());
            }
            return found;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof KernelException refused) {
                throw refused;
            } else if (e.getCause() instanceof WalkRefusedException refused) {
                throw refused;
            }
            throw new IllegalStateException(e.getCause());
        } finally {
            walks.forEach(Part::stop);
            KernelWalk.end(threads);
        }
    }

    /** One of the walks that share the descriptors, with a program and a map of its own. */
    private static final class Part implements AutoCloseable {
        private static final int STATE_BYTES = DescriptorState.ROW_AREA + ROWS_MAX * DescriptorState.ROW_BYTES;

        private final KernelLayout layout;
        private final int part;
        private final int parts;
        private BpfMap state;
        private BpfProgram program;
        private ByteBuffer memory;
        private volatile boolean stopped;

        Part(KernelLayout layout, int part, int parts) {
            this.layout = layout;
            this.part = part;
            this.parts = parts;
        }

        void open() throws KernelException {
            state = BpfMap.ofOneValue("conncount_state", STATE_BYTES);
            DescriptorProgram walk = new DescriptorProgram(layout, state.descriptor(), part, parts, ROWS_MAX);
            ByteBuffer code = walk.write(WalkPart.STEPS_MAX);
            program = BpfProgram.load(
                    "conncount_files", code, ProgramTypes.btf(), ProgramTypes.functions(walk.stepInstruction()));
            memory = state.map(STATE_BYTES);
        }

        void stop() {
            stopped = true;
        }

        /** Begins anew where the walk lost its way, which short-lived processes with many descriptors may make it. */
        Holders.Found run() throws KernelException {
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
            memory.putLong(DescriptorState.PROCESS, 0).putLong(DescriptorState.TASKS, 0);
            memory.putLong(DescriptorState.NEXT, 0).putLong(DescriptorState.ROWS, 0);
            memory.putLong(DescriptorState.OUTCOME, 0);
            while (memory.getLong(DescriptorState.OUTCOME) == 0 && !stopped) {
                program.run();
                take(found);
            }
            return memory.getLong(DescriptorState.OUTCOME) != DescriptorState.LOST;
        }

        private void take(Holders.Found found) {
            int rows = (int) memory.getLong(DescriptorState.ROWS);
            for (int row = 0; row < rows; row++) {
                int at = DescriptorState.ROW_AREA + row * DescriptorState.ROW_BYTES;
                long holder = memory.getLong(at + Long.BYTES);
                found.add((int) memory.getLong(at), (int) (holder >>> Integer.SIZE), (int) holder);
            }
            memory.putLong(DescriptorState.ROWS, 0);
        }

        @Override
        public void close() {
            if (program != null) {
                program.close();
            }
            if (state != null) {
                state.close();
            }
        }
    }
}
