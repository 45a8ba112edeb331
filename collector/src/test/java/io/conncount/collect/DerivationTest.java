package io.conncount.collect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.conncount.counters.Measures;
import io.conncount.group.GroupTable;
import io.conncount.query.Query;
import io.conncount.socket.AddressFamily;
import io.conncount.socket.Protocol;
import io.conncount.socket.TcpState;
import io.conncount.source.DumpRequest;
import io.conncount.testing.Counts;
import io.conncount.testing.TestSocket;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What follows from a walk and the counters, and when the counters cannot be right. */
class DerivationTest {
    private static final Set<AddressFamily> BOTH = AddressFamily.IP;

    private final StateMatrix walked = new StateMatrix();

    /** Of IPv4 2 listeners and 3 in CLOSE_WAIT, of IPv6 1 listener; 4 mini-sockets in FIN_WAIT2, 5 in SYN_RECV. */
    @BeforeEach
    void walk() {
        show(2, TestSocket.ipv4(TcpState.LISTEN, 80, 0));
        show(3, TestSocket.ipv4(TcpState.CLOSE_WAIT, 80, 9));
        show(1, TestSocket.ipv6(TcpState.LISTEN, 80, 0));
        show(4, TestSocket.ipv4(TcpState.FIN_WAIT2, 80, 9).mini());
        show(5, TestSocket.ipv6(TcpState.SYN_RECV, 80, 9).mini());
    }

    @Test
    void establishedIsWhatIsInUseLessTheFullSocketsWalked() {
        assertEquals(Optional.empty(), derive(BOTH, counters(105, 11, 50, 110), 0, TcpState.ESTABLISHED));
        assertEquals(100, count("ipv4", TcpState.ESTABLISHED));
        assertEquals(10, count("ipv6", TcpState.ESTABLISHED));
        assertEquals(4, count("ipv4", TcpState.FIN_WAIT2));
    }

    @Test
    void timeWaitIsTheCounterLessTheMiniSocketsInFinWait2() {
        assertEquals(
                Optional.empty(),
                derive(BOTH, counters(105, 11, 50, 110), 0, TcpState.ESTABLISHED, TcpState.TIME_WAIT));
        assertEquals(46, count("ipv4", TcpState.TIME_WAIT));
        assertEquals(0, count("ipv6", TcpState.TIME_WAIT));
    }

    @Test
    void currEstabMayCountCloseWaitOrNot() {
        for (long currEstab = 110; currEstab <= 113; currEstab++) {
            assertEquals(Optional.empty(), derive(BOTH, counters(105, 11, 50, currEstab), 0, TcpState.ESTABLISHED));
            walked.add(AddressFamily.IPV4, TcpState.ESTABLISHED, -100);
            walked.add(AddressFamily.IPV6, TcpState.ESTABLISHED, -10);
        }
    }

    @Test
    void currEstabOutsideContradicts() {
        assertEquals(
                Optional.of(
                        "tcpCurrEstab 109 is not from 110 to 113, the range that follows from ESTABLISHED 110 in inuse"),
                derive(BOTH, counters(105, 11, 50, 109), 0, TcpState.ESTABLISHED));
    }

    @Test
    void currEstabAboveContradicts() {
        assertTrue(derive(BOTH, counters(105, 11, 50, 114), 0, TcpState.ESTABLISHED)
                .isPresent());
    }

    @Test
    void changesWidenWhatAgrees() {
        assertEquals(Optional.empty(), derive(BOTH, counters(105, 11, 50, 115), 2, TcpState.ESTABLISHED));
    }

    @Test
    void oneFamilyIsNotCheckedAgainstCurrEstabOfBoth() {
        Set<AddressFamily> ipv4 = EnumSet.of(AddressFamily.IPV4);
        assertEquals(Optional.empty(), derive(ipv4, counters(105, 11, 50, 9999), 0, TcpState.ESTABLISHED));
        assertEquals(100, count("ipv4", TcpState.ESTABLISHED));
    }

    @Test
    void negativeNumberContradictsUnlessChangesExplainIt() {
        assertEquals(
                Optional.of("counter inuse 4 is too small: it gives ESTABLISHED -1"),
                derive(BOTH, counters(4, 1, 50, 0), 0, TcpState.ESTABLISHED));
    }

    @Test
    void negativeNumberThatChangesExplainIsNone() {
        assertEquals(Optional.empty(), derive(BOTH, counters(4, 1, 50, 0), 1, TcpState.ESTABLISHED));
        assertEquals(0, count("ipv4", TcpState.ESTABLISHED));
    }

    @Test
    void moreMiniSocketsInFinWait2ThanTimeWaitsContradict() {
        assertEquals(
                Optional.of("counter tw 3 is too small: it gives TIME_WAIT -1"),
                derive(BOTH, counters(105, 11, 3, 110), 0, TcpState.TIME_WAIT));
    }

    private Optional<String> derive(Set<AddressFamily> families, Measures counters, long changes, TcpState... states) {
        Set<TcpState> derived = Set.of(states);
        DumpRequest request = DumpRequest.of(Protocol.TCP, families, EnumSet.of(TcpState.LISTEN));
        return new Derivation(walked, counters, changes).complete(new Step.MaskedWalk(request, derived, "asked for"));
    }

    private static Measures counters(long inUse, long inUse6, long timeWait, long currEstab) {
        return Counts.of(inUse, inUse6, timeWait, currEstab, 1000, 0);
    }

    private void show(int times, TestSocket socket) {
        for (int i = 0; i < times; i++) {
            walked.accept(socket);
        }
    }

    private long count(String family, TcpState state) {
        Query query = Queries.by("family", "state");
        GroupTable table = new GroupTable(query.keys(), Queries.GROUPS_MAX);
        walked.addTo(table, Protocol.TCP, query.selection());
        for (int group = 0; group < table.size(); group++) {
            if (table.value(group, 0).equals(family) && table.value(group, 1).equals(state.label())) {
                return table.count(group);
            }
        }
        throw new AssertionError("no cell " + family + " " + state);
    }
}
