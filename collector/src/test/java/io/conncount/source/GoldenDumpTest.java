package io.conncount.source;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.conncount.socket.AddressFamily;
import io.conncount.socket.Protocol;
import io.conncount.socket.TcpState;
import io.conncount.testing.Golden;
import io.conncount.testing.SsText;
import io.conncount.testing.TestSocket;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Recorded answers, read by the real decoder, against what ss said of the same sockets. */
class GoldenDumpTest {
    private static final Set<AddressFamily> BOTH = AddressFamily.IP;
    private static final Set<TcpState> LISTED = EnumSet.complementOf(EnumSet.of(TcpState.CLOSE));
    private static final Set<TcpState> UDP = EnumSet.of(TcpState.ESTABLISHED, TcpState.CLOSE);

    @Test
    void oneWalkOverTcpShowsTheSocketsThatSsShows() throws Exception {
        List<TestSocket> sockets = dump(DumpRequest.of(Protocol.TCP, BOTH, LISTED));
        assertEquals(SsText.sockets(Golden.ss("tcp")), endpoints(sockets));
    }

    @Test
    void oneWalkOverTcpShowsTheOwnersThatSsShows() throws Exception {
        List<TestSocket> sockets = dump(DumpRequest.of(Protocol.TCP, BOTH, LISTED));
        assertEquals(SsText.owners(Golden.ss("tcp")), owners(sockets));
    }

    @Test
    void twoWalksByFamilyShowTheSameSocketsAsOne() throws Exception {
        List<TestSocket> sockets = dump(DumpRequest.of(Protocol.TCP, EnumSet.of(AddressFamily.IPV4), LISTED));
        sockets.addAll(dump(DumpRequest.of(Protocol.TCP, EnumSet.of(AddressFamily.IPV6), LISTED)));
        assertEquals(SsText.sockets(Golden.ss("tcp")), endpoints(sockets));
        assertEquals(SsText.owners(Golden.ss("tcp")), owners(sockets));
    }

    @Test
    void udpIsReadFamilyByFamilyAndShowsTheSocketsThatSsShows() throws Exception {
        List<TestSocket> sockets = dump(DumpRequest.of(Protocol.UDP, BOTH, UDP));
        assertEquals(SsText.sockets(Golden.ss("udp")), endpoints(sockets));
        assertEquals(SsText.owners(Golden.ss("udp")), owners(sockets));
    }

    @Test
    void maskedWalkShowsAllButTheStatesLeftOut() throws Exception {
        Set<TcpState> states = EnumSet.copyOf(LISTED);
        states.remove(TcpState.ESTABLISHED);
        assertShows(states);
        states.remove(TcpState.TIME_WAIT);
        assertShows(states);
        assertShows(EnumSet.of(TcpState.LISTEN));
    }

    @Test
    void miniSocketsAreThoseThatSsShowsWithoutACgroup() throws Exception {
        List<TestSocket> sockets = dump(DumpRequest.of(Protocol.TCP, BOTH, LISTED));
        List<String> unowned = SsText.owners(
                Golden.ss("tcp").stream().filter(l -> !l.contains("cgroup:")).toList());
        assertEquals(
                unowned,
                owners(sockets.stream().filter(socket -> !socket.owned()).toList()));
    }

    @Test
    void sampleEndsWithTheDatagramInWhichItIsFull() throws Exception {
        List<TestSocket> sockets = new ArrayList<>();
        DumpRequest request = DumpRequest.of(Protocol.TCP, BOTH, LISTED).atMost(1);
        DumpResult result = new LinuxSockDiag(Golden.kernel()).dump(request, s -> sockets.add(TestSocket.copyOf(s)));
        assertEquals(Optional.empty(), result.fault());
        assertEquals(sockets.size(), result.sockets());
    }

    @Test
    void sampleLeavesListenersOutForTheyComeFirst() {
        DumpRequest sample = DumpRequest.of(Protocol.TCP, BOTH, LISTED).sample(7);
        assertEquals(EnumSet.complementOf(EnumSet.of(TcpState.LISTEN, TcpState.CLOSE)), sample.states());
        assertEquals(7, sample.socketsMax());
    }

    @Test
    void bytesAreCountedAsTheyCome() throws Exception {
        DumpRequest request = DumpRequest.of(Protocol.TCP, BOTH, LISTED);
        DumpResult result = new LinuxSockDiag(Golden.kernel()).dump(request, socket -> {});
        assertEquals(Golden.answer(Golden.TCP).length, result.bytes());
    }

    private static void assertShows(Set<TcpState> states) throws Exception {
        List<String> expected = SsText.sockets(Golden.ss("tcp")).stream()
                .filter(line -> states.stream().anyMatch(state -> line.startsWith(state.screenName() + " ")))
                .toList();
        assertEquals(expected, endpoints(dump(DumpRequest.of(Protocol.TCP, BOTH, states))));
    }

    private static List<TestSocket> dump(DumpRequest request) throws Exception {
        List<TestSocket> sockets = new ArrayList<>();
        DumpResult result = new LinuxSockDiag(Golden.kernel()).dump(request, s -> sockets.add(TestSocket.copyOf(s)));
        assertEquals(Optional.empty(), result.fault());
        assertEquals(sockets.size(), result.sockets());
        return sockets;
    }

    private static List<String> endpoints(List<TestSocket> sockets) {
        return sockets.stream()
                .map(socket -> SsText.of(socket, Golden.INTERFACES))
                .sorted()
                .toList();
    }

    private static List<String> owners(List<TestSocket> sockets) {
        return sockets.stream()
                .map(socket -> SsText.ownerOf(socket, Golden.INTERFACES, Golden.cgroups()))
                .sorted()
                .toList();
    }
}
