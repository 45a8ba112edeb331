package io.conncount.query;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.conncount.collect.Queries;
import io.conncount.socket.AddressFamily;
import io.conncount.socket.Protocol;
import io.conncount.socket.SocketType;
import io.conncount.socket.TcpState;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class QueryTest {
    private static final Set<AddressFamily> BOTH = AddressFamily.IP;

    @Test
    void filterIsWhatWouldBeTypedToAskTheSame() {
        assertEquals(Optional.empty(), Queries.by("state").selection().words());
        assertEquals(
                Optional.of("-u -4"),
                Queries.of(Protocol.UDP, EnumSet.of(AddressFamily.IPV4), TcpState.ALL, "state")
                        .selection()
                        .words());
        assertEquals(
                Optional.of("-6 state time_wait state listen"),
                Queries.of(
                                Protocol.TCP,
                                EnumSet.of(AddressFamily.IPV6),
                                EnumSet.of(TcpState.LISTEN, TcpState.TIME_WAIT),
                                "state")
                        .selection()
                        .words());
    }

    @Test
    void statesThatAreLeftOutAreNamedIfTheyAreFewer() {
        Set<TcpState> states = EnumSet.complementOf(EnumSet.of(TcpState.LISTEN, TcpState.CLOSE));
        assertEquals(
                Optional.of("exclude close exclude listen"),
                Queries.of(Protocol.TCP, BOTH, states, "state").selection().words());
    }

    @Test
    void tablesAreNamedInOneList() {
        Selection selection = new Selection(
                EnumSet.allOf(Protocol.class),
                BOTH,
                TcpState.ALL,
                Optional.empty(),
                Map.of(
                        Protocol.UNIX, Set.of(SocketType.STREAM, SocketType.SEQPACKET),
                        Protocol.PACKET, Set.of(SocketType.RAW)));
        assertEquals(
                Optional.of("-t -u -A mptcp,udplite,raw,ping,sctp,unix_stream,unix_seqpacket,packet_raw,netlink,vsock"),
                selection.words());
    }

    @Test
    void questionsAboutStateAndFamilyAloneAreToldFromOthers() {
        assertTrue(Queries.by("state").stateFamilyOnly());
        assertTrue(Queries.by("family", "state").stateFamilyOnly());
        assertTrue(Queries.by("proto", "state").stateFamilyOnly());
        assertFalse(Queries.by("type", "state").stateFamilyOnly());
        assertFalse(Queries.by("state", "local-port").stateFamilyOnly());
        assertFalse(Queries.by("timer").stateFamilyOnly());
    }

    @Test
    void queryDoesNotChangeWithTheSetsItWasMadeOf() {
        Set<TcpState> states = EnumSet.of(TcpState.LISTEN);
        Query query = Queries.of(Protocol.TCP, BOTH, states, "state");
        states.add(TcpState.CLOSING);
        assertEquals(Set.of(TcpState.LISTEN), query.selection().states());
    }
}
