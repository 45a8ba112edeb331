package io.conncount.cli.views;

import io.conncount.cli.output.RowsAnswer;
import io.conncount.sys.KernelException;

/**
 * A question that is asked once or again and again.
 *
 * @param <R> what the answer has a row of
 */
@FunctionalInterface
public interface View<R> {
    /**
     * Asks.
     *
     * @throws KernelException if the kernel refused to answer at all
     */
    RowsAnswer<R> take() throws KernelException;
}
