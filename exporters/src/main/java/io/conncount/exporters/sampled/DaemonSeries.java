package io.conncount.exporters.sampled;

import io.conncount.collect.ListenQueues;
import io.conncount.counters.Measures;
import io.conncount.sampler.Series;
import io.conncount.snapshot.Snapshot;
import java.util.List;

/**
 * The series that the daemon samples, which are the only source of metrics and pages.
 *
 * @param states TCP and UDP sockets by protocol, family and state
 * @param groups the configured groupings
 * @param listenQueues accept queues of the TCP listeners
 * @param measures the kernel's own numbers
 */
public record DaemonSeries(
        Series<Snapshot> states,
        List<GroupSeries> groups,
        Series<ListenQueues> listenQueues,
        Series<Measures> measures) {
    /** Copies what it is given. */
    public DaemonSeries {
        groups = List.copyOf(groups);
    }

    /** All of them, in the order in which metrics show them. */
    public List<Series<?>> all() {
        List<Series<?>> all = new java.util.ArrayList<>(List.of(states, listenQueues, measures));
        groups.forEach(group -> all.add(group.series()));
        return all;
    }

    /** A grouping that is exported, and its samples. */
    public record GroupSeries(GroupSpec spec, Series<Snapshot> series) {}
}
