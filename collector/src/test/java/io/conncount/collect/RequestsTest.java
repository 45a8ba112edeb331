package io.conncount.collect;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.conncount.query.Selection;
import io.conncount.socket.AddressFamily;
import io.conncount.socket.Protocol;
import io.conncount.socket.TcpState;
import io.conncount.source.DumpRequest;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RequestsTest {
    @Test
    void requestAsksForWhatSocketsOfTheProtocolCanBe() {
        Selection selection = new Selection(
                EnumSet.allOf(Protocol.class), EnumSet.of(AddressFamily.IPV6), TcpState.ALL, Optional.empty());
        assertEquals(Set.of(AddressFamily.UNIX), of(selection, Protocol.UNIX).families());
        assertEquals(
                Set.of(TcpState.ESTABLISHED, TcpState.LISTEN, TcpState.CLOSE),
                of(selection, Protocol.UNIX).states());
        assertEquals(Set.of(AddressFamily.IPV6), of(selection, Protocol.MPTCP).families());
        assertEquals(Set.of(TcpState.CLOSE), of(selection, Protocol.NETLINK).states());
    }

    private static DumpRequest of(Selection selection, Protocol protocol) {
        return Requests.of(selection, protocol, protocol.listedStates(), Set.of());
    }
}
