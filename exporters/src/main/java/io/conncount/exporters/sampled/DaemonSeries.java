package io.conncount.exporters.sampled;

import io.conncount.collect.ListenQueues;
import io.conncount.counters.Measures;
import io.conncount.query.Query;
import io.conncount.sampler.Series;
import io.conncount.snapshot.Snapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The series that the daemon samples, which are the only source of metrics and pages.
 *
 * @param states TCP and UDP sockets by protocol, family and state
 * @param groups the configured groupings
 * @param listenQueues accept queues of the TCP listeners
 * @param measures the kernel's own numbers
 * @param views what else the command line shows in views
 */
public record DaemonSeries(
        Series<Snapshot> states,
        List<GroupSeries> groups,
        Series<ListenQueues> listenQueues,
        Series<Measures> measures,
        ViewSeries views) {
    /** Copies what it is given. */
    public DaemonSeries {
        groups = List.copyOf(groups);
    }

    /** All of them, in the order in which metrics show them. */
    public List<Series<?>> all() {
        List<Series<?>> all = new ArrayList<>(List.of(states, listenQueues, measures));
        all.addAll(views.all());
        groups.forEach(group -> all.add(group.series()));
        return all;
    }

    /** A grouping that is exported, and its samples. */
    public record GroupSeries(GroupSpec spec, Series<Snapshot> series) {}

    /**
     * A grouping that is to be exported.
     *
     * @param query what is counted, by which keys
     * @param top at most this many groups become series, the largest; the rest is one, {@code other}
     * @param allowed by the name of a key the only values that become series; keys that are not in it allow all
     */
    public record GroupSpec(Query query, int top, Map<String, Set<String>> allowed) {
        /** Copies what it is given. */
        public GroupSpec {
            allowed = Map.copyOf(allowed);
        }

        /** Its name in metrics, such as {@code local_port_state}. */
        public String name() {
            return String.join("_", labels());
        }

        /** The names of its keys in metrics, such as {@code local_port}. */
        public List<String> labels() {
            return query.keys().stream()
                    .map(key -> key.name().replace('-', '_').replace('/', '_'))
                    .toList();
        }
    }
}
