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
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;

/** The open connections, limited in number and in time. */
final class Connections {
    private static final Duration SENDING_MAX = Duration.ofSeconds(1);

    /** How many connections that were closed to make room may still hold a thread when a new one is accepted. */
    private static final int ENDING_MAX = 16;

    private static final Duration ENDING_WAIT_MAX = Duration.ofSeconds(1);

    private final int connectionsMax;
    private final Set<Connection> open = new HashSet<>();
    private final Set<Connection> ending = new HashSet<>();
    private boolean closing;

    Connections(int connectionsMax) {
        this.connectionsMax = connectionsMax;
    }

    /**
     * Adds a connection. If the limit is reached, another one is closed: of the client with the most, preferably one that waits,
     * and of these the one that has waited longest. So a client that opens thousands harms only itself.
     * What goes may be in the midst of a handshake, and has its thread and memory until that is over: for these it waits.
     *
     * @return false if no more are taken
     */
    synchronized boolean add(Connection connection) {
        await(() -> closing || ending.size() < ENDING_MAX, ENDING_WAIT_MAX);
        if (closing || ending.size() >= ENDING_MAX) {
            return false;
        }
        if (open.size() >= connectionsMax) {
            Connection victim = victim();
            victim.cut();
            open.remove(victim);
            ending.add(victim);
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
     * Ends an answer that its client reads slowly, to make room for a new request. Slow means more than a second,
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
        ending.remove(connection);
        notifyAll();
    }

    /** Closes connections that have exceeded their time. */
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
        notifyAll();
        for (Connection connection : open) {
            if (!connection.isAnswering()) {
                connection.cut();
            }
        }
        await(open::isEmpty, time);
        List.copyOf(open).forEach(Connection::cut);
    }

    /** Waits until it is so, which the end of a connection may bring about, or that time is over. */
    private void await(BooleanSupplier condition, Duration time) {
        long end = System.nanoTime() + time.toNanos();
        try {
            for (long left = time.toMillis(); left > 0 && !condition.getAsBoolean(); ) {
                wait(left);
                left = (end - System.nanoTime()) / 1_000_000;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** True once no more are taken: connections end with the answer they are at. */
    synchronized boolean isClosing() {
        return closing;
    }
}
