package io.conncount.cli.output;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.conncount.group.GroupTable;
import io.conncount.snapshot.Snapshot;
import io.conncount.view.DisplayWidth;
import io.conncount.view.TableFormat.Style;
import java.io.IOException;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TableTest {
    private static final Style UNICODE = new Style(80, false, true);
    private static final Style ASCII = new Style(80, false, false);

    @Test
    void tableIsAlignedWithSharesBarsTotalAndTrust() throws IOException {
        Snapshot snapshot = Answers.snapshot(Answers.states(990_000, 0, 401));
        assertEquals("""
                STATE      SOCKETS     SHARE
                ESTAB      990,000   99.96 %  ████████████████████
                LISTEN         401    0.04 %
                TIME-WAIT        0       0 %
                total      990,401  100.00 %
                nothing changed during the read; 91.2 ms, sock_diag+counters
                """, Answers.text(Format.TABLE.writer(UNICODE), Answers.once(snapshot, 10)));
    }

    @Test
    void rowsBeyondTopAreOneRowThatSpansTheKeys() throws IOException {
        GroupTable table = Answers.table("local-port,state");
        for (int port = 8000; port < 8005; port++) {
            table.add(new long[] {port, Answers.ESTABLISHED}, 0, 8100 - port);
        }
        assertEquals("""
                LOCAL-PORT  STATE  SOCKETS     SHARE
                8000        ESTAB      100   20.41 %  ####
                8001        ESTAB       99   20.20 %  ####
                other (3 groups)       291   59.39 %  ############
                total                  490  100.00 %
                nothing changed during the read; 91.2 ms, sock_diag+counters
                """, Answers.text(Format.TABLE.writer(ASCII), Answers.once(Answers.snapshot(table), 2)));
    }

    @Test
    void watchingShowsChangeAndChangePerSecond() throws IOException {
        Snapshot last = Answers.snapshot(Answers.states(1000, 20, 4));
        Snapshot now = Answers.snapshot(Answers.states(2204, 17, 4), Answers.TIME.plusSeconds(2), Optional.empty(), 0);
        assertEquals("""
                STATE      SOCKETS     SHARE  CHANGE  PER SECOND
                ESTAB        2,204   99.06 %  +1,204        +602  ####################
                TIME-WAIT       17    0.76 %      -3        -1.5
                LISTEN           4    0.18 %       0           0
                total        2,225  100.00 %  +1,201        +601
                nothing changed during the read; 91.2 ms, sock_diag+counters
                """, Answers.text(Format.TABLE.writer(ASCII), Answers.watched(now, last, 10)));
    }

    @Test
    void incompleteAnswerSaysSoAndByHowMuchItMayBeOff() throws IOException {
        Snapshot snapshot =
                Answers.snapshot(Answers.states(1, 0, 0), Answers.TIME, Optional.of("the dump stopped"), 12);
        assertTrue(Answers.text(Format.TABLE.writer(ASCII), Answers.once(snapshot, 10))
                .endsWith("INCOMPLETE: the dump stopped; off by at most 12 (changed during the read);"
                        + " 91.2 ms, sock_diag+counters\n"));
    }

    @Test
    void unknownErrorBarIsNotTakenForZero() throws IOException {
        Snapshot snapshot =
                Answers.snapshot(Answers.states(1, 0, 0), Answers.TIME, Optional.empty(), Snapshot.ERROR_BAR_UNKNOWN);
        assertTrue(Answers.text(Format.TABLE.writer(ASCII), Answers.once(snapshot, 10))
                .endsWith("error bar unknown; 91.2 ms, sock_diag+counters\n"));
    }

    @Test
    void narrowScreenGetsNoBar() throws IOException {
        Snapshot snapshot = Answers.snapshot(Answers.states(5, 0, 0));
        String text = Answers.text(Format.TABLE.writer(new Style(30, false, true)), Answers.once(snapshot, 10));
        assertTrue(text.lines().limit(5).allMatch(line -> line.length() <= 30), text);
    }

    @Test
    void coloursAreEscapeSequencesAroundHeaderBarAndTotal() throws IOException {
        Snapshot snapshot = Answers.snapshot(Answers.states(5, 0, 0));
        String text = Answers.text(Format.TABLE.writer(new Style(80, true, false)), Answers.once(snapshot, 1));
        assertEquals("""
                \033[1mSTATE             SOCKETS     SHARE\033[0m
                ESTAB                   5  100.00 %  \033[36m####################\033[0m
                other (2 groups)        0       0 %
                \033[1mtotal                   5  100.00 %\033[0m
                nothing changed during the read; 91.2 ms, sock_diag+counters
                """, text);
    }

    @Test
    void fittingTableIsCutInTheMiddleOfItsWidestTexts() throws IOException {
        GroupTable table = Answers.table("cgroup,state");
        table.add(new long[] {1, Answers.ESTABLISHED}, 0, 100);
        table.add(new long[] {0x7fff_ffff_ffff_ff01L, Answers.ESTABLISHED}, 0, 50);
        Style narrow = new Style(40, false, true).fitting();
        String text = Answers.text(Format.TABLE.writer(narrow), Answers.once(Answers.snapshot(table), 10));
        assertTrue(text.lines().allMatch(line -> DisplayWidth.of(line) <= 40), text);
        assertTrue(text.contains("…"), text);
        assertTrue(text.contains("SHARE"), text);
    }

    @Test
    void fittingTableLeavesNumbersOutBeforeTextsCannotBeToldApart() throws IOException {
        GroupTable last = Answers.table("local-port,remote-port,state");
        last.add(new long[] {8101, 40_000, Answers.ESTABLISHED}, 0, 100);
        Style narrow = new Style(50, false, true).fitting();
        Snapshot now = Answers.snapshot(last, Answers.TIME.plusSeconds(2), Optional.empty(), 0);
        assertEquals("""
                LOCAL-PORT  REMOTE-PORT  STATE  SOCKETS     SHARE
                8101        40000        ESTAB      100  100.00 %
                total                               100  100.00 %
                nothing changed during the read; 91.2 ms, sock_dia
                """, Answers.text(Format.TABLE.writer(narrow), Answers.watched(now, Answers.snapshot(last), 10)));
    }

    @Test
    void widthIsThatOfTheScreenAndNotThatOfTheText() {
        assertEquals(2, DisplayWidth.of("日"));
        assertEquals(1, DisplayWidth.of("e\u0301"));
        assertEquals("a…efgh", DisplayWidth.cut("abcdefgh", 6, true));
        assertEquals("日~語本日", DisplayWidth.cut("日本語本日", 9, false));
    }
}
