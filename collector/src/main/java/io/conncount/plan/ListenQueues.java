package io.conncount.plan;

import java.util.List;
import java.util.Optional;

/**
 * The accept queues of a host's TCP listeners.
 *
 * @param queues those with the least room left first
 * @param leftOut how many more there are than were kept
 * @param fault why listeners may be missing; empty if the answer is complete
 */
public record ListenQueues(List<ListenQueue> queues, long leftOut, Optional<String> fault) {
    /** Copies what it is given. */
    public ListenQueues {
        queues = List.copyOf(queues);
    }
}
