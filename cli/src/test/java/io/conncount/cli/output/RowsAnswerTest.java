package io.conncount.cli.output;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.conncount.cli.output.RowsAnswer.About;
import io.conncount.names.KnownNames;
import io.conncount.view.Column;
import io.conncount.view.Columns;
import io.conncount.view.TableFormat.Style;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

/** The answer of a view in every format. */
class RowsAnswerTest {
    private static final Style STYLE = new Style(80, false, false);

    private record Tank(String name, long use, long max) {}

    private static final List<Column<Tank>> COLUMNS = List.of(
            Columns.text("tank", "its name", Tank::name),
            Columns.count("use", "what is in it", Tank::use),
            Columns.bytes("size_bytes", "what goes into it", Tank::max),
            Columns.share("share", "how full it is", Tank::use, Tank::max));

    private static final RowsAnswer<Tank> ANSWER = new RowsAnswer<>(
            "tanks",
            new About(
                    Optional.of("web1"),
                    Instant.parse("2026-11-22T22:00:00.123Z"),
                    Optional.of("sport = :80"),
                    "counters",
                    Duration.ofMillis(12)),
            COLUMNS,
            COLUMNS,
            List.of(new Tank("a", 1_500, 2_048), new Tank("", 3, -1)),
            7,
            List.of(
                    new Fact("tcp_drops", 1_204, OptionalDouble.of(2.5)),
                    new Fact("memory_available_bytes", 3_145_728)),
            List.of("open the tap\u001b"),
            Optional.of("a pipe leaks"),
            List.of("it is dark"));

    private static String written(Format format, boolean watching, int times) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        AnswerWriter writer = format.writer(STYLE);
        for (int i = 0; i < times; i++) {
            writer.write(ANSWER.shown(watching, KnownNames.NONE), out);
        }
        return out.toString(StandardCharsets.UTF_8);
    }

    @Test
    void tableHasFactsNotesAndTrustBelow() throws IOException {
        assertEquals("""
                TANK    USE  SIZE_BYTES    SHARE
                a     1,500     2.0 KiB  73.24 %
                          3
                tcp drops 1,204, 2.5 a second; memory available 3.0 MiB
                open the tap\\x1b
                INCOMPLETE: a pipe leaks; 7 more; it is dark; 12.0 ms, counters
                """, written(Format.TABLE, false, 1));
    }

    @Test
    void columnsHaveAHeaderAndHyphens() throws IOException {
        assertEquals("""
                TANK          USE SIZE_BYTES
                a            1500       2048
                -               3          -

                """, written(Format.PLAIN, true, 1));
    }

    @Test
    void csvHasOneHeaderAndTimesWhenWatched() throws IOException {
        assertEquals("""
                tank,use,size_bytes
                a,1500,2048
                ,3,
                """, written(Format.CSV, false, 1));
        assertEquals("""
                time,tank,use,size_bytes
                2026-11-22T22:00:00.123Z,a,1500,2048
                2026-11-22T22:00:00.123Z,,3,
                2026-11-22T22:00:00.123Z,a,1500,2048
                2026-11-22T22:00:00.123Z,,3,
                """, written(Format.CSV, true, 2));
    }

    @Test
    void documentHasAllOfIt() throws IOException {
        String rest = "\"tcp_drops\":1204,\"tcp_drops_per_second\":2.500,\"memory_available_bytes\":3145728,"
                + "\"not_shown\":7,\"notes\":[\"open the tap\\u001b\"],\"complete\":false,\"caveats\":[\"it is dark\"],"
                + "\"source\":\"counters\",\"elapsed_ms\":12.0}\n";
        String head = "{\"schema\":\"conncount.tanks/1\",\"host\":\"web1\",\"time\":\"2026-11-22T22:00:00.123Z\","
                + "\"filter\":\"sport = :80\",";
        String rows = "{\"tank\":\"a\",\"use\":1500,\"size_bytes\":2048}";
        assertEquals(head + "\"tanks\":[" + rows + ",{\"use\":3}]," + rest, written(Format.JSON, false, 1));
        assertEquals(rows + "\n{\"use\":3}\n" + head + rest, written(Format.NDJSON, false, 1));
    }

    @Test
    void rowsBeyondTheFirstAreCounted() {
        assertEquals(8, ANSWER.first(1).leftOut());
        assertEquals(1, ANSWER.first(1).rows().size());
        assertEquals(ANSWER, ANSWER.first(2));
    }
}
