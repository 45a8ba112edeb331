package io.conncount.tui.model;

import io.conncount.collect.ListenQueues;
import io.conncount.counters.Measures;
import io.conncount.snapshot.Snapshot;
import io.conncount.tui.model.Data.SocketPage;
import java.util.Optional;
import java.util.function.Function;

/**
 * Something that is sampled for views.
 *
 * @param name in messages
 * @param fault why a value may be incomplete
 * @param <T> what a sample of it is
 */
public record Topic<T>(String name, Function<T, Optional<String>> fault) {
    /** All sockets by state. */
    public static final Topic<Snapshot> STATES = new Topic<>("states", Snapshot::fault);

    /** Those that the filter leaves, by state. */
    public static final Topic<Snapshot> FILTERED_STATES = new Topic<>("filtered states", Snapshot::fault);

    /** The groups that the filter leaves, by the requested keys. */
    public static final Topic<Snapshot> GROUPS = new Topic<>("groups", Snapshot::fault);

    /** Sockets that took their local port from the kernel, by local address and remote end. */
    public static final Topic<Snapshot> PORTS = new Topic<>("ports", Snapshot::fault);

    /** The kernel's own numbers. */
    public static final Topic<Measures> MEASURES = new Topic<>("measures", read -> Optional.empty());

    /** The accept queues of all listeners. */
    public static final Topic<ListenQueues> QUEUES = new Topic<>("queues", ListenQueues::fault);

    /** Those of the listeners that the filter leaves. */
    public static final Topic<ListenQueues> FILTERED_QUEUES = new Topic<>("filtered queues", ListenQueues::fault);

    /** The first sockets of a listing. */
    public static final Topic<SocketPage> SOCKETS = new Topic<>("sockets", SocketPage::fault);
}
