package io.conncount.collect;

import io.conncount.expression.Expression;
import io.conncount.expression.SocketField;
import io.conncount.group.GroupKey;
import io.conncount.group.Listeners;
import io.conncount.query.Query;
import io.conncount.snapshot.StepReport;
import io.conncount.socket.Detail;
import io.conncount.socket.Protocol;
import io.conncount.socket.TcpState;
import io.conncount.source.DumpRequest;
import io.conncount.source.DumpResult;
import io.conncount.source.Host;
import io.conncount.sys.KernelException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The memory of sockets by state or any other keys, orphans apart. Every selected socket is shown once, by a walk in the kernel where
 * that may be done, and added up here.
 *
 * @param uses those with the most memory first
 * @param sockets how many sockets there are
 * @param fault why sockets may be missing
 * @param remarks what else is to be known of the answer
 * @param source where it is from
 */
public record MemoryView(
        List<MemoryUse> uses, long sockets, Optional<String> fault, List<String> remarks, String source) {
    private static final Expression STATE = Expression.of(SocketField.STATE);
    private static final Expression OWNED = Expression.of(SocketField.OWNED);

    /** Copies what it is given. */
    public MemoryView {
        uses = List.copyOf(uses);
        remarks = List.copyOf(remarks);
    }

    /**
     * Adds up the memory of a host's sockets.
     *
     * @param query which sockets, by which keys
     * @throws KernelException if the kernel refused to answer at all
     */
    public static MemoryView of(Host host, Query query) throws KernelException {
        Listeners listeners = new Listeners();
        if (query.needsListeners()) {
            for (Protocol protocol : query.selection().protocols()) {
                readListeners(host, query, protocol, listeners);
            }
        }
        Set<Detail> details = EnumSet.of(Detail.MEMORY);
        details.addAll(query.details());
        Listing listing = new Listing(host, query.selection(), details, shown(query), query.threadsMax());
        List<MemoryTable> parts = new ArrayList<>();
        DumpResult result = listing.run(() -> {
            MemoryTable part = table(host, query, listeners);
            parts.add(part);
            return part;
        });
        MemoryTable all = table(host, query, listeners);
        parts.forEach(all::add);
        List<String> remarks = new ArrayList<>(StepReport.remarks(listing.steps()));
        if (all.untold() > 0) {
            remarks.add(all.untold() + " sockets do not say how much memory they use");
        }
        return new MemoryView(all.uses(), all.sockets(), fault(all, query, result), remarks, listing.source());
    }

    private static Optional<String> fault(MemoryTable all, Query query, DumpResult result) {
        if (result.fault().isPresent() || all.ungrouped() == 0) {
            return result.fault();
        }
        return Optional.of(
                "group limit " + query.groupsMax() + " reached: " + all.ungrouped() + " sockets are left out");
    }

    private static void readListeners(Host host, Query query, Protocol protocol, Listeners listeners)
            throws KernelException {
        if (protocol.overIp()) {
            boolean listens = protocol.listedStates().contains(TcpState.LISTEN);
            Set<TcpState> listening = EnumSet.of(listens ? TcpState.LISTEN : TcpState.CLOSE);
            host.sockets().dump(DumpRequest.of(protocol, query.selection().families(), listening), listeners);
        }
    }

    private static MemoryTable table(Host host, Query query, Listeners listeners) {
        List<GroupKey> keys = new ArrayList<>();
        for (GroupKey key : query.keys()) {
            keys.add(key.bind(host.names(), listeners));
        }
        return new MemoryTable(keys, query.groupsMax());
    }

    /** What is looked at of a TCP connection; empty if a key looks at more than a kernel shows. */
    private static Optional<Set<Expression>> shown(Query query) {
        Set<Expression> shown = new LinkedHashSet<>(MemoryTable.LOOKED_AT);
        shown.add(STATE);
        shown.add(OWNED);
        if (query.needsListeners()) {
            shown.addAll(Step.WalkInKernel.LOOKED_AT);
        }
        for (GroupKey key : query.keys()) {
            if (key.looksAt().isEmpty()) {
                return Optional.empty();
            }
            shown.addAll(key.looksAt().get());
        }
        return Optional.of(shown);
    }

    /** That of orphans, or that of all others. */
    public long bytes(boolean orphans) {
        return uses.stream()
                .filter(use -> use.orphans() == orphans)
                .mapToLong(use -> Math.max(0, use.totalBytes()))
                .sum();
    }

    /** How many orphans there are. */
    public long orphans() {
        return uses.stream()
                .filter(MemoryUse::orphans)
                .mapToLong(MemoryUse::sockets)
                .sum();
    }
}
