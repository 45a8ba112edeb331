package io.conncount.exporters;

import io.conncount.exporters.sampled.GroupSpec;
import io.conncount.exporters.socket.LocalAddress;
import io.conncount.exporters.web.WebOptions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What the daemon is to do, checked.
 *
 * @param telemetryPath where the metrics are, from the slash on
 * @param compatNode true to give TCP states under node_exporter's names as well
 * @param seriesMax at most this many series in a scrape
 * @param cpuBudget how much of a processor sampling may take, such as 0.02
 * @param statesInterval how long after each other states are counted at the least
 * @param groupsInterval the same of groupings
 * @param deadline how long a sample may take
 * @param local where callers on this host are answered; empty if nowhere
 */
public record ServeOptions(
        WebOptions web,
        String telemetryPath,
        boolean compatNode,
        int seriesMax,
        double cpuBudget,
        Duration statesInterval,
        Duration groupsInterval,
        Duration deadline,
        List<GroupSpec> groups,
        Optional<LocalAddress> local) {
    /** Copies what it is given. */
    public ServeOptions {
        groups = List.copyOf(groups);
    }
}
