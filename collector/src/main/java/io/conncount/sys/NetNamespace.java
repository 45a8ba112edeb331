package io.conncount.sys;

import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * A network namespace other than the one the process runs in ({@code man 7 network_namespaces}), and a thread that lives there.
 */
public final class NetNamespace implements AutoCloseable {
    // fcntl.h, sched.h
    static final int O_RDONLY = 0;
    static final int O_CLOEXEC = 0x80000;
    static final int CLONE_NEWNET = 0x4000_0000;

    /** Where {@code ip netns} keeps its namespaces. */
    private static final String NAMED = "/run/netns/";

    private final ExecutorService inside = Executors.newSingleThreadExecutor();

    private NetNamespace() {}

    /** The file of a namespace: a path is itself, a name is one that {@code ip netns} gave. */
    public static String path(String nameOrPath) {
        return nameOrPath.contains("/") ? nameOrPath : NAMED + nameOrPath;
    }

    /**
     * Enters a namespace.
     *
     * @throws KernelException if that cannot be: no such file (ENOENT), no namespace of the network (EINVAL), no privilege
     *     (EPERM, for lack of CAP_SYS_ADMIN), or no permission to open the file (EACCES)
     */
    public static NetNamespace enter(String path) throws KernelException, InterruptedException {
        NetNamespace namespace = new NetNamespace();
        try {
            namespace.call(() -> move(path));
            return namespace;
        } catch (ExecutionException e) {
            namespace.close();
            if (e.getCause() instanceof KernelException refused) {
                throw refused;
            }
            throw new IllegalStateException(e.getCause());
        }
    }

    /** Runs a task in the thread that lives there, and so do the threads that it starts. */
    public <T> T call(Callable<T> task) throws ExecutionException, InterruptedException {
        return inside.submit(task).get();
    }

    /** Ends that thread. */
    @Override
    public void close() {
        inside.shutdownNow();
    }

    private static Void move(String path) throws KernelException {
        NativeLibrary libc = NativeLibrary.getProcess();
        int descriptor = libc.getFunction("open").invokeInt(new Object[] {path, O_RDONLY | O_CLOEXEC});
        if (descriptor < 0) {
            throw new KernelException("open(" + path + ")", Native.getLastError());
        }
        int result = libc.getFunction("setns").invokeInt(new Object[] {descriptor, CLONE_NEWNET});
        int errno = Native.getLastError();
        libc.getFunction("close").invokeInt(new Object[] {descriptor});
        if (result < 0) {
            throw new KernelException("setns(" + path + ")", errno);
        }
        return null;
    }
}
