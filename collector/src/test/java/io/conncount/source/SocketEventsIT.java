package io.conncount.source;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.conncount.socket.AddressFamily;
import io.conncount.socket.Protocol;
import io.conncount.socket.SocketView;
import io.conncount.testing.SocketNamespace;
import io.conncount.testing.Waiting;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What this kernel tells of sockets that are destroyed, in a namespace where nothing else happens. */
class SocketEventsIT {
    private static final int WAIT_MILLISECONDS = Waiting.SECONDS_MAX * 1000;
    private static final int UDP_SOCKETS = 3000;
    /** Room for a handful of events. */
    private static final int FEW_BYTES = 4096;

    private static SocketNamespace namespace;

    /** What is kept of a socket that was told. */
    private record Ended(Protocol protocol, AddressFamily family, int localPort, int remotePort) {
        static Ended of(SocketView socket) {
            return new Ended(socket.protocol(), socket.family(), socket.localPort(), socket.remotePort());
        }
    }

    @BeforeAll
    static void makeNamespace() throws Exception {
        namespace = new SocketNamespace("--connections", "1");
    }

    @AfterAll
    static void closeNamespace() throws Exception {
        namespace.close();
    }

    @Test
    void everyConnectionThatIsClosedIsToldWithItsPorts() throws Exception {
        namespace.call(() -> {
            try (LinuxSocketEvents events = HostSource.openEvents(EnumSet.of(Protocol.TCP))) {
                int port = connectAndClose();
                List<Ended> ended = read(events, 2);
                assertTrue(ended.stream().allMatch(s -> s.protocol() == Protocol.TCP));
                assertTrue(
                        ended.stream().anyMatch(s -> s.localPort() == port || s.remotePort() == port), ended::toString);
                assertEquals(0, events.losses());
            }
            return null;
        });
    }

    @Test
    void protocolsThatWereNotAskedForAreNotTold() throws Exception {
        namespace.call(() -> {
            try (LinuxSocketEvents events = HostSource.openEvents(EnumSet.of(Protocol.UDP))) {
                connectAndClose();
                new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 7000)).close();
                Ended ended = read(events, 1).get(0);
                assertEquals(7000, ended.localPort());
                assertEquals(Protocol.UDP, ended.protocol());
                assertEquals(AddressFamily.IPV6, ended.family(), "Java's sockets are");
            }
            return null;
        });
    }

    @Test
    void waitEndsWhereNothingHappens() throws Exception {
        namespace.call(() -> {
            try (LinuxSocketEvents events = HostSource.openEvents(EnumSet.of(Protocol.UDP))) {
                assertEquals(0, events.next(1, socket -> {}));
            }
            return null;
        });
    }

    @Test
    void eventsThatFindNoRoomAreCountedAsALoss() throws Exception {
        namespace.call(() -> {
            try (LinuxSocketEvents events = LinuxSocketEvents.open(EnumSet.of(Protocol.UDP), FEW_BYTES)) {
                for (int i = 0; i < UDP_SOCKETS; i++) {
                    new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)).close();
                }
                long shown = 0;
                while (shown == 0 || events.losses() == 0) {
                    int more = events.next(WAIT_MILLISECONDS, socket -> {});
                    assertTrue(more > 0 || events.losses() > 0, "no more events, and none lost");
                    shown += more;
                }
                assertTrue(shown < UDP_SOCKETS, shown + " shown");
            }
            return null;
        });
    }

    @Test
    void tablesWithoutEventsAreRefused() {
        IllegalArgumentException refusal =
                assertThrows(IllegalArgumentException.class, () -> HostSource.openEvents(Set.of(Protocol.UNIX)));
        assertEquals("the kernel reports destroyed tcp and udp sockets, not unix", refusal.getMessage());
    }

    /** The server's port. */
    private static int connectAndClose() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            try (Socket client = new Socket(server.getInetAddress(), server.getLocalPort());
                    Socket accepted = server.accept()) {
                // Without TIME_WAIT: what is reset is destroyed at once.
                client.setSoLinger(true, 0);
                accepted.setSoLinger(true, 0);
            }
            return server.getLocalPort();
        }
    }

    private static List<Ended> read(LinuxSocketEvents events, int atLeast) throws Exception {
        List<Ended> found = new ArrayList<>();
        while (found.size() < atLeast && events.next(WAIT_MILLISECONDS, socket -> found.add(Ended.of(socket))) > 0) {}
        assertTrue(found.size() >= atLeast, found::toString);
        return found;
    }
}
