package io.conncount.collect;

import io.conncount.query.Query;
import io.conncount.snapshot.Snapshot;
import java.io.IOException;

/** Answers questions about sockets, from this host's kernel with a {@link Collector}, or from a daemon. */
public interface SnapshotSource {
    /**
     * One answer.
     *
     * @throws IOException if there is no answer; the message says why
     */
    Snapshot collect(Query query) throws IOException, InterruptedException;
}
