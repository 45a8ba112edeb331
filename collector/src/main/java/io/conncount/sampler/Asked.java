package io.conncount.sampler;

import io.conncount.sys.KernelException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;

/** A sample that somebody waits for. */
final class Asked<T> {
    private final Probe<T> probe;
    private final Function<T, Optional<String>> fault;
    private final CompletableFuture<Attempt<T>> answer = new CompletableFuture<>();

    Asked(Probe<T> probe, Function<T, Optional<String>> fault) {
        this.probe = probe;
        this.fault = fault;
    }

    /** Takes it, in this thread, and lets go whoever waits. */
    Attempt<T> answer(Attempts attempts) {
        try {
            Attempt<T> attempt = attempts.make(probe, fault);
            answer.complete(attempt);
            return attempt;
        } catch (RuntimeException | Error e) {
            answer.completeExceptionally(e);
            throw e;
        }
    }

    /** Lets go whoever waits, without a sample. */
    void refuse(SamplerException reason) {
        answer.completeExceptionally(reason);
    }

    /** Waits for it. */
    Sample<T> await() throws KernelException, SamplerException, InterruptedException {
        try {
            return answer.get().get();
        } catch (ExecutionException e) {
            throw new SamplerException(e.getCause().getMessage(), e.getCause());
        }
    }
}
