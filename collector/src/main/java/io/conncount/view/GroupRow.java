package io.conncount.view;

import io.conncount.snapshot.Rates;
import io.conncount.snapshot.Row;
import io.conncount.snapshot.Snapshot;
import java.util.Optional;

/**
 * A group of a snapshot, or several of them together.
 *
 * @param group empty for several
 * @param count how many sockets that is
 * @param total how many there are in all groups
 * @param delta by how many sockets it has grown
 * @param rates what changed since the snapshot before; empty if there was none, and delta means nothing
 */
public record GroupRow(Optional<Row> group, long count, long total, long delta, Optional<Rates> rates) {
    /** One group. */
    public static GroupRow of(Row group, Snapshot snapshot, Optional<Rates> rates) {
        long delta = rates.isPresent() ? rates.get().delta(group) : 0;
        return new GroupRow(Optional.of(group), group.count(), snapshot.total(), delta, rates);
    }

    /** Several groups together. */
    public static GroupRow of(long count, long delta, Snapshot snapshot, Optional<Rates> rates) {
        return new GroupRow(Optional.empty(), count, snapshot.total(), delta, rates);
    }
}
