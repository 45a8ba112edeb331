package io.conncount.exporters.prometheus;

import io.conncount.collect.CapacityView;
import io.conncount.collect.ListenQueues;
import io.conncount.collect.MemoryView;
import io.conncount.collect.PortView;
import io.conncount.counters.Measures;
import io.conncount.exporters.sampled.DaemonSeries;
import io.conncount.exporters.sampled.DaemonSeries.GroupSeries;
import io.conncount.exporters.sampled.OwnedListeners;
import io.conncount.sampler.Series;
import io.conncount.sampler.Series.Sample;
import io.conncount.snapshot.Snapshot;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The state of all series at one moment, so that the metrics of one scrape are consistent. */
record ScrapeContext(
        SampleCache cache,
        SeriesStatus<Snapshot> states,
        SeriesStatus<ListenQueues> listenQueues,
        SeriesStatus<Measures> measures,
        Optional<SeriesStatus<CapacityView>> capacity,
        Optional<SeriesStatus<PortView>> ports,
        Optional<SeriesStatus<MemoryView>> memory,
        Optional<SeriesStatus<OwnedListeners>> listeners,
        List<SeriesStatus<Snapshot>> groups) {
    static ScrapeContext now(DaemonSeries sampled, SampleCache cache) {
        return new ScrapeContext(
                cache,
                SeriesStatus.of(sampled.states()),
                SeriesStatus.of(sampled.listenQueues()),
                SeriesStatus.of(sampled.measures()),
                sampled.views().capacity().map(SeriesStatus::of),
                sampled.views().ports().map(SeriesStatus::of),
                sampled.views().memory().map(SeriesStatus::of),
                sampled.views().listeners().map(SeriesStatus::of),
                sampled.groups().stream()
                        .map(GroupSeries::series)
                        .map(SeriesStatus::of)
                        .toList());
    }

    List<SeriesStatus<?>> all() {
        List<SeriesStatus<?>> all = new ArrayList<>(List.of(states, listenQueues, measures));
        capacity.ifPresent(all::add);
        ports.ifPresent(all::add);
        memory.ifPresent(all::add);
        listeners.ifPresent(all::add);
        all.addAll(groups);
        return all;
    }

    /** The state of a series at one moment, unaffected by later samples. */
    record SeriesStatus<T>(String name, Duration intervalMin, Series.State<T> state) {
        static <T> SeriesStatus<T> of(Series<T> series) {
            return new SeriesStatus<>(series.name(), series.intervalMin(), series.state());
        }

        /** The last good sample; empty before the first. */
        Optional<Sample<T>> last() {
            return state.last();
        }

        /** True if samples are taken less often than configured, to stay within the budget. */
        boolean stretched() {
            return state.interval().compareTo(intervalMin) > 0;
        }
    }
}
