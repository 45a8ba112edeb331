package io.conncount.tui;

import io.conncount.collect.ListenQueues;
import io.conncount.counters.Measures;
import io.conncount.query.Query;
import io.conncount.query.Selection;
import io.conncount.snapshot.Churn;
import io.conncount.snapshot.Snapshot;
import io.conncount.sys.KernelException;
import io.conncount.tui.model.Counted;
import io.conncount.tui.model.Dialog.Choice;
import io.conncount.tui.model.Question;
import io.conncount.tui.model.Tab;
import io.conncount.tui.model.Table;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The dashboard's source of data. Called by the sampler's thread, except to write files, which uses another. */
public interface Backend {
    /**
     * Counts sockets.
     *
     * @throws KernelException if there is no answer
     */
    Snapshot count(Query query) throws KernelException;

    /**
     * Says whether {@link #churn} will be asked: what it needs costs the kernel something as long as it is.
     */
    void wantChurn(boolean wanted);

    /**
     * What was opened and closed of the groups of a count since this was asked before; empty for the first time, and where
     * nothing reports it.
     *
     * @throws KernelException if there is no answer
     */
    Optional<Churn> churn(Query query) throws KernelException;

    /**
     * Counts the sockets on ports that the kernel chose, by all that they have to differ in.
     *
     * @throws KernelException if there is no answer
     */
    Snapshot ports() throws KernelException;

    /** The kernel's own numbers. */
    Measures measures();

    /**
     * The accept queues of the listeners among these sockets.
     *
     * @throws KernelException if there is no answer
     */
    ListenQueues queues(Selection sockets) throws KernelException;

    /**
     * The answer of a view that is a table.
     *
     * @param asked what of the question the table depends on
     * @throws KernelException if there is no answer
     */
    Table table(Tab tab, Question asked) throws KernelException;

    /**
     * The network namespaces that can be shown instead.
     *
     * @throws KernelException if none can
     */
    List<Choice> namespaces() throws KernelException;

    /** What was recorded, which another thread reads. */
    History history();

    /**
     * Writes every group of a count into a file that does not exist yet: JSON if its name ends in {@code .json}, else CSV.
     *
     * @throws IOException if the file exists or cannot be written; a partial file is removed
     */
    Written write(Counted counted, Path file) throws IOException;

    /**
     * Writes all rows of a table in the same way; of sockets that are sorted the first of them.
     *
     * @param sortedRowsMax how many of a sorted listing
     * @throws IOException if the file exists or cannot be written, or there is no answer; a partial file is removed
     */
    Written writeTable(Tab tab, Question asked, int sortedRowsMax, Path file) throws IOException;

    /**
     * What a file holds now.
     *
     * @param rows how many sockets, groups or others
     * @param all true if no more were found
     * @param fault why rows may be missing; empty if none are
     */
    record Written(long rows, boolean all, Optional<String> fault) {}
}
