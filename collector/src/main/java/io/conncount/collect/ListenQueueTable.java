package io.conncount.collect;

import io.conncount.socket.AddressFamily;
import io.conncount.socket.SocketNumber;
import io.conncount.socket.SocketSink;
import io.conncount.socket.SocketView;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Adds up listeners by family, address and port. */
final class ListenQueueTable implements SocketSink {
    /** Some 7 MB of them; beyond this, listeners at other addresses or ports are left out. */
    static final int ENDPOINTS_MAX = 50_000;

    private static final Comparator<ListenQueue> LEAST_ROOM_FIRST = Comparator.comparingDouble(
                    ListenQueue::fullestShare)
            .reversed()
            .thenComparingLong(ListenQueue::limit)
            .thenComparingInt(ListenQueue::port)
            .thenComparing(ListenQueue::family)
            .thenComparing(ListenQueue::addressHigh, Long::compareUnsigned)
            .thenComparing(ListenQueue::addressLow, Long::compareUnsigned);

    private final Map<Endpoint, Sum> sums = new HashMap<>();
    private long untold;
    private long beyond;

    private record Endpoint(AddressFamily family, long addressHigh, long addressLow, int port) {}

    private static final class Sum {
        private long length;
        private long limit;
        private long listeners;
        private long fullestLength;
        private long fullestLimit;

        void add(long queued, long backlog) {
            length += queued;
            limit += backlog;
            // By cross-multiplication, because shares of small numbers are not exact.
            if (listeners == 0 || queued * Math.max(1, fullestLimit) > fullestLength * Math.max(1, backlog)) {
                fullestLength = queued;
                fullestLimit = backlog;
            }
            listeners++;
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
        Endpoint endpoint =
                new Endpoint(socket.family(), socket.localAddressHigh(), socket.localAddressLow(), socket.localPort());
        Sum sum = sums.get(endpoint);
        if (sum == null && sums.size() == ENDPOINTS_MAX) {
            beyond++;
            return;
        }
        if (sum == null) {
            sum = new Sum();
            sums.put(endpoint, sum);
        }
        sum.add(length, limit);
    }

    /** The queues, of a dump that went like this. */
    ListenQueues queues(Optional<String> fault) {
        List<ListenQueue> kept = sums.entrySet().stream()
                .map(entry -> queue(entry.getKey(), entry.getValue()))
                .sorted(LEAST_ROOM_FIRST)
                .limit(ListenQueues.QUEUES_MAX)
                .toList();
        long leftOut = sums.size() - kept.size() + untold + beyond;
        return new ListenQueues(kept, leftOut, fault.isPresent() ? fault : missing());
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

    private static ListenQueue queue(Endpoint at, Sum sum) {
        return new ListenQueue(
                at.family,
                at.addressHigh,
                at.addressLow,
                at.port,
                sum.length,
                sum.limit,
                sum.listeners,
                sum.fullestLength,
                sum.fullestLimit);
    }
}
