package io.conncount.collect;

import io.conncount.query.Query;
import io.conncount.snapshot.Snapshot;
import io.conncount.source.HeldSockets;
import io.conncount.source.Host;
import io.conncount.sys.KernelException;

/** Answers questions about a host's sockets: plans, asks, counts. */
public final class Collector implements SnapshotSource {
    private final Host host;

    /** A collector that asks this host. */
    public Collector(Host host) {
        this.host = host;
    }

    /**
     * Takes one snapshot.
     *
     * @throws KernelException if the kernel refused to answer at all
     */
    @Override
    public Snapshot collect(Query query) throws KernelException {
        return new QueryRun(HeldSockets.of(host, query.allDetails()), query.settled(host.names())).run();
    }
}
