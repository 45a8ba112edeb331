package io.conncount.sampler;

import io.conncount.sys.KernelException;

/** Takes one sample of something. Run by the sampler's thread, which interrupts it when the deadline has passed. */
@FunctionalInterface
public interface Probe<T> {
    /**
     * Takes it.
     *
     * @throws KernelException if there is nothing to be had now
     */
    T take() throws KernelException;
}
