package io.conncount.collect;

import io.conncount.collect.Listener.Owner;
import io.conncount.socket.HoldingProcess;
import io.conncount.socket.SocketNumber;
import io.conncount.socket.SocketSink;
import io.conncount.socket.SocketView;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Adds up listeners by family, address and port, and by network namespace where these are to be told apart. */
final class ListenQueueTable implements SocketSink {
    /** Some 7 MB of them; beyond this, listeners at other addresses or ports are left out. */
    static final int ENDPOINTS_MAX = 50_000;

    /** Of a listener that more processes hold, these with the lowest names are kept. */
    private static final int PROCESSES_MAX = 32;

    private final Map<ListenEndpoint, Sum> sums = new HashMap<>();
    private final boolean byNamespace;
    private long untold;
    private long beyond;

    /** @param byNamespace true to tell listeners of different network namespaces apart */
    ListenQueueTable(boolean byNamespace) {
        this.byNamespace = byNamespace;
    }

    /** What is known of the listeners at an endpoint; those with the least room left come first. */
    private static final class Sum implements Comparable<Sum> {
        private final ListenEndpoint endpoint;
        private double share;
        private long length;
        private long limit;
        private long listeners;
        private long leastLength = Long.MAX_VALUE;
        private long fullestLength;
        private long fullestLimit;
        private long uid;
        private long cgroupId;
        private Set<String> processes = Set.of();

        Sum(ListenEndpoint endpoint) {
            this.endpoint = endpoint;
        }

        void add(long queued, long backlog) {
            length += queued;
            leastLength = Math.min(leastLength, queued);
            limit += backlog;
            // By cross-multiplication, because shares of small numbers are not exact.
            if (listeners == 0 || queued * Math.max(1, fullestLimit) > fullestLength * Math.max(1, backlog)) {
                fullestLength = queued;
                fullestLimit = backlog;
            }
            listeners++;
            share = (double) fullestLength / Math.max(1, fullestLimit);
        }

        void addOwner(SocketView socket) {
            long ofUser = socket.number(SocketNumber.UID);
            uid = listeners == 1 || uid == ofUser ? ofUser : Owner.SEVERAL;
            cgroupId = listeners == 1 || cgroupId == socket.cgroupId() ? socket.cgroupId() : Owner.SEVERAL;
            for (int holder = socket.holder();
                    holder >= 0;
                    holder = socket.holders().next(holder)) {
                int pid = socket.holders().pid(holder);
                HoldingProcess process = socket.holders().process(pid);
                processes = processes.isEmpty() ? new TreeSet<>() : processes;
                if (processes.size() < PROCESSES_MAX) {
                    processes.add(process.name() + "/" + pid);
                }
            }
        }

        /** Hundreds are compared before any of this is compiled: so nearly all take no further calls. */
        @Override
        public int compareTo(Sum other) {
            if (share != other.share) {
                return share > other.share ? -1 : 1;
            }
            if (limit != other.limit) {
                return limit < other.limit ? -1 : 1;
            }
            return endpoint.compareTo(other.endpoint);
        }

        Listener listener() {
            ListenQueue queue = new ListenQueue(
                    endpoint.family(),
                    endpoint.addressHigh(),
                    endpoint.addressLow(),
                    endpoint.port(),
                    length,
                    limit,
                    listeners,
                    fullestLength,
                    fullestLimit);
            Owner owner = new Owner(uid, cgroupId, List.copyOf(processes));
            return new Listener(queue, leastLength, owner, endpoint.netnsInode(), Optional.empty());
        }
    }

    @Override
    public void accept(SocketView socket) {
        long length = socket.number(SocketNumber.RECVQ);
        long limit = socket.number(SocketNumber.SENDQ);
        if (length == SocketView.UNKNOWN || limit == SocketView.UNKNOWN) {
            untold++;
            return;
        }
        ListenEndpoint endpoint = new ListenEndpoint(
                socket.family(),
                socket.localAddressHigh(),
                socket.localAddressLow(),
                socket.localPort(),
                byNamespace ? socket.number(SocketNumber.NETNS_INODE) : SocketView.UNKNOWN);
        Sum sum = sums.get(endpoint);
        if (sum == null && sums.size() == ENDPOINTS_MAX) {
            beyond++;
            return;
        }
        if (sum == null) {
            sum = new Sum(endpoint);
            sums.put(endpoint, sum);
        }
        sum.add(length, limit);
        sum.addOwner(socket);
    }

    /** The queues, of a dump that went like this. */
    ListenQueues queues(Optional<String> fault) {
        List<ListenQueue> kept = new ArrayList<>();
        for (Listener listener : kept()) {
            kept.add(listener.queue());
        }
        return new ListenQueues(kept, leftOut(kept), fault(fault));
    }

    /** Those with the least room first. */
    List<Listener> kept() {
        List<Sum> all = new ArrayList<>(sums.values());
        Collections.sort(all);
        List<Listener> kept = new ArrayList<>();
        for (Sum sum : all.subList(0, Math.min(ListenQueues.QUEUES_MAX, all.size()))) {
            kept.add(sum.listener());
        }
        return kept;
    }

    /** How many listeners are not among those kept. */
    long leftOut(List<?> kept) {
        return sums.size() - kept.size() + untold + beyond;
    }

    /** Why listeners may be missing after a dump that went like this. */
    Optional<String> fault(Optional<String> ofDump) {
        return ofDump.isPresent() ? ofDump : missing();
    }

    private Optional<String> missing() {
        if (untold > 0) {
            return Optional.of("the accept queues of " + untold + " listeners are not available here");
        }
        return beyond > 0
                ? Optional.of("listeners use more than " + ENDPOINTS_MAX + " addresses and ports: " + beyond
                        + " are not shown")
                : Optional.empty();
    }
}
