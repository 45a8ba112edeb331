package io.conncount.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.conncount.socket.IpFamily;
import io.conncount.socket.Protocol;
import io.conncount.socket.TcpState;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class QueryTest {
    private static final Set<IpFamily> BOTH = EnumSet.allOf(IpFamily.class);

    @Test
    void filterIsWhatWouldBeTypedToAskTheSame() {
        assertEquals(Optional.empty(), Queries.by("state").filter());
        assertEquals(
                Optional.of("-u -4"),
                Queries.of(Protocol.UDP, EnumSet.of(IpFamily.IPV4), TcpState.ALL, "state")
                        .filter());
        assertEquals(
                Optional.of("-6 state time_wait state listen"),
                Queries.of(
                                Protocol.TCP,
                                EnumSet.of(IpFamily.IPV6),
                                EnumSet.of(TcpState.LISTEN, TcpState.TIME_WAIT),
                                "state")
                        .filter());
    }

    @Test
    void questionsAboutStateAndFamilyAloneAreToldFromOthers() {
        assertTrue(Queries.by("state").stateFamilyOnly());
        assertTrue(Queries.by("family", "state").stateFamilyOnly());
        assertFalse(Queries.by("state", "local-port").stateFamilyOnly());
        assertFalse(Queries.by("timer").stateFamilyOnly());
    }

    @Test
    void queryDoesNotChangeWithTheSetsItWasMadeOf() {
        Set<TcpState> states = EnumSet.of(TcpState.LISTEN);
        Query query = Queries.of(Protocol.TCP, BOTH, states, "state");
        states.add(TcpState.CLOSING);
        assertEquals(Set.of(TcpState.LISTEN), query.states());
    }
}
