package io.conncount.cli.diff;

import io.conncount.cli.history.Recorded;
import io.conncount.cli.history.Recorded.Grouped;
import io.conncount.exporters.history.Moment;
import io.conncount.snapshot.Snapshot;
import io.conncount.view.Escaper;
import io.conncount.view.Timestamps;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One of two answers that are compared. Their groups are the same if the texts of their keys are: the numbers that keys use inside the
 * program, such as those of cgroups, differ between hosts and after a restart.
 *
 * @param file what it was read from
 * @param filter what restricted it, in the words of the command line
 * @param groups how many sockets there are by the values of the keys, as machine formats show them; those without any are missing
 * @param fault why groups may be missing
 * @param errorBar by how many sockets a number may be off, or {@link Snapshot#ERROR_BAR_UNKNOWN}
 */
record Side(
        String file,
        String host,
        Instant time,
        Optional<String> filter,
        Map<List<String>, Long> groups,
        long total,
        Optional<String> fault,
        long errorBar) {
    /** The counts of a recording. */
    static Side of(String file, Snapshot snapshot) {
        Map<List<String>, Long> groups = new HashMap<>();
        for (int group = 0; group < snapshot.groups(); group++) {
            if (snapshot.count(group) > 0) {
                List<String> values = new ArrayList<>(snapshot.keys().size());
                for (int key = 0; key < snapshot.keys().size(); key++) {
                    values.add(snapshot.value(group, key));
                }
                groups.merge(List.copyOf(values), snapshot.count(group), Long::sum);
            }
        }
        return new Side(
                file,
                snapshot.host(),
                snapshot.time(),
                snapshot.filter(),
                groups,
                snapshot.total(),
                snapshot.fault(),
                snapshot.errorBar());
    }

    /** What a history has of a moment. */
    static Side of(Recorded recorded, Grouped grouped, Optional<String> filter) {
        Map<List<String>, Long> groups = new HashMap<>();
        grouped.groups().forEach((values, extent) -> {
            if (extent.last() > 0) {
                groups.put(values, extent.last());
            }
        });
        Moment moment = grouped.moment();
        Optional<String> fault = grouped.otherCount() == 0
                ? moment.fault()
                : Optional.of("it has only a sum of " + grouped.otherCount()
                        + " sockets in smaller groups, which may seem to have come or gone");
        return new Side(
                recorded.file(),
                recorded.host(),
                moment.time(),
                filter,
                groups,
                grouped.total().last(),
                fault,
                Math.max(Snapshot.ERROR_BAR_UNKNOWN, moment.errorBar()));
    }

    /** How many sockets have these values. */
    long count(List<String> values) {
        return groups.getOrDefault(values, 0L);
    }

    /** An object of JSON: of whom, when, and how far it can be trusted. */
    String json() {
        boolean barKnown = errorBar != Snapshot.ERROR_BAR_UNKNOWN;
        return "{\"file\":" + Escaper.json(file) + ",\"host\":" + Escaper.json(host) + ",\"time\":\""
                + Timestamps.of(time) + "\",\"filter\":"
                + filter.map(Escaper::json).orElse("null") + ",\"total\":" + total + ",\"complete\":"
                + fault.isEmpty() + ",\"error_bar\":" + (barKnown ? Long.toString(errorBar) : "null") + "}";
    }
}
