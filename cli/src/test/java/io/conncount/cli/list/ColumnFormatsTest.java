package io.conncount.cli.list;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.conncount.names.KnownNames;
import io.conncount.socket.SocketNumber;
import io.conncount.testing.Golden;
import io.conncount.view.TextBuffer;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Rows of chosen columns, in every format, and the first of them in some order. */
class ColumnFormatsTest {
    private static List<Column> columns(String... names) {
        return Stream.of(names)
                .map(name -> Columns.byName(Columns.byWord(name).orElseThrow()).orElseThrow())
                .toList();
    }

    private static String first(List<String> rows, String containing) {
        return rows.stream().filter(row -> row.contains(containing)).findFirst().orElse("none with " + containing);
    }

    @Test
    void columnsForAwkHaveAHyphenForWhatTheKernelDidNotSay() throws Exception {
        ColumnRows writer =
                new ColumnRows(columns("state", "remote-address", "remote_port", "rtt", "congestion"), KnownNames.NONE);
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
        CsvRows writer = new CsvRows(
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
        List<Column> columns = columns("state", "local_port", "rtt", "mark", "inode");
        List<String> rows = GoldenRows.of(GoldenRows.tcpInfo(), new JsonRows(columns, true, KnownNames.NONE));
        assertEquals("{\"state\":\"time_wait\",\"local_port\":24316,\"mark\":\"0x0\"}", first(rows, "time_wait"));
        assertEquals(
                "{\"state\":\"fin_wait1\",\"local_port\":65288,\"rtt_ms\":5.287,\"mark\":\"0x0\",\"inode\":69403522}",
                first(rows, "fin_wait1"));
    }

    @Test
    void optionsOfSsBecomeColumnsInMachineFormats() {
        SsOptions none = new SsOptions(false, true, true, false, false, false, false, false, false, false);
        List<String> plain = Columns.of(none, false).stream().map(Column::name).toList();
        assertEquals(11, plain.size());
        List<String> unix = Columns.of(none, true).stream().map(Column::name).toList();
        assertEquals(List.of("inode", "peer_inode"), unix.subList(11, unix.size()));
        List<String> all = Columns.of(GoldenRows.EVERYTHING, false).stream()
                .map(Column::name)
                .toList();
        for (SocketNumber number : SocketNumber.values()) {
            boolean ofIp = number != SocketNumber.PEER_INODE && number != SocketNumber.GROUPS;
            assertEquals(ofIp, all.contains(number.label()), number.label());
        }
        assertEquals(all.size(), all.stream().distinct().count(), all.toString());
        assertTrue(Columns.names().containsAll(all));
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
        Ranking ranking = new Ranking(columns("local_port").get(0), true);
        List<TopSink> sinks = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            sinks.add(new TopSink(ranking, new ColumnRows(columns("local_port"), KnownNames.NONE), 4));
            GoldenRows.show(GoldenRows.tcpInfo(), sinks.get(i));
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        TopSink.writeAll(sinks, 4, new BlockOutput(out, false));
        assertEquals(List.of("65288", "65288", "42370", "42370"), lines(out));
    }

    private static List<String> top(String column, boolean reverse, int rows) throws Exception {
        List<Column> columns = columns(column);
        Ranking ranking = new Ranking(columns.get(0), columns.get(0).largestFirst() != reverse);
        TopSink sink = new TopSink(ranking, new ColumnRows(columns, KnownNames.NONE), rows);
        GoldenRows.show(GoldenRows.tcpInfo(), sink);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        TopSink.writeAll(List.of(sink), rows, new BlockOutput(out, false));
        return lines(out);
    }

    private static List<String> lines(ByteArrayOutputStream out) {
        return out.toString(StandardCharsets.UTF_8).lines().map(String::strip).toList();
    }
}
