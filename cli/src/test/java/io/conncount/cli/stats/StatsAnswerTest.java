package io.conncount.cli.stats;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.conncount.cli.output.Format;
import io.conncount.distribution.Distributions;
import io.conncount.distribution.NumberKey;
import io.conncount.group.GroupKey;
import io.conncount.group.GroupKeys;
import io.conncount.group.GroupTable;
import io.conncount.snapshot.Ranking;
import io.conncount.snapshot.Ranking.Order;
import io.conncount.snapshot.Snapshot;
import io.conncount.socket.SocketNumber;
import io.conncount.socket.SocketView;
import io.conncount.view.TableFormat.Style;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class StatsAnswerTest {
    private static GroupTable table(SocketNumber number, String... keys) {
        List<GroupKey> all = new ArrayList<>(GroupKeys.of(List.of(keys)));
        all.add(new NumberKey(number));
        return new GroupTable(all, 1000);
    }

    /** Two ports: one with round trips of 16 to 100 µs, one with few slow ones and others that are not known. */
    private static GroupTable roundTrips() {
        GroupTable table = table(SocketNumber.RTT, "local-port");
        for (long micros = 16; micros <= 100; micros++) {
            table.add(new long[] {443, micros}, 0, 10);
        }
        table.add(new long[] {80, 50}, 0, 3);
        table.add(new long[] {80, 102_400}, 0, 1);
        table.add(new long[] {80, SocketView.UNKNOWN}, 0, 2);
        return table;
    }

    private static String text(Format format, SocketNumber number, GroupTable table, int rowsMax, boolean unicode)
            throws IOException {
        Distributions distributions = new Distributions(new Snapshot(
                "web1",
                Instant.parse("2026-11-22T22:00:00.123Z"),
                table,
                Optional.of("exclude listen"),
                Optional.empty(),
                0,
                "bpf",
                Duration.ofMillis(120),
                List.of()));
        Ranking ranking = new Ranking(distributions.groups(), Order.LARGEST_FIRST, rowsMax);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        format.writer(new Style(100, false, unicode))
                .write(new StatsAnswer(number, distributions, ranking, false, unicode), out);
        return out.toString(StandardCharsets.UTF_8);
    }

    @Test
    void tableHasPercentilesAndAShape() throws IOException {
        assertEquals("""
                LOCAL-PORT  SOCKETS  KNOWN  MIN MS  P50 MS   P90 MS   P99 MS   MAX MS  0.016 TO 131
                443             850    850   0.016   0.058    0.092    0.100    0.100  ▄▇█
                80                6      4   0.050   0.050  102.912  102.912  102.912   █          ▃
                total           856    854   0.016   0.058    0.092    0.100  102.912  ▄▇█         ▁
                nothing changed during the read; 120.0 ms, bpf
                """, text(Format.TABLE, SocketNumber.RTT, roundTrips(), 10, true));
    }

    @Test
    void groupsThatAreNotShownAreOneRow() throws IOException {
        assertEquals("""
                LOCAL-PORT        SOCKETS  KNOWN  MIN MS  P50 MS   P90 MS   P99 MS   MAX MS  0.016 TO 131
                443                   850    850   0.016   0.058    0.092    0.100    0.100  =#@
                other (1 groups)        6      4   0.050   0.050  102.912  102.912  102.912   @          -
                total                 856    854   0.016   0.058    0.092    0.100  102.912  =#@         .
                nothing changed during the read; 120.0 ms, bpf
                """, text(Format.TABLE, SocketNumber.RTT, roundTrips(), 1, false));
    }

    @Test
    void withoutKeysThereIsOneRowAndNoTotal() throws IOException {
        GroupTable table = table(SocketNumber.SENDQ);
        table.add(new long[] {0}, 0, 90);
        table.add(new long[] {4_194_304}, 0, 10);
        assertEquals("""
                SOCKETS  KNOWN  MIN  P50  P90        P99        MAX  0 TO 8.4M
                    100    100    0    0    0  4,227,072  4,227,072  █          ▁
                nothing changed during the read; 120.0 ms, bpf
                """, text(Format.TABLE, SocketNumber.SENDQ, table, 10, true));
    }

    @Test
    void jsonIsTheDocumentedDocument() throws IOException {
        assertEquals("""
                {"schema":"conncount.stats/1","host":"web1","time":"2026-11-22T22:00:00.123Z","by":["local_port"],\
                "filter":"exclude listen","total":856,"number":"rtt_ms","known":854,"groups":[\
                {"local_port":443,"count":850,"known":850,"min_ms":0.016,"p50_ms":0.058,"p90_ms":0.092,\
                "p99_ms":0.100,"max_ms":0.100}],"other":{"groups":1,"count":6},"complete":true,"error_bar":0,\
                "source":"bpf","elapsed_ms":120.0}
                """, text(Format.JSON, SocketNumber.RTT, roundTrips(), 1, false));
    }

    @Test
    void whatIsNotKnownIsAHyphenForAwk() throws IOException {
        GroupTable table = table(SocketNumber.RTT, "local-port");
        table.add(new long[] {80, SocketView.UNKNOWN}, 0, 2);
        assertEquals(
                "80        2        0        -        -        -        -        -\n",
                text(Format.PLAIN, SocketNumber.RTT, table, 10, false));
    }
}
