package io.conncount.cli.list;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.conncount.view.TextBuffer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class AlignedOutputTest {
    private static String aligned(int columnsMax, String... blocks) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (AlignedOutput aligning = new AlignedOutput(out, new ColumnWidths(), columnsMax)) {
            for (String block : blocks) {
                aligning.write(block.getBytes(StandardCharsets.UTF_8));
            }
        }
        return out.toString(StandardCharsets.UTF_8);
    }

    @Test
    void columnsAreAsWideAsTheirWidestCell() throws IOException {
        assertEquals("""
                State  Local Address:Port Rest
                LISTEN       0.0.0.0:22   users
                ESTAB            ::1:2    timer
                """, aligned(0, """
                State\1 Local Address\2:Port\1 Rest
                LISTEN\1 0.0.0.0\2:22\1 users
                ESTAB\1 ::1\2:2\1 timer
                """));
    }

    @Test
    void charactersOfSeveralBytesAreOneColumn() throws IOException {
        assertEquals("ä  |\nabc|\n", aligned(0, "ä\1|\nabc\1|\n"));
    }

    @Test
    void rowsMayBeCutAnywhereBetweenWrites() throws IOException {
        assertEquals("a  |\nabc|\n", aligned(0, "a\1", "|\nab", "c\1|\n"));
    }

    @Test
    void linesWithoutCellsStayAsTheyAre() throws IOException {
        assertEquals("a|\n\t cwnd:10 and much more\n", aligned(0, "a\1|\n\t cwnd:10 and much more\n"));
    }

    @Test
    void rowsAreSpreadOverATerminal() throws IOException {
        assertEquals("a   b   |\n", aligned(12, "a\1b\1|\n"));
        assertEquals("ab|\n", aligned(2, "a\1b\1|\n"));
    }

    @Test
    void laterRowsMayBeWiderThanTheFirstPage() throws IOException {
        String page = "a\1|\n".repeat(20_000);
        String all = aligned(0, page, "abc\1|\n");
        assertTrue(all.startsWith("a|\na|\n"), "the first page");
        assertTrue(all.endsWith("a|\nabc|\n"), "the last row");
        assertEquals(20_001, all.lines().count());
    }

    @Test
    void rowsAreFilledUpByTheirWritersOnceTheFirstPageIsMeasured() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ColumnWidths widths = new ColumnWidths();
        SsCells cells = widths.cells();
        try (AlignedOutput aligning = new AlignedOutput(out, widths, 0)) {
            aligning.write(row(cells, "ESTAB", "127.0.0.1"));
            aligning.flush();
            byte[] filled = row(cells, "\u00e4", "::1");
            assertEquals("\u00e4           ::1|\n", new String(filled, StandardCharsets.UTF_8));
            // What another thread had begun before.
            aligning.write("LISTEN\1 *\2|\n".getBytes(StandardCharsets.UTF_8));
            aligning.write(filled);
        }
        assertEquals("""
                ESTAB 127.0.0.1|
                LISTEN         *|
                \u00e4           ::1|
                """, out.toString(StandardCharsets.UTF_8));
    }

    private static byte[] row(SsCells cells, String state, String address) {
        TextBuffer row = new TextBuffer(64);
        cells.beginRow();
        cells.left(row.put(state), 0, 1);
        row.put(' ');
        int from = row.length();
        cells.right(row.put(address), from, 1);
        return row.put('|').put('\n').toString().getBytes(StandardCharsets.UTF_8);
    }
}
