package io.conncount.exporters.web;

import java.net.InetAddress;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The connections that are open: at most so many, none beyond its time. */
final class Connections {
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
        Map<InetAddress, Integer> counts = new HashMap<>();
        open.forEach(connection -> counts.merge(connection.client(), 1, Integer::sum));
        return open.stream()
                .min(Comparator.<Connection>comparingInt(connection -> -counts.get(connection.client()))
                        .thenComparing(Connection::isAnswering)
                        .thenComparingLong(Connection::sinceNanos))
                .orElseThrow();
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
