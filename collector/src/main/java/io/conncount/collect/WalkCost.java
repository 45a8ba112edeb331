package io.conncount.collect;

import io.conncount.collect.Finding.Status;
import io.conncount.group.GroupKeys;
import io.conncount.query.Query;
import io.conncount.query.Selection;
import io.conncount.snapshot.Snapshot;
import io.conncount.socket.AddressFamily;
import io.conncount.socket.Protocol;
import io.conncount.socket.TcpState;
import io.conncount.source.Host;
import io.conncount.sys.KernelException;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What a question about TCP sockets costs here, by asking it. */
final class WalkCost {
    private static final Selection ALL =
            new Selection(EnumSet.of(Protocol.TCP), AddressFamily.IP, TcpState.ALL, Optional.empty());

    private static final int GROUPS_MAX = 100_000;
    private static final double NANOS_PER_MILLISECOND = 1e6;

    private WalkCost() {}

    static List<Finding> of(Host host) {
        return List.of(cost(host, "cost by state", "state"), cost(host, "cost by local port", "local-port"));
    }

    private static Finding cost(Host host, String check, String key) {
        try {
            Query query = new Query(ALL, GroupKeys.of(List.of(key)), false, 1, GROUPS_MAX);
            Snapshot snapshot = new Collector(host).collect(query);
            return Finding.yes(
                    check,
                    String.format(
                            Locale.ROOT,
                            "%,d sockets in %.1f ms by one thread, %s",
                            snapshot.total(),
                            snapshot.elapsed().toNanos() / NANOS_PER_MILLISECOND,
                            snapshot.source()));
        } catch (KernelException e) {
            return new Finding(check, Status.UNKNOWN, e.getMessage(), "");
        }
    }
}
