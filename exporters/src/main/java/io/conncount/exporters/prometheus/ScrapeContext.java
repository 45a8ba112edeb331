package io.conncount.exporters.prometheus;

import io.conncount.collect.ListenQueues;
import io.conncount.counters.Measures;
import io.conncount.exporters.sampled.DaemonSeries;
import io.conncount.exporters.sampled.GroupSeries;
import io.conncount.snapshot.Snapshot;
import java.util.ArrayList;
import java.util.List;

/** The state of all series at one moment, so that the metrics of one scrape are consistent. */
record ScrapeContext(
        SeriesStatus<Snapshot> states,
        SeriesStatus<ListenQueues> listenQueues,
        SeriesStatus<Measures> measures,
        List<SeriesStatus<Snapshot>> groups) {
    static ScrapeContext now(DaemonSeries sampled) {
        return new ScrapeContext(
                SeriesStatus.of(sampled.states()),
                SeriesStatus.of(sampled.listenQueues()),
                SeriesStatus.of(sampled.measures()),
                sampled.groups().stream()
                        .map(GroupSeries::series)
                        .map(SeriesStatus::of)
                        .toList());
    }

    List<SeriesStatus<?>> all() {
        List<SeriesStatus<?>> all = new ArrayList<>(List.of(states, listenQueues, measures));
        all.addAll(groups);
        return all;
    }
}
