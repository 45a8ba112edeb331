package io.conncount.exporters.prometheus;

import io.conncount.sampler.Sample;
import io.conncount.snapshot.Order;
import io.conncount.snapshot.Ranking;
import io.conncount.snapshot.Row;
import io.conncount.snapshot.Snapshot;
import io.conncount.socket.Protocol;
import io.conncount.socket.TcpState;
import io.prometheus.metrics.model.snapshots.Unit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Sockets by protocol, family and state. */
final class StateFamilies {
    /** Where these keys are in the question. */
    private static final int PROTO = 0;

    private static final int FAMILY = 1;
    private static final int STATE = 2;

    private StateFamilies() {}

    static Family sockets() {
        return Family.gauge(
                "conncount_sockets",
                Optional.of(new Unit("sockets")),
                "Sockets by protocol, address family and state.",
                List.of("proto", "family", "state"),
                (moment, points) -> {
                    for (Row row : rows(moment)) {
                        points.add(row.count(), row.value(PROTO), row.value(FAMILY), row.value(STATE));
                    }
                });
    }

    /** For dashboards made for node_exporter's tcpstat, without its sums of queued bytes, which are not states. */
    static Family nodeStates() {
        return Family.gauge(
                "node_tcp_connection_states",
                Optional.empty(),
                "Number of connection states, as in node_exporter, but without rx_queued_bytes and"
                        + " tx_queued_bytes, which are not states.",
                List.of("state"),
                (moment, points) -> byState(rows(moment)).forEach((state, count) -> points.add(count, state)));
    }

    private static Map<String, Long> byState(List<Row> rows) {
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

    private static List<Row> rows(ScrapeContext moment) {
        Optional<Snapshot> snapshot = moment.states().last().map(Sample::value);
        return snapshot.isEmpty()
                ? List.of()
                : new Ranking(snapshot.get(), Order.LARGEST_FIRST, Integer.MAX_VALUE).rows();
    }
}
