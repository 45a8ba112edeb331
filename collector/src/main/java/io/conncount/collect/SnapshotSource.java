package io.conncount.collect;

import io.conncount.query.Query;
import io.conncount.snapshot.Snapshot;
import java.io.IOException;

/** Answers questions about sockets: the kernel of this host, through a {@link Collector}, or somebody who asked it before. */
public interface SnapshotSource {
    /**
     * One answer.
     *
     * @throws IOException if there is none; the message says why
     */
    Snapshot collect(Query query) throws IOException, InterruptedException;
}
