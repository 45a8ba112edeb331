package io.conncount.cli.list;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.conncount.names.KnownNames;
import io.conncount.testing.Golden;
import io.conncount.view.TextBuffer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Rows of recorded sockets against what ss made of them at the same moment. */
class SsLayoutTest {
    private static final SsOptions PLAIN = SsOptions.of(SsPart.STATE, SsPart.QUEUES);
    private static final SsOptions DETAILS = SsOptions.of(SsPart.STATE, SsPart.QUEUES, SsPart.TIMERS, SsPart.DETAILS);

    /** Those of the host that was recorded: what the one that tests calls by the same numbers is something else. */
    private static final KnownNames NAMES = new KnownNames(Map.of(), Map.of(1L, "lo"), Golden.cgroups());

    @Test
    void tcpRowsAreThoseOfSs() throws Exception {
        assertEquals(
                comparable(Golden.ss("tcp")),
                comparable(GoldenRows.of(GoldenRows.tcp(), new SsLayout(DETAILS, Optional.empty(), NAMES))));
    }

    @Test
    void udpRowsAreThoseOfSs() throws Exception {
        assertEquals(
                comparable(Golden.ss("udp")),
                comparable(GoldenRows.of(GoldenRows.udp(), new SsLayout(DETAILS, Optional.empty(), NAMES))));
    }

    @Test
    void memoryCongestionAndTcpInfoAreThoseOfSs() throws Exception {
        List<String> rows =
                GoldenRows.of(GoldenRows.tcpInfo(), new SsLayout(GoldenRows.EVERYTHING, Optional.empty(), NAMES));
        assertEquals(comparable(Golden.ss(Golden.TCP_INFO)), comparable(rows));
        assertTrue(rows.stream().anyMatch(row -> row.contains(" rcv_wnd:")), "what is newer than ss stands behind");
    }

    @Test
    void addressesAreAlignedToTheRightAndPortsToTheLeft() throws Exception {
        List<String> rows = GoldenRows.of(GoldenRows.tcp(), new SsLayout(PLAIN, Optional.empty(), NAMES));
        assertEquals("LISTEN     0      65535            127.0.10.1:8000               0.0.0.0:*    ", rows.get(0));
        TextBuffer header = new TextBuffer(16);
        new SsLayout(PLAIN, Optional.empty(), NAMES).header(header);
        assertEquals(
                "State      Recv-Q Send-Q        Local Address:Port          Peer Address:Port Process\n",
                header.toString());
    }

    @Test
    void stateQueuesAndTableCanBeLeftOut() throws Exception {
        SsOptions few = SsOptions.of(SsPart.NETID);
        List<String> rows = GoldenRows.of(GoldenRows.tcp(), new SsLayout(few, Optional.empty(), NAMES));
        assertEquals("tcp             127.0.10.1:8000               0.0.0.0:*    ", rows.get(0));
        TextBuffer header = new TextBuffer(16);
        new SsLayout(few, Optional.empty(), NAMES).header(header);
        assertEquals("Netid        Local Address:Port          Peer Address:Port Process\n", header.toString());
    }

    @Test
    void secondLineIsIndentedUnlessOneLineIsWanted() throws Exception {
        SsOptions info = SsOptions.of(SsPart.STATE, SsPart.QUEUES, SsPart.INFO);
        List<String> rows = GoldenRows.of(GoldenRows.tcpInfo(), new SsLayout(info, Optional.empty(), NAMES));
        assertEquals(2 * Golden.ss(Golden.TCP_INFO).size(), rows.size());
        assertEquals("\t bbr cwnd:10", rows.get(1));
    }

    /** Sorted, blanks folded, without times that move on and what only we show. */
    private static List<String> comparable(List<String> lines) {
        return lines.stream().map(SsLayoutTest::comparable).sorted().toList();
    }

    private static String comparable(String line) {
        return line.strip()
                .replaceAll("\\s+", " ")
                .replaceAll(" (lastsnd|lastrcv|lastack):\\d+", "")
                .replaceAll(" (busy|rwnd_limited):\\d+ms(\\([\\d.]+%\\))?", " $1")
                .replaceAll("timer:\\((\\w+),[^)]*\\)", "timer:($1)")
                .replaceAll(" (rcv_wnd|rehash|total_rto\\w*):\\w+", "");
    }
}
