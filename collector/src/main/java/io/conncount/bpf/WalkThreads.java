package io.conncount.bpf;

import io.conncount.sys.KernelException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** The threads that share a walk. */
final class WalkThreads {
    private WalkThreads() {}

    /**
     * Runs walks at once. When this returns or throws, all of them have ended, so that their memory may go.
     *
     * @param stop tells those that still run to end after their present call
     * @throws KernelException what one of them threw
     * @throws WalkRefusedException what one of them threw
     */
    static <T> List<T> run(List<? extends Callable<T>> walks, Runnable stop)
            throws KernelException, InterruptedException {
        ExecutorService threads = Executors.newFixedThreadPool(walks.size());
        try {
            List<Future<T>> running = new ArrayList<>();
            for (Callable<T> walk : walks) {
                running.add(threads.submit(walk));
            }
            List<T> results = new ArrayList<>();
            for (Future<T> walk : running) {
                results.add(walk.get());
            }
            return results;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof KernelException refused) {
                throw refused;
            } else if (e.getCause() instanceof WalkRefusedException refused) {
                throw refused;
            }
            throw new IllegalStateException(e.getCause());
        } finally {
            stop.run();
            end(threads);
        }
    }

    /** Waits, even if interrupted, until every thread has ended. */
    private static void end(ExecutorService threads) {
        threads.shutdown();
        boolean interrupted = false;
        boolean ended = false;
        while (!ended) {
            try {
                ended = threads.awaitTermination(1, TimeUnit.MINUTES);
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
