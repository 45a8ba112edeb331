package io.conncount.exporters.web;

import java.net.InetAddress;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** The connections that are open: at most so many, none beyond its time. */
final class Connections {
    private static final Duration SENDING_MAX = Duration.ofSeconds(1);

    private final int connectionsMax;
    private final Set<Connection> open = new HashSet<>();
    private boolean closing;

    Connections(int connectionsMax) {
        this.connectionsMax = connectionsMax;
    }

    /**
     * Takes one in. Where there is no room, another one goes: of the client that has the most, rather one that waits than
     * one that is answered, and of these the one that waits longest. So a client that opens thousands harms itself alone.
     *
     * @return false if no more are taken
     */
    synchronized boolean add(Connection connection) {
        if (closing) {
            return false;
        }
        if (open.size() >= connectionsMax) {
            Connection victim = victim();
            victim.cut();
            open.remove(victim);
        }
        return open.add(connection);
    }

    private Connection victim() {
        Map<InetAddress, Integer> counts = counts(connection -> true);
        return open.stream()
                .min(Comparator.<Connection>comparingInt(connection -> -counts.get(connection.client()))
                        .thenComparing(Connection::isAnswering)
                        .thenComparingLong(Connection::sinceNanos))
                .orElseThrow();
    }

    private Map<InetAddress, Integer> counts(Predicate<Connection> which) {
        Map<InetAddress, Integer> counts = new HashMap<>();
        open.stream().filter(which).forEach(connection -> counts.merge(connection.client(), 1, Integer::sum));
        return counts;
    }

    /**
     * Ends an answer that a client is slow to read, for a request that finds no place. Slow is who takes more than a second,
     * or has more answers under way than the client that asks.
     *
     * @return false if none is
     */
    synchronized boolean cutSlowReader(InetAddress asking) {
        Map<InetAddress, Integer> counts = counts(Connection::isAnswering);
        int fair = counts.getOrDefault(asking, 0) + 1;
        Optional<Connection> victim = open.stream()
                .filter(connection -> connection.isSendingFor(SENDING_MAX)
                        || (connection.isSendingFor(Duration.ZERO)
                                && counts.getOrDefault(connection.client(), 0) > fair))
                .min(Comparator.<Connection>comparingInt(connection -> -counts.getOrDefault(connection.client(), 0))
                        .thenComparingLong(Connection::sinceNanos));
        victim.ifPresent(Connection::cut);
        return victim.isPresent();
    }

    /** It has ended. */
    synchronized void remove(Connection connection) {
        open.remove(connection);
        notifyAll();
    }

    /** Ends those whose time is over. */
    synchronized void cutLate() {
        long now = System.nanoTime();
        for (Connection connection : open) {
            if (connection.isLate(now)) {
                connection.cut();
            }
        }
    }

    /** Takes no more, and ends all: those that are being answered may finish within a time. */
    synchronized void drain(Duration time) {
        closing = true;
        for (Connection connection : open) {
            if (!connection.isAnswering()) {
                connection.cut();
            }
        }
        long end = System.nanoTime() + time.toNanos();
        try {
            for (long left = time.toMillis(); left > 0 && !open.isEmpty(); ) {
                wait(left);
                left = (end - System.nanoTime()) / 1_000_000;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        List.copyOf(open).forEach(Connection::cut);
    }

    /** True once no more are taken: connections end with the answer they are at. */
    synchronized boolean isClosing() {
        return closing;
    }
}
