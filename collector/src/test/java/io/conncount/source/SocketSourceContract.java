package io.conncount.source;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.conncount.socket.AddressFamily;
import io.conncount.socket.Protocol;
import io.conncount.socket.SocketNumber;
import io.conncount.socket.SocketSink;
import io.conncount.socket.SocketView;
import io.conncount.socket.TcpState;
import io.conncount.testing.TestSocket;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What every source of sockets keeps to, whatever kernel it asks. Recordings of each kernel are put to it. */
abstract class SocketSourceContract {
    private static final Comparator<TestSocket> BY_TEXT = Comparator.comparing(TestSocket::toString);
    private static final long PORT_MAX = 65_535;

    /** A source over a recording of many TCP sockets in all states, and some UDP ones. */
    abstract SocketSource source() throws Exception;

    @Test
    void dumpShowsEverySocketAndSaysSo() throws Exception {
        for (Protocol protocol : List.of(Protocol.TCP, Protocol.UDP)) {
            List<TestSocket> sockets = new ArrayList<>();
            DumpResult result = source().dump(all(protocol), socket -> sockets.add(TestSocket.copyOf(socket)));
            assertTrue(sockets.size() > 3, protocol + ": " + sockets.size());
            assertEquals(sockets.size(), result.sockets());
            assertEquals(Optional.empty(), result.fault());
            assertTrue(result.bytes() > 60L * sockets.size(), result::toString);
        }
    }

    @Test
    void oneViewIsUsedForAllSocketsOfADump() throws Exception {
        List<SocketView> views = new ArrayList<>();
        source().dump(all(Protocol.TCP), views::add);
        for (SocketView view : views) {
            assertSame(views.get(0), view);
        }
    }

    @Test
    void familiesTogetherAreWhatTheyAreOneByOne() throws Exception {
        List<TestSocket> oneByOne = new ArrayList<>();
        for (AddressFamily family : AddressFamily.IP) {
            List<TestSocket> sockets = dump(DumpRequest.of(Protocol.TCP, EnumSet.of(family), listed(Protocol.TCP)));
            assertTrue(sockets.stream().allMatch(socket -> socket.family() == family), family.label());
            oneByOne.addAll(sockets);
        }
        oneByOne.sort(BY_TEXT);
        assertEquals(dump(all(Protocol.TCP)), oneByOne);
    }

    @Test
    void onlySocketsInTheStatesAskedForAreShown() throws Exception {
        Set<TcpState> others = EnumSet.copyOf(listed(Protocol.TCP));
        others.remove(TcpState.ESTABLISHED);
        for (Set<TcpState> states : List.of(EnumSet.of(TcpState.LISTEN), others)) {
            List<TestSocket> expected = dump(all(Protocol.TCP)).stream()
                    .filter(socket -> states.contains(socket.state()))
                    .toList();
            assertEquals(expected, dump(DumpRequest.of(Protocol.TCP, AddressFamily.IP, states)));
        }
    }

    @Test
    void satisfiedSinkEndsTheDumpWithoutAFault() throws Exception {
        List<TestSocket> shown = new ArrayList<>();
        DumpResult result = source().dump(all(Protocol.TCP), new SocketSink() {
            @Override
            public void accept(SocketView socket) {
                shown.add(TestSocket.copyOf(socket));
            }

            @Override
            public boolean satisfied() {
                return !shown.isEmpty();
            }
        });
        assertEquals(Optional.empty(), result.fault());
        assertEquals(shown.size(), result.sockets());
        // A source that is given many sockets at a time may show all of those.
        assertTrue(!shown.isEmpty() && shown.size() <= dump(all(Protocol.TCP)).size(), () -> shown.size() + " shown");
    }

    @Test
    void listenersHaveNoPeerAndQueuesOfConnections() throws Exception {
        source().dump(DumpRequest.of(Protocol.TCP, AddressFamily.IP, EnumSet.of(TcpState.LISTEN)), socket -> {
            assertEquals(0, socket.remotePort());
            assertEquals(0, socket.remoteAddressHigh() | socket.remoteAddressLow());
            assertTrue(socket.localPort() > 0);
            assertTrue(socket.owned());
            assertTrue(socket.number(SocketNumber.SENDQ) >= 0, "how many may wait");
            assertTrue(socket.number(SocketNumber.RECVQ) <= socket.number(SocketNumber.SENDQ) + 1, "how many do");
        });
    }

    @Test
    void numbersAreKnownWhereTheyMeanSomething() throws Exception {
        source().dump(all(Protocol.TCP), socket -> {
            assertEquals(Protocol.TCP, socket.protocol());
            assertTrue(socket.localPort() >= 0 && socket.localPort() <= PORT_MAX);
            assertTrue(socket.number(SocketNumber.RECVQ) >= 0);
            assertTrue(socket.number(SocketNumber.SENDQ) >= 0);
            assertEquals(socket.owned(), socket.number(SocketNumber.UID) != SocketView.UNKNOWN);
            assertEquals(socket.timer() != 0, socket.number(SocketNumber.TIMER_MS) != SocketView.UNKNOWN);
            if (socket.family() == AddressFamily.IPV4) {
                assertEquals(0, socket.localAddressHigh() | socket.remoteAddressHigh());
                assertEquals(0, socket.localAddressLow() >>> Integer.SIZE);
            }
        });
    }

    private DumpRequest all(Protocol protocol) throws Exception {
        return DumpRequest.of(protocol, AddressFamily.IP, listed(protocol));
    }

    private Set<TcpState> listed(Protocol protocol) throws Exception {
        return source().listedStates(protocol);
    }

    private List<TestSocket> dump(DumpRequest request) throws Exception {
        List<TestSocket> sockets = new ArrayList<>();
        source().dump(request, socket -> sockets.add(TestSocket.copyOf(socket)));
        sockets.sort(BY_TEXT);
        return sockets;
    }
}
