package io.conncount.source;

import io.conncount.socket.Holders;
import io.conncount.socket.HoldingProcess;
import io.conncount.sys.Errno;
import io.conncount.sys.KernelException;
import io.conncount.sys.Processes;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Which processes hold sockets, from the links in {@code /proc/PID/fd} ({@code man 5 proc}): {@code socket:[INODE]}. Threads that
 * have a table of descriptors of their own are looked at as well. This takes several microseconds a descriptor.
 */
final class ProcDescriptors implements HolderSource {
    private static final String NAME = "/proc/PID/fd";
    private static final String SOCKET = "socket:[";

    private final String origin;

    /** @param obstacle why the kernel was not asked instead; empty if it need not be */
    ProcDescriptors(Optional<String> obstacle) {
        origin = NAME
                + obstacle.map(why -> ", because no BPF program can: " + why).orElse("");
    }

    /** Where the kernel need not be asked. */
    ProcDescriptors() {
        this(Optional.empty());
    }

    @Override
    public Holders read(int threadsMax) throws KernelException {
        List<Integer> pids = Processes.list();
        AtomicInteger next = new AtomicInteger();
        List<Part> parts = new ArrayList<>();
        for (int i = 0; i < threadsMax; i++) {
            parts.add(new Part(pids, next));
        }
        try {
            together(parts);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new KernelException("reading the descriptors of every process", Errno.EINTR);
        }
        List<Holders.Found> found = new ArrayList<>();
        Map<Integer, HoldingProcess> processes = new HashMap<>();
        // Of processes that are not even listed, the number is unknown.
        int hidden = Processes.othersAreHidden() ? 1 : 0;
        for (Part part : parts) {
            found.add(part.found);
            processes.putAll(part.processes);
            hidden += part.hidden;
        }
        return new Holders(origin, found, processes, hidden);
    }

    private static void together(List<Part> parts) throws InterruptedException {
        ExecutorService threads = Executors.newFixedThreadPool(parts.size());
        try {
            for (Future<Void> part : threads.invokeAll(parts)) {
                part.get();
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        } finally {
            threads.shutdownNow();
        }
    }

    /** What a process is called. */
    static HoldingProcess describe(int pid) {
        return HolderSource.process(
                Processes.name(pid), Processes.exe(pid), HoldingProcess.UID_UNKNOWN, HoldingProcess.JAIL_UNKNOWN);
    }

    /** What one thread finds: it takes one process after the other. */
    private static final class Part implements Callable<Void> {
        private final Holders.Found found = new Holders.Found();
        private final Map<Integer, HoldingProcess> processes = new HashMap<>();
        private final List<Integer> pids;
        private final AtomicInteger next;
        private int hidden;

        Part(List<Integer> pids, AtomicInteger next) {
            this.pids = pids;
            this.next = next;
        }

        @Override
        public Void call() {
            for (int i = next.getAndIncrement(); i < pids.size(); i = next.getAndIncrement()) {
                int pid = pids.get(i);
                int before = found.count();
                try {
                    read(Processes.directory(pid).resolve("fd"), pid);
                    for (int thread : Processes.threadsWithOwnFiles(pid)) {
                        read(Processes.directory(pid).resolve("task/" + thread + "/fd"), pid);
                    }
                } catch (IOException e) {
                    hidden++;
                }
                if (found.count() > before) {
                    processes.put(pid, describe(pid));
                }
            }
            return null;
        }

        /** Reads nothing of a process or thread that has ended, and its descriptors with it. */
        private void read(Path directory, int pid) throws IOException {
            try (DirectoryStream<Path> descriptors = Files.newDirectoryStream(directory)) {
                for (Path descriptor : descriptors) {
                    add(descriptor, pid);
                }
            } catch (DirectoryIteratorException e) {
                requireEnded(e.getCause());
            } catch (IOException e) {
                requireEnded(e);
            }
        }

        private static void requireEnded(IOException e) throws IOException {
            if (!(e instanceof NoSuchFileException)) {
                throw e;
            }
        }

        private void add(Path descriptor, int pid) throws AccessDeniedException {
            String target;
            try {
                target = Files.readSymbolicLink(descriptor).toString();
            } catch (AccessDeniedException e) {
                throw e;
            } catch (IOException e) {
                // It was closed meanwhile.
                return;
            }
            if (target.startsWith(SOCKET)) {
                long inode = Long.parseLong(target, SOCKET.length(), target.length() - 1, 10);
                found.add(inode, pid, Integer.parseInt(descriptor.getFileName().toString()));
            }
        }
    }
}
