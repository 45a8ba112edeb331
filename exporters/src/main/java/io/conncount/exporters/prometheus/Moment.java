package io.conncount.exporters.prometheus;

import io.conncount.collect.ListenQueues;
import io.conncount.counters.Measures;
import io.conncount.exporters.sampled.DaemonSeries;
import io.conncount.exporters.sampled.GroupSeries;
import io.conncount.snapshot.Snapshot;
import java.util.ArrayList;
import java.util.List;

/** The state of all series at one moment, so that the metrics of one scrape are consistent. */
record Moment(
        Standing<Snapshot> states,
        Standing<ListenQueues> listenQueues,
        Standing<Measures> measures,
        List<Standing<Snapshot>> groups) {
    static Moment now(DaemonSeries sampled) {
        return new Moment(
                Standing.of(sampled.states()),
                Standing.of(sampled.listenQueues()),
                Standing.of(sampled.measures()),
                sampled.groups().stream()
                        .map(GroupSeries::series)
                        .map(Standing::of)
                        .toList());
    }

    List<Standing<?>> all() {
        List<Standing<?>> all = new ArrayList<>(List.of(states, listenQueues, measures));
        all.addAll(groups);
        return all;
    }
}
