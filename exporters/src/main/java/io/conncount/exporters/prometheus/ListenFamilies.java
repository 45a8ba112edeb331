package io.conncount.exporters.prometheus;

import io.conncount.collect.ListenQueue;
import io.conncount.collect.ListenQueues;
import java.util.List;
import java.util.Optional;
import java.util.function.ToLongFunction;

/** How full the accept queues of listeners are. */
final class ListenFamilies {
    private static final List<String> LABELS = List.of("family", "address", "port");

    private ListenFamilies() {}

    static List<Family> all() {
        return List.of(
                queue(
                        "conncount_listen_queue_length",
                        "Connections waiting to be accepted by the TCP listeners on an address and port.",
                        ListenQueue::length),
                queue(
                        "conncount_listen_queue_limit",
                        "Limit on connections waiting to be accepted by the TCP listeners on an address and port.",
                        ListenQueue::limit),
                queue(
                        "conncount_listen_queue_listeners",
                        "Number of sockets that listen on an address and port: several with SO_REUSEPORT, or if bound to"
                                + " different interfaces.",
                        ListenQueue::listeners),
                queue(
                        "conncount_listen_queue_fullest_length",
                        "Connections waiting at the listener with the fullest queue on an address and port.",
                        ListenQueue::fullestLength),
                queue(
                        "conncount_listen_queue_fullest_limit",
                        "Limit on connections waiting at the listener with the fullest queue on an address and port.",
                        ListenQueue::fullestLimit),
                Family.gauge(
                        "conncount_listen_queues_left_out",
                        Optional.empty(),
                        "Accept queues that are left out because there are too many; the fullest ones are" + " shown.",
                        List.of(),
                        (moment, points) -> queues(moment).ifPresent(queues -> points.add(queues.leftOut()))));
    }

    private static Family queue(String name, String help, ToLongFunction<ListenQueue> value) {
        return Family.gauge(
                        name,
                        Optional.empty(),
                        help,
                        LABELS,
                        (moment, points) -> queues(moment)
                                .ifPresent(queues -> queues.queues()
                                        .forEach(queue -> points.add(
                                                value.applyAsLong(queue),
                                                queue.family().label(),
                                                queue.address(),
                                                Integer.toString(queue.port())))))
                .madeOf(ListenFamilies::queues);
    }

    private static Optional<ListenQueues> queues(ScrapeContext moment) {
        return moment.listenQueues().last().map(sample -> sample.value());
    }
}
