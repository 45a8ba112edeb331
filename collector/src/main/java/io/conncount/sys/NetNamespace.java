package io.conncount.sys;

import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import java.util.Arrays;
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

    /** A thread that lives where this one does, until it is moved. */
    public static NetNamespace here() {
        return new NetNamespace();
    }

    /**
     * Enters a namespace.
     *
     * @throws KernelException if that cannot be: no such file (ENOENT), no namespace of the network (EINVAL), no privilege
     *     (EPERM, for lack of CAP_SYS_ADMIN), or no permission to open the file (EACCES)
     */
    public static NetNamespace enter(String path) throws KernelException, InterruptedException {
        NetNamespace namespace = here();
        try {
            namespace.call(() -> {
                setns(path);
                return null;
            });
            return namespace;
        } catch (ExecutionException e) {
            namespace.close();
            if (e.getCause() instanceof KernelException refused) {
                throw refused;
            }
            throw new IllegalStateException(e.getCause());
        }
    }

    /**
     * Takes the calling thread, which must be one of a {@link NetNamespace}, to another namespace.
     *
     * @return false if it no longer exists
     * @throws KernelException if it cannot be entered
     */
    public static boolean moveThisThread(NetNamespaces.Namespace to) throws KernelException {
        // To stay takes no privilege.
        if (NetNamespaces.ofThisThread().orElse(0) == to.inode()) {
            return true;
        }
        for (String path : to.paths()) {
            try {
                setns(path);
                // A file may be another's by now, as that of a process whose number was given away again.
                if (NetNamespaces.ofThisThread().orElse(0) == to.inode()) {
                    return true;
                }
            } catch (KernelException e) {
                if (e.errno() != Errno.ENOENT && e.errno() != Errno.EINVAL) {
                    throw e;
                }
            }
        }
        return false;
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

    private static void setns(String path) throws KernelException {
        NativeLibrary libc = NativeLibrary.getProcess();
        byte[] name = NameText.bytes(path);
        Object[] arguments = {Arrays.copyOf(name, name.length + 1), O_RDONLY | O_CLOEXEC};
        int descriptor = libc.getFunction("open").invokeInt(arguments);
        if (descriptor < 0) {
            throw new KernelException("open(" + path + ")", Native.getLastError());
        }
        int result = libc.getFunction("setns").invokeInt(new Object[] {descriptor, CLONE_NEWNET});
        int errno = Native.getLastError();
        libc.getFunction("close").invokeInt(new Object[] {descriptor});
        if (result < 0) {
            throw new KernelException("setns(" + path + ")", errno);
        }
    }
}
