package io.conncount.cli.options;

import io.conncount.sys.Errno;
import io.conncount.sys.HostSystem;
import io.conncount.sys.KernelException;
import io.conncount.sys.NetNamespace;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.ExecutionException;

/** The network namespace that was asked for, where questions to the kernel and names in filters belong. */
public final class InNamespace implements AutoCloseable {
    /** What is to be done there. */
    @FunctionalInterface
    public interface Task<T> {
        /** Does it, in a thread of the namespace, which the threads that it starts share. */
        T run() throws UsageException, IOException, InterruptedException;
    }

    private final Optional<NetNamespace> other;

    private InNamespace(Optional<NetNamespace> other) {
        this.other = other;
    }

    /**
     * Enters the namespace of {@link SourceOptions#NAMESPACE}; without that option, or for every namespace, stays in the process's
     * own.
     *
     * @throws NamespaceException if the kernel refuses
     */
    public static InNamespace of(ParsedArguments given)
            throws UsageException, NamespaceException, InterruptedException {
        Optional<String> name = given.value(SourceOptions.NAMESPACE);
        if (name.isEmpty()) {
            return new InNamespace(Optional.empty());
        }
        if (given.has(SourceOptions.FROM)) {
            throw new UsageException("--from and --net cannot be combined: a recording holds one network namespace");
        }
        SourceOptions.requireOneSource(given);
        if (HostSystem.current() != HostSystem.LINUX) {
            throw new UsageException("--net " + name.get() + ": only Linux has network namespaces");
        }
        if (SourceOptions.ofAllNamespaces(given)) {
            return new InNamespace(Optional.empty());
        }
        return entered(name.get());
    }

    private static InNamespace entered(String name) throws NamespaceException, InterruptedException {
        try {
            return new InNamespace(Optional.of(NetNamespace.enter(NetNamespace.path(name))));
        } catch (KernelException e) {
            throw new NamespaceException(
                    "cannot enter network namespace '" + name + "': " + e.getMessage() + "; " + remedy(e));
        }
    }

    private static String remedy(KernelException refusal) {
        return switch (refusal.errno()) {
            case Errno.ENOENT -> "'ip netns' lists the names; a path must contain a '/'";
            case Errno.EINVAL -> "that file is not a network namespace";
            case Errno.EPERM, Errno.EACCES -> "only root, or a process with CAP_SYS_ADMIN, may enter it";
            default -> "try again; if it persists, please report it";
        };
    }

    /** Does the whole of something there: its filter may use names of the namespace. */
    public static <T> T run(ParsedArguments given, Task<T> task)
            throws UsageException, IOException, InterruptedException {
        try (InNamespace inside = of(given)) {
            return inside.call(task);
        }
    }

    /** Does something in the namespace with this name or path, or in the process's own. */
    public static <T> T run(Optional<String> name, Task<T> task)
            throws UsageException, IOException, InterruptedException {
        try (InNamespace inside = name.isPresent() ? entered(name.get()) : new InNamespace(Optional.empty())) {
            return inside.call(task);
        }
    }

    /** Does something there. */
    public <T> T call(Task<T> task) throws UsageException, IOException, InterruptedException {
        if (other.isEmpty()) {
            return task.run();
        }
        try {
            return other.get().call(task::run);
        } catch (ExecutionException e) {
            throw rethrown(e.getCause());
        }
    }

    /** As it would have come from this thread. */
    private static RuntimeException rethrown(Throwable thrown)
            throws UsageException, IOException, InterruptedException {
        if (thrown instanceof UsageException misuse) {
            throw misuse;
        }
        if (thrown instanceof IOException failure) {
            throw failure;
        }
        if (thrown instanceof InterruptedException interruption) {
            throw interruption;
        }
        if (thrown instanceof Error error) {
            throw error;
        }
        return thrown instanceof RuntimeException unexpected ? unexpected : new IllegalStateException(thrown);
    }

    /** Leaves it. Threads that were started there stay. */
    @Override
    public void close() {
        other.ifPresent(NetNamespace::close);
    }
}
