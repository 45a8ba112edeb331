package io.conncount.exporters.history;

import io.conncount.collect.ListenQueue;
import io.conncount.collect.ListenQueues;
import io.conncount.counters.Measures;
import io.conncount.sampler.Series.Sample;
import io.conncount.snapshot.Ranking;
import io.conncount.snapshot.Ranking.Order;
import io.conncount.snapshot.Ranking.Row;
import io.conncount.snapshot.Snapshot;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Makes moments of samples. */
final class Moments {
    private static final long ERROR_BAR_UNKNOWN = -1;

    private Moments() {}

    /** The moment of a sample of any series that the daemon has. */
    static Moment of(Sample<?> sample, Duration span) {
        if (sample.value() instanceof Snapshot snapshot) {
            return of(sample, span, snapshot);
        }
        Map<List<String>, Extent> numbers = new HashMap<>();
        if (sample.value() instanceof ListenQueues queues) {
            addQueues(queues, numbers);
        } else if (sample.value() instanceof Measures measures) {
            measures.values().forEach((measure, value) -> {
                if (!measure.label().isEmpty()) {
                    numbers.put(List.of(measure.label()), Extent.of(value));
                }
            });
        }
        return new Moment(sample.time(), span, 1, Extent.NONE, numbers, 0, ERROR_BAR_UNKNOWN, sample.fault());
    }

    private static void addQueues(ListenQueues queues, Map<List<String>, Extent> numbers) {
        for (ListenQueue queue : queues.queues()) {
            numbers.put(List.of(queue.endpoint(), "length"), Extent.of(queue.length()));
            numbers.put(List.of(queue.endpoint(), "limit"), Extent.of(queue.limit()));
        }
    }

    private static Moment of(Sample<?> sample, Duration span, Snapshot snapshot) {
        Ranking ranking = new Ranking(snapshot, Order.LARGEST_FIRST, Moment.GROUPS_MAX);
        Map<List<String>, Extent> groups = new HashMap<>();
        int keys = snapshot.keys().size();
        for (Row row : ranking.rows()) {
            if (row.count() > 0) {
                List<String> values = new ArrayList<>(keys);
                for (int key = 0; key < keys; key++) {
                    values.add(row.value(key));
                }
                groups.merge(List.copyOf(values), Extent.of(row.count()), Extent::plus);
            }
        }
        return new Moment(
                sample.time(),
                span,
                1,
                Extent.of(snapshot.total()),
                groups,
                ranking.otherGroups(),
                snapshot.errorBar() == Snapshot.ERROR_BAR_UNKNOWN ? ERROR_BAR_UNKNOWN : snapshot.errorBar(),
                sample.fault());
    }

    /** The daemon's own cost, beside a sample that was taken at the same time. */
    static Moment ofCost(Sample<?> sample, Duration span, Map<String, Long> numbers) {
        Map<List<String>, Extent> extents = new HashMap<>();
        numbers.forEach((name, number) -> extents.put(List.of(name), Extent.of(number)));
        return new Moment(sample.time(), span, 1, Extent.NONE, extents, 0, ERROR_BAR_UNKNOWN, Optional.empty());
    }
}
