package io.conncount.source;

import io.conncount.bpf.DescriptorWalk;
import io.conncount.bpf.WalkRefusedException;
import io.conncount.socket.Holders;
import io.conncount.socket.HoldingProcess;
import io.conncount.sys.BpfObstacle;
import io.conncount.sys.Errno;
import io.conncount.sys.KernelException;
import io.conncount.sys.KernelFile;
import io.conncount.sys.Processes;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Which processes hold sockets: from a walk inside the kernel where that may be done and pays, else from {@code /proc}. */
final class LinuxDescriptors implements HolderSource {
    private static final String NAME = "a BPF program";
    private static final Path FILE_NR = Path.of("/proc/sys/fs/file-nr");

    /** With fewer open files, {@code /proc} has been read before a program is written and verified. */
    private static final long FILES_MIN = 10_000;

    private final boolean forced;

    /** @param forced true if the user wants the kernel to do it, whatever it costs */
    LinuxDescriptors(boolean forced) {
        this.forced = forced;
    }

    @Override
    public Holders read(int threadsMax) throws KernelException {
        if (forced || openFiles() >= FILES_MIN) {
            try {
                requireNoObstacle();
                return walk(threadsMax);
            } catch (IOException | WalkRefusedException e) {
                String obstacle = Remedy.ofProgram(e);
                requireNotForced(obstacle);
                return new ProcDescriptors(Optional.of(obstacle)).read(threadsMax);
            }
        }
        return new ProcDescriptors().read(threadsMax);
    }

    /** @throws WalkRefusedException if a program cannot do it here; the message says why */
    static void requireNoObstacle() {
        Optional<String> obstacle = BpfObstacle.known();
        if (obstacle.isPresent()) {
            throw new WalkRefusedException(obstacle.get());
        } else if (!Processes.areNumberedAsInKernel()) {
            throw new WalkRefusedException("processes have other numbers in this container (PID namespace)");
        }
    }

    private void requireNotForced(String obstacle) {
        if (forced) {
            throw new UnsupportedOperationException("a BPF program cannot find the processes that hold sockets: "
                    + obstacle + "; without --source bpf, /proc does");
        }
    }

    private static long openFiles() {
        try {
            return Long.parseLong(KernelFile.text(FILE_NR).strip().split("\\s+")[0]);
        } catch (IOException | NumberFormatException e) {
            return 0;
        }
    }

    /** What a program found, with the names of the processes. */
    static Holders named(List<Holders.Found> found) {
        Map<Integer, HoldingProcess> processes = new HashMap<>();
        for (Holders.Found part : found) {
            part.forEachProcess(pid -> processes.computeIfAbsent(pid, ProcDescriptors::describe));
        }
        return new Holders(NAME, found, processes, 0);
    }

    private static Holders walk(int threadsMax) throws KernelException, IOException {
        try {
            return named(DescriptorWalk.read(threadsMax));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new KernelException("reading the descriptors of every process", Errno.EINTR);
        }
    }
}
