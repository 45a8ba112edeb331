package io.conncount.cli.list;

import io.conncount.socket.Detail;

/**
 * What ss's options add to a row.
 *
 * @param netid true to begin with the table the socket is in
 * @param state true for the state, which ss leaves out if only one was asked for
 * @param queues false to leave the queues out ({@code -Q})
 * @param timers true for timers, and for TCP's options beside {@code info} ({@code -o})
 * @param details true for owner, inode and the like ({@code -e})
 * @param memory true for the buffers' memory ({@code -m})
 * @param info true for what TCP knows of the connection ({@code -i})
 * @param trafficClass true for type of service and the like ({@code --tos})
 * @param cgroup true for the cgroup ({@code --cgroup})
 * @param oneLine true to put all of it on one line ({@code -O})
 */
public record SsOptions(
        boolean netid,
        boolean state,
        boolean queues,
        boolean timers,
        boolean details,
        boolean memory,
        boolean info,
        boolean trafficClass,
        boolean cgroup,
        boolean oneLine) {
    /** True if this is among what is shown. */
    boolean asksFor(Detail detail) {
        return switch (detail) {
            case TCP_INFO, CONGESTION -> info;
            case MEMORY -> memory;
            case TRAFFIC_CLASS -> trafficClass;
            case UNIX_NAMES -> true;
        };
    }
}
