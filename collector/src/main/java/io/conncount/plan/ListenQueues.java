package io.conncount.plan;

import io.conncount.socket.AddressFamily;
import io.conncount.socket.Protocol;
import io.conncount.socket.TcpState;
import io.conncount.source.DumpRequest;
import io.conncount.source.DumpResult;
import io.conncount.source.Host;
import io.conncount.sys.KernelException;
import java.util.EnumSet;
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
    /** No more than these are kept. */
    public static final int QUEUES_MAX = 1_000;

    private static final DumpRequest LISTENERS =
            DumpRequest.of(Protocol.TCP, AddressFamily.IP, EnumSet.of(TcpState.LISTEN));

    /** Copies what it is given. */
    public ListenQueues {
        queues = List.copyOf(queues);
    }

    /**
     * Reads those of a host. Linux looks at its listeners only; FreeBSD copies all its TCP sockets.
     *
     * @throws KernelException if the kernel refused to answer at all
     */
    public static ListenQueues of(Host host) throws KernelException {
        ListenQueueTable table = new ListenQueueTable();
        DumpResult result = host.sockets().dump(LISTENERS, table);
        return table.queues(result.fault());
    }
}
