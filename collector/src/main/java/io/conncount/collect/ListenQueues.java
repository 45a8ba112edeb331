package io.conncount.collect;

import io.conncount.query.Selection;
import io.conncount.socket.AddressFamily;
import io.conncount.socket.Detail;
import io.conncount.socket.Protocol;
import io.conncount.socket.TcpState;
import io.conncount.source.DumpResult;
import io.conncount.source.HeldSockets;
import io.conncount.source.Host;
import io.conncount.sys.KernelException;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The accept queues of a host's TCP listeners.
 *
 * @param queues those with the least room left first
 * @param leftOut the number of queues that were not kept
 * @param fault why listeners may be missing; empty if the answer is complete
 */
public record ListenQueues(List<ListenQueue> queues, long leftOut, Optional<String> fault) {
    /** No more than these are kept. */
    public static final int QUEUES_MAX = 1_000;

    private static final Selection LISTENERS =
            new Selection(EnumSet.of(Protocol.TCP), AddressFamily.IP, EnumSet.of(TcpState.LISTEN), Optional.empty());

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
        return read(host, LISTENERS);
    }

    /**
     * Reads those of the host's TCP listeners that a selection leaves, by its families, states and filter.
     *
     * @throws KernelException if the kernel refused to answer at all
     */
    public static ListenQueues of(Host host, Selection selection) throws KernelException {
        return selection.states().contains(TcpState.LISTEN)
                ? read(host, listeners(selection))
                : new ListenQueues(List.of(), 0, Optional.empty());
    }

    /** The TCP listeners of a selection. */
    static Selection listeners(Selection selection) {
        return new Selection(LISTENERS.protocols(), selection.families(), LISTENERS.states(), selection.filter());
    }

    private static ListenQueues read(Host host, Selection selection) throws KernelException {
        ListenQueueTable table = new ListenQueueTable(false);
        Set<Detail> details = EnumSet.noneOf(Detail.class);
        selection.addDetails(details);
        DumpResult result = HeldSockets.of(host, details)
                .sockets()
                .dump(
                        Requests.of(
                                selection.settled(host.names()), Protocol.TCP, Protocol.TCP.listedStates(), Set.of()),
                        table);
        return table.queues(result.fault());
    }
}
