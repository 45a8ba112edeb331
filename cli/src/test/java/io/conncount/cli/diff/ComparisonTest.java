package io.conncount.cli.diff;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.conncount.cli.output.Format;
import io.conncount.group.GroupKeys;
import io.conncount.snapshot.Snapshot;
import io.conncount.view.TableFormat.Style;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ComparisonTest {
    private static final Instant TIME = Instant.parse("2026-11-22T22:00:00.123Z");

    private static final Side BEFORE =
            side("a.json", TIME, Map.of("listen", 5L, "time_wait", 10L, "established", 1000L, "syn_sent", 7L), 3);
    private static final Side AFTER = side(
            "b.rec",
            TIME.plusSeconds(60),
            Map.of("listen", 5L, "time_wait", 3L, "established", 3000L, "close_wait", 40L),
            0);

    private static Side side(String file, Instant time, Map<String, Long> states, long errorBar) {
        Map<List<String>, Long> groups = new HashMap<>();
        states.forEach((state, count) -> groups.put(List.of(state), count));
        long total = states.values().stream().mapToLong(Long::longValue).sum();
        return new Side(file, "web1", time, Optional.empty(), groups, total, Optional.empty(), errorBar);
    }

    private static String text(Format format, Side before, Side after, int rowsMax) throws IOException {
        Comparison comparison = new Comparison(GroupKeys.of(List.of("state")), before, after, rowsMax);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        format.writer(new Style(100, false, false)).write(comparison, out);
        return out.toString(StandardCharsets.UTF_8);
    }

    @Test
    void tableHasTheLargestChangesFirst() throws IOException {
        assertEquals("""
                STATE       BEFORE  AFTER  CHANGE
                ESTAB        1,000  3,000  +2,000  grew
                CLOSE-WAIT       0     40     +40  came
                SYN-SENT         7      0      -7  went
                TIME-WAIT       10      3      -7  shrank
                total        1,022  3,048  +2,026
                1 groups with 5 sockets did not change; changes are off by at most 3; \
                2026-11-22T22:00:00.123Z to 2026-11-22T22:01:00.123Z
                """, text(Format.TABLE, BEFORE, AFTER, 100));
    }

    @Test
    void columnsForAwkHaveAnOtherRow() throws IOException {
        assertEquals("""
                ESTAB     1000     3000    +2000 grew
                CLOSE-WAIT        0       40      +40 came
                (other)       17        3      -14 -
                """, text(Format.PLAIN, BEFORE, AFTER, 2));
    }

    @Test
    void csvHasTheNamesOfMachineFormats() throws IOException {
        assertEquals("""
                state,before,after,delta,change
                established,1000,3000,2000,grew
                close_wait,0,40,40,came
                syn_sent,7,0,-7,went
                time_wait,10,3,-7,shrank
                """, text(Format.CSV, BEFORE, AFTER, 100));
    }

    @Test
    void jsonIsTheDocumentedDocument() throws IOException {
        assertEquals("""
                {"schema":"conncount.diff/1","before":{"file":"a.json","host":"web1","time":"2026-11-22T22:00:00.123Z",\
                "filter":null,"total":1022,"complete":true,"error_bar":3},\
                "after":{"file":"b.rec","host":"web1","time":"2026-11-22T22:01:00.123Z",\
                "filter":null,"total":3048,"complete":true,"error_bar":0},"by":["state"],\
                "groups":[{"state":"established","before":1000,"after":3000,"delta":2000,"change":"grew"}],\
                "other":{"groups":3,"before":17,"after":43,"delta":26},"unchanged":{"groups":1,"count":5},\
                "complete":true}
                """, text(Format.JSON, BEFORE, AFTER, 1));
    }

    @Test
    void differentHostsAndSelectionsAreRemarked() {
        Side elsewhere = new Side("c", "web2", TIME, Optional.empty(), Map.of(), 0, Optional.empty(), 0);
        Side filtered = new Side(
                "d", "web1", TIME, Optional.of("-u"), Map.of(), 0, Optional.of("cut off"), Snapshot.ERROR_BAR_UNKNOWN);
        assertEquals(
                Optional.of("the answers are from different hosts: web1 and web2"),
                new Comparison(List.of(), BEFORE, elsewhere, 1).remark());
        Comparison comparison = new Comparison(List.of(), BEFORE, filtered, 1);
        assertEquals(Optional.of("the answers are about different sockets: all of TCP and '-u'"), comparison.remark());
        assertEquals(List.of("d: cut off"), comparison.faults());
        assertEquals(Optional.empty(), new Comparison(List.of(), BEFORE, AFTER, 1).remark());
    }
}
