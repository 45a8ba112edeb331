package io.conncount.collect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.conncount.counters.LocalPorts;
import io.conncount.counters.Measures;
import io.conncount.socket.AddressFamily;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What helps where ports run out: nothing is said that would not. */
class PortAdviceTest {
    private static final long TEN_1 = 0x0a00_0001L;
    private static final long LOOPBACK = 0x7f00_0001L;

    private static PortUse use(long source, long used, long timeWait, long ofSource) {
        return new PortUse(AddressFamily.IPV4, 0, source, 0, source + 1, 443, used, timeWait, ofSource);
    }

    private static PortView view(int min, int max, long reuse, int bound, PortUse... uses) {
        LocalPorts ports = new LocalPorts(min, max, new BitSet(), reuse);
        return new PortView(
                List.of(uses), 0, Optional.of(ports), bound, Measures.NONE, Optional.empty(), List.of(), "sock_diag");
    }

    private static void assertAdvice(PortView view, String... parts) {
        List<String> advice = PortAdvice.of(view);
        assertEquals(parts.length, advice.size(), advice::toString);
        for (int i = 0; i < parts.length; i++) {
            String part = parts[i];
            assertTrue(advice.get(i).contains(part), () -> part + " in " + advice);
        }
    }

    @Test
    void nothingIsSaidWhileThereIsRoom() {
        assertAdvice(view(1024, 65_535, 0, 0));
        assertAdvice(view(30_001, 31_000, 0, 0, use(TEN_1, 799, 700, 799)));
    }

    @Test
    void portsInTimeWaitAndARangeThatIsNarrowAreNamed() {
        assertAdvice(
                view(30_001, 31_000, 2, 3, use(TEN_1, 900, 300, 900)),
                "300 of them are in TIME_WAIT: with net.ipv4.tcp_tw_reuse = 1",
                "net.ipv4.ip_local_port_range = 1024 65535 would give 63,512 more",
                "3 ports of the range are bound",
                "each further source address, destination address or destination port has 997 ports");
    }

    @Test
    void reuseIsNotAdvisedWhereItIsOnOrWouldNotHelp() {
        assertAdvice(view(1024, 65_535, 1, 0, use(TEN_1, 64_000, 60_000, 64_000)), "each further source address");
        assertAdvice(view(1024, 65_535, 2, 0, use(LOOPBACK, 64_000, 60_000, 64_000)), "each further source address");
        assertAdvice(view(1024, 65_535, 0, 0, use(TEN_1, 64_000, 100, 64_000)), "each further source address");
    }

    @Test
    void manyDestinationsOfOneAddressMeanThatBindRunsOut() {
        assertAdvice(
                view(30_001, 31_000, 0, 0, use(TEN_1, 300, 0, 900), use(TEN_1, 299, 0, 900)),
                "the connections from 10.0.0.1 to all destinations are nearly as many as there are ports (900 of 1,000)");
        // More connections than ports: they share them already.
        assertAdvice(view(30_001, 31_000, 0, 0, use(TEN_1, 300, 0, 1_200)));
    }

    @Test
    void systemWithoutTheseSettingsIsNotToldOfThem() {
        assertAdvice(
                view(30_001, 31_000, Measures.MISSING, 3, use(TEN_1, 900, 300, 900)), "each further source address");
    }

    @Test
    void leftIsNeverBelowNone() {
        PortView view = view(30_001, 31_000, 2, 999, use(TEN_1, 5, 5, 5), use(LOOPBACK, 1, 1, 1));
        assertEquals(0, view.left(view.uses().get(0)));
        assertEquals(0, view.reusable(view.uses().get(0)));
        assertEquals(1, view.reusable(view.uses().get(1)));
    }
}
