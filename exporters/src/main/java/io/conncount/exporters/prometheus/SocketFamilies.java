package io.conncount.exporters.prometheus;

import io.conncount.collect.ListenQueue;
import io.conncount.collect.ListenQueues;
import io.conncount.counters.Measure;
import io.conncount.exporters.prometheus.Family.SeriesBuilder;
import io.conncount.sampler.Series.Sample;
import io.conncount.snapshot.Ranking;
import io.conncount.snapshot.Ranking.Order;
import io.conncount.snapshot.Ranking.Row;
import io.conncount.snapshot.Snapshot;
import io.conncount.socket.Protocol;
import io.conncount.socket.TcpState;
import io.prometheus.metrics.model.snapshots.Unit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.ToLongFunction;

/** What the kernel reports: sockets by state, the accept queues of listeners, and each {@link Measure} that is published. */
final class SocketFamilies {
    /** Where these keys are in the question about states. */
    private static final int PROTO = 0;

    private static final int FAMILY = 1;
    private static final int STATE = 2;

    private static final List<String> QUEUE_LABELS = List.of("family", "address", "port");

    private SocketFamilies() {}

    /** @param compatNode true to give TCP states under node_exporter's names as well */
    static List<Family> all(boolean compatNode) {
        List<Family> families = new ArrayList<>();
        families.add(Family.gauge(
                "conncount_sockets",
                Optional.of(new Unit("sockets")),
                "Sockets by protocol, address family and state.",
                List.of("proto", "family", "state"),
                (moment, points) -> {
                    for (Row row : states(moment)) {
                        points.add(row.count(), row.value(PROTO), row.value(FAMILY), row.value(STATE));
                    }
                }));
        if (compatNode) {
            families.add(nodeStates());
        }
        families.addAll(queues());
        Measure.published().forEach(measure -> families.add(measure(measure)));
        return families;
    }

    /** For dashboards made for node_exporter's tcpstat, without its sums of queued bytes, which are not states. */
    private static Family nodeStates() {
        return Family.gauge(
                "node_tcp_connection_states",
                "Number of connection states, as in node_exporter, but without rx_queued_bytes and"
                        + " tx_queued_bytes, which are not states.",
                List.of("state"),
                (moment, points) -> tcpStates(states(moment)).forEach((state, count) -> points.add(count, state)));
    }

    private static Map<String, Long> tcpStates(List<Row> rows) {
        Map<String, Long> counts = new LinkedHashMap<>();
        for (Row row : rows) {
            if (row.value(PROTO).equals(Protocol.TCP.label())) {
                counts.merge(row.value(STATE), row.count(), Long::sum);
            }
        }
        if (!counts.isEmpty()) {
            for (TcpState state : TcpState.values()) {
                counts.putIfAbsent(state.label(), 0L);
            }
        }
        return counts;
    }

    private static List<Row> states(ScrapeContext moment) {
        Optional<Snapshot> snapshot = moment.states().last().map(Sample::value);
        return snapshot.isEmpty()
                ? List.of()
                : new Ranking(snapshot.get(), Order.LARGEST_FIRST, Integer.MAX_VALUE).rows();
    }

    private static List<Family> queues() {
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
                        "Accept queues that are left out because there are too many; the fullest ones are shown.",
                        List.of(),
                        (moment, points) -> queues(moment).ifPresent(queues -> points.add(queues.leftOut()))));
    }

    private static Family queue(String name, String help, ToLongFunction<ListenQueue> value) {
        return Family.gauge(
                        name,
                        help,
                        QUEUE_LABELS,
                        (moment, points) -> queues(moment)
                                .ifPresent(queues -> queues.queues()
                                        .forEach(queue -> points.add(
                                                value.applyAsLong(queue),
                                                queue.family().label(),
                                                queue.address(),
                                                Integer.toString(queue.port())))))
                .madeOf(SocketFamilies::queues);
    }

    private static Optional<ListenQueues> queues(ScrapeContext moment) {
        return moment.listenQueues().last().map(Sample::value);
    }

    private static Family measure(Measure measure) {
        Optional<Unit> unit = measure.unit().map(Unit::new);
        String name = "conncount_" + measure.label()
                + measure.unit().map(u -> "_" + u).orElse("");
        BiConsumer<ScrapeContext, SeriesBuilder> source = (moment, points) -> moment.measures()
                .last()
                .ifPresent(sample -> sample.value().of(measure).ifPresent(points::add));
        return measure.kind() == Measure.Kind.COUNTER
                ? Family.counter(name, unit, measure.help(), List.of(), source)
                : Family.gauge(name, unit, measure.help(), List.of(), source);
    }
}
