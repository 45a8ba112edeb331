package io.conncount.source;

import io.conncount.sys.Errno;
import io.conncount.sys.KernelException;
import io.conncount.sys.NetNamespace;
import io.conncount.sys.NetNamespaces;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;

/** Goes through the network namespaces of this host, and does the same in each, in a thread that lives there then. */
final class NamespaceTour {
    /** As long as these many nanoseconds, the namespaces are taken to be the same: an answer takes several tours. */
    private static final long LISTED_AGAIN_AFTER_NANOS = 1_000_000_000L;

    private NetNamespaces known = NetNamespaces.list();
    private long listedNanos = System.nanoTime();

    /** What is done in a namespace. */
    interface Stop {
        /** False if this one, and those after it, need not be visited. */
        boolean wanted(long inode);

        /** Does it, in a thread of the namespace. */
        void visit(long inode) throws KernelException, InterruptedException;
    }

    private synchronized NetNamespaces namespaces() {
        if (System.nanoTime() - listedNanos >= LISTED_AGAIN_AFTER_NANOS) {
            known = NetNamespaces.list();
            listedNanos = System.nanoTime();
        }
        return known;
    }

    /** The inode numbers of those that it goes through. */
    Set<Long> inodes() {
        Set<Long> inodes = new HashSet<>();
        for (NetNamespaces.Namespace namespace : namespaces().namespaces()) {
            inodes.add(namespace.inode());
        }
        return inodes;
    }

    /**
     * Visits each that is wanted. One that has ended meanwhile is left out, as its sockets have ended with it.
     *
     * @return why sockets may be missing; empty if all was seen
     * @throws KernelException what a visit threw, or if it was interrupted
     */
    Optional<String> run(Stop stop) throws KernelException {
        NetNamespaces all = namespaces();
        try (NetNamespace guide = NetNamespace.here()) {
            Optional<String> refusal = guide.call(() -> visitEach(all.namespaces(), stop));
            return all.fault().or(() -> refusal);
        } catch (InterruptedException e) {
            throw interrupted();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof KernelException refused) {
                throw refused;
            } else if (e.getCause() instanceof RuntimeException unexpected) {
                throw unexpected;
            } else if (e.getCause() instanceof InterruptedException) {
                throw interrupted();
            }
            throw new IllegalStateException(e.getCause());
        }
    }

    private static KernelException interrupted() {
        Thread.currentThread().interrupt();
        return new KernelException("tour of every network namespace", Errno.EINTR);
    }

    /** Goes from one to the next in the calling thread; returns why one of them could not be entered. */
    private static Optional<String> visitEach(List<NetNamespaces.Namespace> namespaces, Stop stop)
            throws KernelException, InterruptedException {
        Optional<String> refusal = Optional.empty();
        for (NetNamespaces.Namespace namespace : namespaces) {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            if (!stop.wanted(namespace.inode())) {
                continue;
            }
            boolean entered = false;
            try {
                entered = NetNamespace.moveThisThread(namespace);
            } catch (KernelException e) {
                refusal = refusal.or(() -> Optional.of("cannot enter network namespace "
                        + namespace.name().orElse(Long.toString(namespace.inode())) + ": " + e.getMessage()));
            }
            if (entered) {
                stop.visit(namespace.inode());
            }
        }
        return refusal;
    }
}
