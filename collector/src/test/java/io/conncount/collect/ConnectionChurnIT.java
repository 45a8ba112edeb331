package io.conncount.collect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.conncount.filter.FilterParser;
import io.conncount.filter.ParsedFilter;
import io.conncount.group.GroupKeys;
import io.conncount.names.KnownNames;
import io.conncount.query.Query;
import io.conncount.query.Selection;
import io.conncount.snapshot.Churn;
import io.conncount.snapshot.Snapshot;
import io.conncount.socket.AddressFamily;
import io.conncount.socket.Protocol;
import io.conncount.socket.TcpState;
import io.conncount.source.Host;
import io.conncount.source.HostSource;
import io.conncount.testing.SocketNamespace;
import io.conncount.testing.Waiting;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Connections that come and go, in a namespace where nothing else happens. Needs root. */
class ConnectionChurnIT {
    private static final int CONNECTIONS = 50;

    /** What was opened and closed of one port, in all answers. */
    private static final class Sums {
        private final ConnectionChurn churn;
        private final String port;
        private long opened;
        private long closed;

        Sums(ConnectionChurn churn, int port) {
            this.churn = churn;
            this.port = Integer.toString(port);
        }

        /** Takes one answer; the listener keeps the group there. */
        void take(Host host, Query query) throws Exception {
            Optional<Churn> latest = churn.take();
            Snapshot groups = new Collector(host).collect(query);
            for (int group = 0; group < groups.groups() && latest.isPresent(); group++) {
                if (groups.value(group, 0).equals(port)) {
                    opened += latest.get().opened(groups)[group];
                    closed += latest.get().closed(groups)[group];
                }
            }
        }
    }

    private static Query query(String filter, String... keys) throws Exception {
        ParsedFilter parsed = filter.isEmpty() ? ParsedFilter.NONE : FilterParser.parse(filter, KnownNames.NONE);
        Selection all = new Selection(EnumSet.of(Protocol.TCP), AddressFamily.IP, TcpState.ALL, Optional.empty());
        return new Query(all.filtered(parsed), GroupKeys.of(List.of(keys)), false, 1, 1000);
    }

    @Test
    void connectionsThatLiveBetweenTwoAnswersAreOpenedAndClosed() throws Exception {
        try (SocketNamespace namespace = new SocketNamespace("--connections", "1")) {
            namespace.call(() -> {
                Host host = HostSource.open();
                Query query = query("", "local-port");
                try (ConnectionChurn churn = ConnectionChurn.open(host, query);
                        ServerSocket server = new ServerSocket(0, 8, InetAddress.getLoopbackAddress())) {
                    Sums sums = new Sums(churn, server.getLocalPort());
                    assertTrue(churn.take().isEmpty());
                    for (int i = 0; i < CONNECTIONS / 2; i++) {
                        connect(server).close();
                        connect(server).closeHere();
                    }
                    // The kernel reports them a moment later.
                    Waiting.until("the closed connections", () -> {
                        sums.take(host, query);
                        return sums.closed >= CONNECTIONS;
                    });
                    assertEquals(CONNECTIONS, sums.closed);
                    assertEquals(CONNECTIONS, sums.opened);
                    try (Connection open = connect(server)) {
                        assertTrue(open.client().isConnected());
                        sums.take(host, query);
                        assertEquals(CONNECTIONS + 1, sums.opened);
                        assertEquals(CONNECTIONS, sums.closed);
                    }
                }
                return null;
            });
        }
    }

    @Test
    void whatEventsDoNotReportCannotBeCounted() throws Exception {
        assertTrue(ConnectionChurn.supports(query("", "service")));
        assertTrue(ConnectionChurn.supports(query("dst 10.0.0.0/8 and not sport = :22", "remote-net/16", "direction")));
        assertFalse(ConnectionChurn.supports(query("", "state")));
        assertFalse(ConnectionChurn.supports(query("", "local-port", "user")));
        assertFalse(ConnectionChurn.supports(query("state established", "local-port")));
        assertFalse(ConnectionChurn.supports(query("uid = 0", "local-port")));
    }

    /** Both ends of a connection, which are reset. */
    private record Connection(Socket client, Socket accepted) implements AutoCloseable {
        @Override
        public void close() throws IOException {
            // Without TIME_WAIT: what is reset is destroyed at once.
            client.setSoLinger(true, 0);
            accepted.setSoLinger(true, 0);
            client.close();
            accepted.close();
        }

        /** The same, but that this end is the one that resets it. */
        void closeHere() throws IOException {
            accepted.setSoLinger(true, 0);
            accepted.close();
            client.close();
        }
    }

    private static Connection connect(ServerSocket server) throws Exception {
        Socket client = new Socket(server.getInetAddress(), server.getLocalPort());
        return new Connection(client, server.accept());
    }
}
