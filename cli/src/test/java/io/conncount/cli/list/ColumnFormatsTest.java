package io.conncount.cli.list;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.conncount.cli.list.ListOptions.SocketOrder;
import io.conncount.names.KnownNames;
import io.conncount.socket.SocketNumber;
import io.conncount.socket.SocketView;
import io.conncount.testing.Golden;
import io.conncount.view.CsvFormat;
import io.conncount.view.JsonFormat;
import io.conncount.view.PlainFormat;
import io.conncount.view.SocketColumn;
import io.conncount.view.SocketColumns;
import io.conncount.view.TextBuffer;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Rows of chosen columns, in every format, and the first of them in some order. */
class ColumnFormatsTest {
    private static List<SocketColumn> columns(String... names) {
        return Stream.of(names)
                .map(name -> SocketColumns.byWord(name).orElseThrow())
                .toList();
    }

    private static String first(List<String> rows, String containing) {
        return rows.stream().filter(row -> row.contains(containing)).findFirst().orElse("none with " + containing);
    }

    @Test
    void columnsForAwkHaveAHyphenForWhatTheKernelDidNotSay() throws Exception {
        PlainFormat<SocketView> writer = new PlainFormat<SocketView>(
                columns("state", "remote-address", "remote_port", "rtt", "congestion"), KnownNames.NONE);
        TextBuffer header = new TextBuffer(16);
        writer.header(header);
        assertEquals("STATE    REMOTE_ADDRESS       REMOTE_PORT   RTT_MS CONGESTION\n", header.toString());
        List<String> rows = GoldenRows.of(GoldenRows.tcpInfo(), writer);
        assertEquals("LISTEN   0.0.0.0                        0        - bbr", first(rows, "LISTEN"));
        assertEquals("TIME-WAIT 127.0.2.1                   8000        - -", first(rows, "TIME-WAIT"));
        assertTrue(rows.stream().allMatch(row -> row.split(" +").length == 5), rows.toString());
    }

    @Test
    void csvLeavesUnknownFieldsEmptyAndNamesStatesForMachines() throws Exception {
        CsvFormat<SocketView> writer = new CsvFormat<SocketView>(
                columns("netid", "state", "local_address", "rtt_ms", "cookie", "interface"), KnownNames.NONE);
        TextBuffer header = new TextBuffer(16);
        writer.header(header);
        assertEquals("netid,state,local_address,rtt_ms,cookie,interface\n", header.toString());
        List<String> rows = GoldenRows.of(GoldenRows.tcpInfo(), writer);
        assertEquals("tcp,time_wait,127.66.0.1,,0x1d9410c,", first(rows, "time_wait"));
        assertEquals("tcp,fin_wait1,127.69.0.1,5.287,0x1d94111,", first(rows, "fin_wait1"));
    }

    @Test
    void jsonLeavesUnknownMembersOutAndWritesNumbersAsNumbers() throws Exception {
        List<SocketColumn> columns = columns("state", "local_port", "rtt", "mark", "inode");
        List<String> rows = GoldenRows.of(GoldenRows.tcpInfo(), JsonFormat.lines(columns, KnownNames.NONE));
        assertEquals("{\"state\":\"time_wait\",\"local_port\":24316,\"mark\":\"0x0\"}", first(rows, "time_wait"));
        assertEquals(
                "{\"state\":\"fin_wait1\",\"local_port\":65288,\"rtt_ms\":5.287,\"mark\":\"0x0\",\"inode\":69403522}",
                first(rows, "fin_wait1"));
    }

    @Test
    void optionsOfSsBecomeColumnsInMachineFormats() {
        SsOptions none = SsOptions.of(SsPart.STATE, SsPart.QUEUES);
        List<String> plain =
                none.columns(false).stream().map(SocketColumn::name).toList();
        assertEquals(11, plain.size());
        List<String> unix = none.columns(true).stream().map(SocketColumn::name).toList();
        assertEquals(List.of("inode", "peer_inode"), unix.subList(11, unix.size()));
        Set<SsPart> parts = EnumSet.of(SsPart.SOCKET_OPTIONS);
        parts.addAll(GoldenRows.EVERYTHING.parts());
        List<String> all = new SsOptions(parts)
                .columns(false).stream().map(SocketColumn::name).toList();
        for (SocketNumber number : SocketNumber.values()) {
            boolean ofIpOnLinux = !EnumSet.of(
                            SocketNumber.INCQLEN,
                            SocketNumber.PCB,
                            SocketNumber.PEER_INODE,
                            SocketNumber.VFS_INODE,
                            SocketNumber.VFS_DEVICE,
                            SocketNumber.GROUPS,
                            SocketNumber.NETNS_INODE)
                    .contains(number);
            assertEquals(ofIpOnLinux, all.contains(number.label()), number.label());
        }
        assertEquals(all.size(), all.stream().distinct().count(), all.toString());
        assertTrue(SocketColumns.names().containsAll(all));
    }

    @Test
    void largestNumbersComeFirstAndUnknownOnesLast() throws Exception {
        assertEquals(List.of("5000", "1152", "1"), top("recvq", false, 3));
        assertEquals(List.of("0.006", "0.006", "0.006"), top("min_rtt", true, 3));
        int sockets = Golden.ss(Golden.TCP_INFO).size();
        List<String> all = top("rtt", false, 1000);
        assertEquals(sockets, all.size());
        assertEquals("5.287", all.get(0));
        assertEquals("-", all.get(sockets - 1));
        assertEquals("-", top("rtt", true, 1000).get(sockets - 1));
    }

    @Test
    void addressesAndStatesAreSortedFromTheSmallest() throws Exception {
        assertEquals(List.of("::1"), top("local_address", false, 1));
        assertEquals(List.of("127.69.0.1"), top("local_address", true, 1));
        assertEquals(List.of("ESTAB"), top("state", false, 1));
        assertEquals(List.of("reno", "reno"), top("congestion", true, 2));
    }

    @Test
    void rowsOfSeveralPartsAreSortedAsOne() throws Exception {
        List<TopSink<TextBuffer>> sinks = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            sinks.add(sink(columns("local_port"), true, 4));
            GoldenRows.show(GoldenRows.tcpInfo(), sinks.get(i));
        }
        assertEquals(List.of("65288", "65288", "42370", "42370"), rows(sinks, 4));
    }

    private static List<String> top(String column, boolean reverse, int rows) throws Exception {
        TopSink<TextBuffer> sink = sink(columns(column), reverse, rows);
        GoldenRows.show(GoldenRows.tcpInfo(), sink);
        return rows(List.of(sink), rows);
    }

    private static TopSink<TextBuffer> sink(List<SocketColumn> columns, boolean reverse, int rows) {
        return new TopSink<>(
                SocketOrder.by(columns.get(0), reverse),
                TopSink.texts(new PlainFormat<>(columns, KnownNames.NONE)),
                rows);
    }

    private static List<String> rows(List<TopSink<TextBuffer>> sinks, int rowsMax) {
        return TopSink.first(sinks, rowsMax).stream()
                .map(row -> row.toString().strip())
                .toList();
    }
}
