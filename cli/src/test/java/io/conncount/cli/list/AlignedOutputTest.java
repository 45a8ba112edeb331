package io.conncount.cli.list;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class AlignedOutputTest {
    private static String aligned(int columnsMax, String... blocks) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (AlignedOutput aligning = new AlignedOutput(out, columnsMax)) {
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
}
