package io.conncount.exporters.local;

import io.conncount.plan.Collector;
import io.conncount.plan.Query;
import io.conncount.sampler.Sampler;
import io.conncount.sampler.Series;
import io.conncount.snapshot.Snapshot;
import java.io.IOException;
import java.util.Map;

/** Answers callers on this host over a Unix domain socket. */
public final class LocalServer implements AutoCloseable {
    /**
     * A server that listens already, and answers once it is started.
     *
     * @param sampled the questions that are sampled anyway, and their samples
     * @throws IOException if the socket cannot be had; the message says why
     */
    public LocalServer(LocalAddress address, Sampler sampler, Collector collector, Map<Query, Series<Snapshot>> sampled)
            throws IOException {}

    /** Begins to answer. */
    public void start() {}

    /** Ends within a second, and removes the socket. */
    @Override
    public void close() {}
}
