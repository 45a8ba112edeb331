package io.conncount.tui;

import io.conncount.collect.ListenQueues;
import io.conncount.counters.Measures;
import io.conncount.query.Query;
import io.conncount.query.Selection;
import io.conncount.snapshot.Snapshot;
import io.conncount.sys.KernelException;
import io.conncount.tui.model.Counted;
import io.conncount.tui.model.Data.SocketPage;
import io.conncount.tui.model.Question;
import java.io.IOException;
import java.nio.file.Path;
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
     * The first sockets of a listing.
     *
     * @param rowsMax the limit on rows
     * @throws KernelException if there is no answer
     */
    SocketPage sockets(Question question, int rowsMax) throws KernelException;

    /**
     * Writes every group of a count into a file that does not exist yet: JSON if its name ends in {@code .json}, else CSV.
     *
     * @throws IOException if the file exists or cannot be written; a partial file is removed
     */
    Written write(Counted counted, Path file) throws IOException;

    /**
     * Writes a listing in the same way: every socket, or if it is sorted the first of them.
     *
     * @param sortedRowsMax how many of a sorted listing
     * @throws IOException if the file exists or cannot be written, or there is no answer; a partial file is removed
     */
    Written writeSockets(Question question, int sortedRowsMax, Path file) throws IOException;

    /**
     * What a file holds now.
     *
     * @param rows how many sockets or groups
     * @param all true if no more were found
     * @param fault why rows may be missing; empty if none are
     */
    record Written(long rows, boolean all, Optional<String> fault) {}
}
