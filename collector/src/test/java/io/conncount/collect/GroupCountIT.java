package io.conncount.collect;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.conncount.query.Query;
import io.conncount.socket.AddressFamily;
import io.conncount.socket.Protocol;
import io.conncount.socket.TcpState;
import io.conncount.source.HostSource;
import io.conncount.testing.Command;
import io.conncount.testing.SocketNamespace;
import io.conncount.testing.SsText;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.DatagramChannel;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Groups of a kernel's sockets are those one gets from the text of ss. */
class GroupCountIT {
    private static final int STATE = 0;
    private static final int LOCAL = 1;
    private static final int REMOTE = 2;

    private static SocketNamespace namespace;

    @BeforeAll
    static void makeSockets() throws Exception {
        namespace = new SocketNamespace(
                ("--connections 1000 --shape proxy --ipv6 50 --udp 12 --time-wait 20 --syn-recv 3 --close-wait 4"
                                + " --listen 20")
                        .split(" "));
    }

    @AfterAll
    static void letThemGo() throws Exception {
        namespace.close();
    }

    @Test
    void localPortsAreThoseOfSs() throws Exception {
        assertGroups("local-port", words -> port(words[LOCAL]));
    }

    @Test
    void remotePortsAreThoseOfSs() throws Exception {
        assertGroups("remote-port", words -> port(words[REMOTE]));
    }

    @Test
    void remoteAddressesAreThoseOfSs() throws Exception {
        assertGroups("remote-address", words -> address(words[REMOTE]));
    }

    @Test
    void inboundConnectionsAreThoseWhoseLocalPortHasAListener() throws Exception {
        List<String> listening =
                ss("-Htln").stream().map(line -> port(line.split(" ")[LOCAL])).toList();
        assertGroups("direction", words -> {
            if (words[STATE].equals("LISTEN")) {
                return "listener";
            }
            return listening.contains(port(words[LOCAL])) ? "inbound" : "outbound";
        });
    }

    @Test
    void udpSocketsAreAsManyAsSsLists() throws Exception {
        Query query = Queries.of(Protocol.UDP, AddressFamily.IP, TcpState.ALL, "state", "local-port");
        InetAddress loopback = InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
        namespace.call(() -> {
            try (DatagramChannel unconnected = DatagramChannel.open()) {
                unconnected.bind(new InetSocketAddress(loopback, 0));
                Map<String, Long> counted = Queries.counts(new Collector(HostSource.open()).collect(query));
                assertEquals(
                        groups(
                                SsText.sockets(Command.lines("ss", "-Huan")),
                                words -> label(words[STATE]) + " " + port(words[LOCAL])),
                        counted);
                assertEquals(namespace.made("udp") + 1, total(counted));
            }
            return null;
        });
    }

    private static void assertGroups(String key, Function<String[], String> value) throws Exception {
        Map<String, Long> counted =
                namespace.call(() -> Queries.counts(new Collector(HostSource.open()).collect(Queries.by(key))));
        assertEquals(groups(ss("-Htan"), value), counted);
    }

    private static List<String> ss(String options) throws Exception {
        return SsText.sockets(namespace.call(() -> Command.lines("ss", options)));
    }

    private static Map<String, Long> groups(List<String> sockets, Function<String[], String> value) {
        return sockets.stream()
                .map(line -> value.apply(line.split(" ")))
                .collect(Collectors.groupingBy(Function.identity(), TreeMap::new, Collectors.counting()));
    }

    private static long total(Map<String, Long> counts) {
        return counts.values().stream().mapToLong(Long::longValue).sum();
    }

    private static String label(String screenName) {
        return TcpState.byWord(screenName).orElseThrow().iterator().next().label();
    }

    private static String port(String endpoint) {
        return endpoint.substring(endpoint.lastIndexOf(':') + 1);
    }

    private static String address(String endpoint) {
        String address = endpoint.substring(0, endpoint.lastIndexOf(':'));
        return address.startsWith("[") ? address.substring(1, address.length() - 1) : address;
    }
}
