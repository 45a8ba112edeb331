package io.conncount.cli.output;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.conncount.testing.property.ForAll;
import io.conncount.testing.property.Property;
import org.junit.jupiter.api.Test;

class EscapedTest {
    @Test
    void escapeSequencesCannotReachATerminal() {
        assertEquals("\\x1b[2Jroot\\x0a\\x9b", Escaped.screen("\033[2Jroot\n\u009b"));
    }

    @Test
    void textCannotBeTurnedAroundOnScreen() {
        assertEquals("a\\x202eb", Escaped.screen("a\u202eb"));
    }

    @Test
    void blanksCannotSplitAColumn() {
        assertEquals("my\\x20group\\xa0x", Escaped.column("my group\u00a0x"));
    }

    @Test
    void jsonStringsAreQuoted() {
        assertEquals("\"a\\\"b\\\\c\\u000a\\u007f\"", Escaped.json("a\"b\\c\n\u007f"));
    }

    @Test
    void csvFieldsAreQuotedWhereTheyMustBe() {
        assertEquals("\"a,\"\"b\"\"\"", Escaped.csv("a,\"b\""));
        assertEquals("/system.slice", Escaped.csv("/system.slice"));
    }

    @Property
    void columnsNeverHoldBlanksOrControlCharacters(@ForAll String text) {
        assertTrue(Escaped.column(text)
                .chars()
                .noneMatch(c -> Character.isWhitespace(c) || Character.isSpaceChar(c) || Character.isISOControl(c)));
    }
}
