package io.conncount.source;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.conncount.socket.AddressFamily;
import io.conncount.socket.PortBox;
import io.conncount.socket.Protocol;
import io.conncount.socket.TcpState;
import io.conncount.sys.NetlinkSocket;
import io.conncount.testing.SocketNamespace;
import io.conncount.testing.TestSocket;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The filter program, run by a kernel, selects the sockets that are in the box. */
class PortFilterIT {
    private static final long SEED = 20260101;
    private static final int BOXES = 100;
    private static final Comparator<TestSocket> BY_TEXT = Comparator.comparing(TestSocket::toString);

    private static SocketNamespace namespace;

    @BeforeAll
    static void makeSockets() throws Exception {
        namespace = new SocketNamespace(
                ("--connections 300 --shape proxy --ipv6 50 --udp 50 --close-wait 9 --fin-wait2 5 --syn-recv 5"
                                + " --listen 20")
                        .split(" "));
    }

    @AfterAll
    static void letThemGo() throws Exception {
        namespace.close();
    }

    @Test
    void oneWalkOverTcpSelectsTheSocketsInTheBox() throws Exception {
        assertSelects(Protocol.TCP, AddressFamily.IP);
    }

    @Test
    void walksByFamilySelectTheSocketsInTheBox() throws Exception {
        assertSelects(Protocol.TCP, EnumSet.of(AddressFamily.IPV4));
        assertSelects(Protocol.TCP, EnumSet.of(AddressFamily.IPV6));
        assertSelects(Protocol.UDP, AddressFamily.IP);
    }

    private static void assertSelects(Protocol protocol, Set<AddressFamily> families) throws Exception {
        Random random = new Random(SEED);
        DumpRequest request = DumpRequest.of(protocol, families, TcpState.ALL);
        List<TestSocket> all = dump(request);
        assertTrue(all.size() >= 50, all.size() + " sockets");
        for (int i = 0; i < BOXES; i++) {
            PortBox box = box(random, all);
            List<TestSocket> expected = all.stream()
                    .filter(socket -> box.contains(socket.localPort(), socket.remotePort()))
                    .toList();
            assertEquals(expected, dump(request.within(box)), box::toString);
        }
    }

    /** Bounds at the ports of sockets, and just beside them; half of the sides are left open. */
    private static PortBox box(Random random, List<TestSocket> sockets) {
        TestSocket a = sockets.get(random.nextInt(sockets.size()));
        TestSocket b = sockets.get(random.nextInt(sockets.size()));
        int localMin = random.nextBoolean() ? 0 : near(random, Math.min(a.localPort(), b.localPort()));
        int localMax = random.nextBoolean() ? PortBox.PORT_MAX : near(random, Math.max(a.localPort(), b.localPort()));
        int remoteMin = random.nextBoolean() ? 0 : near(random, Math.min(a.remotePort(), b.remotePort()));
        int remoteMax =
                random.nextBoolean() ? PortBox.PORT_MAX : near(random, Math.max(a.remotePort(), b.remotePort()));
        PortBox box = new PortBox(
                Math.min(localMin, localMax),
                Math.max(localMin, localMax),
                Math.min(remoteMin, remoteMax),
                Math.max(remoteMin, remoteMax),
                0);
        int larger = near(random, Math.max(a.localPort(), b.remotePort()));
        boolean open = random.nextBoolean() || larger >= Math.max(box.localMax(), box.remoteMax());
        return open ? box : box.aboveLarger(larger);
    }

    private static int near(Random random, int port) {
        return Math.max(0, Math.min(PortBox.PORT_MAX, port + random.nextInt(3) - 1));
    }

    /** In one order, and without timers, which run on. */
    private static List<TestSocket> dump(DumpRequest request) throws Exception {
        return namespace.call(() -> {
            List<TestSocket> sockets = new ArrayList<>();
            DumpResult result = new LinuxSockDiag(NetlinkSocket::openSockDiag)
                    .dump(request, s -> sockets.add(TestSocket.copyOf(s).timing(0)));
            assertEquals(Optional.empty(), result.fault());
            sockets.sort(BY_TEXT);
            return sockets;
        });
    }
}
