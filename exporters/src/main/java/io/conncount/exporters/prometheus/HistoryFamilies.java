package io.conncount.exporters.prometheus;

import io.conncount.exporters.sampled.HistoryStatus;
import io.prometheus.metrics.model.snapshots.Unit;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;

/** How the recording of a history stands; nothing without one. */
final class HistoryFamilies {
    private static final double MILLIS_PER_SECOND = 1000;

    private HistoryFamilies() {}

    static List<Family> all(Supplier<Optional<HistoryStatus>> history) {
        return List.of(
                gauge(
                        history,
                        "conncount_history_writable",
                        Optional.empty(),
                        "1 if the last attempt to write the history succeeded, else 0.",
                        status -> OptionalDouble.of(status.failure().isEmpty() ? 1 : 0)),
                counter(history, "conncount_history_records", "Records written.", HistoryStatus::records),
                counter(
                        history,
                        "conncount_history_dropped",
                        "Samples that were not recorded, because writing failed or was too slow.",
                        HistoryStatus::dropped),
                counter(
                        history,
                        "conncount_history_damaged",
                        "Records that were found damaged and deleted, and files that were replaced.",
                        HistoryStatus::damaged),
                gauge(
                        history,
                        "conncount_history_size_bytes",
                        Optional.of(Unit.BYTES),
                        "Size of the history on disk.",
                        status -> OptionalDouble.of((double) status.bytes())),
                gauge(
                        history,
                        "conncount_history_size_max_bytes",
                        Optional.of(Unit.BYTES),
                        "Limit on the size of the history: the oldest records go first.",
                        status -> OptionalDouble.of((double) status.bytesMax())),
                gauge(
                        history,
                        "conncount_history_oldest_timestamp_seconds",
                        Optional.of(Unit.SECONDS),
                        "Time of the oldest record, since 1970.",
                        status -> status.oldest().isEmpty()
                                ? OptionalDouble.empty()
                                : OptionalDouble.of(status.oldest().get().toEpochMilli() / MILLIS_PER_SECOND)));
    }

    private static Family gauge(
            Supplier<Optional<HistoryStatus>> history,
            String name,
            Optional<Unit> unit,
            String help,
            Function<HistoryStatus, OptionalDouble> value) {
        return Family.gauge(
                name,
                unit,
                help,
                List.of(),
                (moment, points) ->
                        history.get().ifPresent(status -> value.apply(status).ifPresent(points::add)));
    }

    private static Family counter(
            Supplier<Optional<HistoryStatus>> history, String name, String help, ToLongFunction<HistoryStatus> value) {
        return Family.counter(
                name,
                help,
                List.of(),
                (moment, points) -> history.get().ifPresent(status -> points.add(value.applyAsLong(status))));
    }
}
