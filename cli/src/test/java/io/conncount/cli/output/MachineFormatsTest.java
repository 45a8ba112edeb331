package io.conncount.cli.output;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.conncount.group.GroupTable;
import io.conncount.snapshot.Snapshot;
import io.conncount.view.TableFormat.Style;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class MachineFormatsTest {
    private static final Snapshot STATES = Answers.snapshot(Answers.states(990_000, 0, 401));
    private static final Snapshot LATER =
            Answers.snapshot(Answers.states(990_010, 5, 401), Answers.TIME.plusSeconds(2), Optional.empty(), 7);

    private static AnswerWriter writer(Format format) {
        return format.writer(new Style(80, false, false));
    }

    private static Snapshot ports() {
        GroupTable table = Answers.table("local-port,state");
        table.add(new long[] {443, Answers.ESTABLISHED}, 0, 30);
        table.add(new long[] {80, Answers.ESTABLISHED}, 0, 20);
        table.add(new long[] {80, Answers.TIME_WAIT}, 0, 10);
        return Answers.snapshot(table);
    }

    @Test
    void jsonIsTheDocumentedDocumentOnOneLine() throws IOException {
        assertEquals("""
                {"schema":"conncount.count/2","host":"web1","time":"2026-11-22T22:00:00.123Z","by":["state"],\
                "filter":null,"total":990401,"groups":[{"state":"established","count":990000},\
                {"state":"listen","count":401},{"state":"time_wait","count":0}],\
                "other":{"groups":0,"count":0},"complete":true,"error_bar":0,"source":"sock_diag+counters",\
                "elapsed_ms":91.2}
                """, Answers.text(Format.JSON.writer(new Style(80, false, false)), Answers.once(STATES, 10)));
    }

    @Test
    void jsonOfPortsHasNumbersAndAnOtherRow() throws IOException {
        assertEquals("""
                {"schema":"conncount.count/2","host":"web1","time":"2026-11-22T22:00:00.123Z",\
                "by":["local_port","state"],"filter":null,"total":60,\
                "groups":[{"local_port":443,"state":"established","count":30}],\
                "other":{"groups":2,"count":30},"complete":true,"error_bar":0,"source":"sock_diag+counters",\
                "elapsed_ms":91.2}
                """, Answers.text(writer(Format.JSON), Answers.once(ports(), 1)));
    }

    @Test
    void jsonWhileWatchingHasDeltasFromTheSecondAnswerOn() throws IOException {
        assertEquals("""
                {"schema":"conncount.count/2","host":"web1","time":"2026-11-22T22:00:02.123Z","by":["state"],\
                "filter":null,"total":990416,"groups":[\
                {"state":"established","count":990010,"delta":10,"per_second":5.000}],\
                "other":{"groups":2,"count":406,"delta":5,"per_second":2.500},"complete":true,"error_bar":7,\
                "source":"sock_diag+counters","elapsed_ms":91.2}
                """, Answers.text(writer(Format.JSON), Answers.watched(LATER, STATES, 1)));
    }

    @Test
    void jsonSaysIncompleteAndUnknown() throws IOException {
        Snapshot snapshot =
                Answers.snapshot(Answers.states(1, 0, 0), Answers.TIME, Optional.of("cut"), Snapshot.ERROR_BAR_UNKNOWN);
        assertEquals("""
                {"schema":"conncount.count/2","host":"web1","time":"2026-11-22T22:00:00.123Z","by":["state"],\
                "filter":null,"total":1,"groups":[],"other":{"groups":3,"count":1},"complete":false,\
                "error_bar":null,"source":"sock_diag+counters","elapsed_ms":91.2}
                """, Answers.text(writer(Format.JSON), Answers.once(snapshot, 0)));
    }

    @Test
    void ndjsonIsALineAGroupAndALastLine() throws IOException {
        assertEquals("""
                {"local_port":443,"state":"established","count":30}
                {"local_port":80,"state":"established","count":20}
                {"local_port":80,"state":"time_wait","count":10}
                {"schema":"conncount.count/2","host":"web1","time":"2026-11-22T22:00:00.123Z",\
                "by":["local_port","state"],"filter":null,"total":60,"other":{"groups":0,"count":0},\
                "complete":true,"error_bar":0,"source":"sock_diag+counters","elapsed_ms":91.2}
                """, Answers.text(writer(Format.NDJSON), Answers.once(ports(), 10)));
    }

    @Test
    void csvHasAHeaderAndAnOtherRow() throws IOException {
        assertEquals("""
                local_port,state,count
                443,established,30
                80,established,20
                (other),(other),10
                """, Answers.text(writer(Format.CSV), Answers.once(ports(), 2)));
    }

    @Test
    void csvWhileWatchingHasOneHeaderTimesAndChanges() throws IOException {
        assertEquals(
                """
                time,state,count,delta,per_second
                2026-11-22T22:00:00.123Z,established,990000,,
                2026-11-22T22:00:00.123Z,(other),401,,
                2026-11-22T22:00:02.123Z,established,990010,10,5.000
                2026-11-22T22:00:02.123Z,(other),406,5,2.500
                """,
                Answers.text(writer(Format.CSV), Answers.watched(STATES, null, 1), Answers.watched(LATER, STATES, 1)));
    }

    @Test
    void plainColumnsHaveNoHeaderAndNoTotal() throws IOException {
        assertEquals("""
                443 ESTAB 30
                80 ESTAB 20
                (other) (other) 10
                """, Answers.text(writer(Format.PLAIN), Answers.once(ports(), 2)));
    }

    @Test
    void plainColumnsWhileWatchingShowChangesAndEndWithABlankLine() throws IOException {
        assertEquals("""
                ESTAB 990010 +10 +5.0
                (other) 406 +5 +2.5

                """, Answers.text(writer(Format.PLAIN), Answers.watched(LATER, STATES, 1)));
    }

    @Test
    void explanationShowsStepsReasonsOutcomesAndTheAnswer() throws IOException {
        assertEquals("""
                1. copy tcp sockets
                   because: it is a test
                   filtered by the kernel: dport = :443
                   outcome: 401 sockets, 50,000 bytes copied, 90.0 ms; one thread
                answer: 990,401 sockets in 3 groups, error bar 0, complete, 91.2 ms, sock_diag+counters
                """, TrustLine.explanation(STATES));
    }

    @Test
    void answerOfTheDaemonSaysSoAndHowOldItIs() throws IOException {
        Snapshot given = STATES.given(Duration.ofMillis(3210));
        String json = Answers.text(writer(Format.JSON), Answers.once(given, 0));
        assertTrue(
                json.endsWith(",\"source\":\"daemon:sock_diag+counters\",\"elapsed_ms\":91.2,\"age_ms\":3210.0}\n"),
                json);
        String table = Answers.text(Format.TABLE.writer(new Style(80, false, false)), Answers.once(given, 0));
        assertTrue(table.endsWith("; 91.2 ms, sock_diag+counters, sampled 3.2 s ago by the daemon\n"), table);
    }
}
