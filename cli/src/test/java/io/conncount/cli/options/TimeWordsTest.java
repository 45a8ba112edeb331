package io.conncount.cli.options;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TimeWordsTest {
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

    private final TimeWords words = new TimeWords(Instant.parse("2026-11-22T04:30:00Z"), BERLIN);

    @ParameterizedTest
    @CsvSource({
        "2026-11-22 03:00, 2026-11-22T02:00:00Z",
        "2026-11-22T03:00:07, 2026-11-22T02:00:07Z",
        "2026-07-01 03:00:07.5, 2026-07-01T01:00:07.500Z",
        "2026-11-22, 2026-11-21T23:00:00Z",
        "3:00, 2026-11-22T02:00:00Z",
        "05:30, 2026-11-22T04:30:00Z",
        "05:31, 2026-11-21T04:31:00Z",
        "yesterday 03:00, 2026-11-21T02:00:00Z",
        "today 00:00, 2026-11-21T23:00:00Z",
        "yesterday, 2026-11-20T23:00:00Z",
        "2026-11-22T03:00:00Z, 2026-11-22T03:00:00Z",
        "2026-11-22 03:00+0530, 2026-11-21T21:30:00Z",
        "-2h, 2026-11-22T02:30:00Z",
        "-90s, 2026-11-22T04:28:30Z",
        "-7d, 2026-11-15T04:30:00Z",
        "now, 2026-11-22T04:30:00Z",
    })
    void timesAreReadAsPeopleWriteThem(String text, Instant meant) throws Exception {
        assertEquals(meant, words.read("--at", text));
    }

    @ParameterizedTest
    @CsvSource({
        "''",
        "noon",
        "25:00",
        "2026-13-01",
        "2026-11-22 03",
        "-2",
        "2 hours ago",
        "T",
        "-0h",
        "2026-11-22x03:00"
    })
    void everythingElseIsRefusedWithExamples(String text) {
        UsageException refusal = assertThrows(UsageException.class, () -> words.read("--at", text));
        assertTrue(refusal.getMessage().startsWith("--at " + text + ": "), refusal.getMessage());
    }

    @Test
    void hourThatTheClockShowedTwiceIsAskedFor() {
        UsageException refusal = assertThrows(UsageException.class, () -> words.read("--at", "2026-10-25 02:30"));
        assertTrue(
                refusal.getMessage().contains("2026-10-25T02:30+02:00 or 2026-10-25T02:30+01:00"),
                refusal.getMessage());
    }

    @Test
    void bothOfThemAreReadWithTheirOffset() throws Exception {
        assertEquals(Instant.parse("2026-10-25T00:30:00Z"), words.read("--at", "2026-10-25T02:30+02:00"));
        assertEquals(Instant.parse("2026-10-25T01:30:00Z"), words.read("--at", "2026-10-25T02:30+01:00"));
    }

    @Test
    void hourThatTheClockLeftOutIsRefused() {
        UsageException refusal = assertThrows(UsageException.class, () -> words.read("--at", "2026-03-29 02:30"));
        assertTrue(refusal.getMessage().contains("put forward"), refusal.getMessage());
    }
}
