package io.conncount.view;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.conncount.sys.NameText;
import io.conncount.testing.property.ForAll;
import io.conncount.testing.property.Property;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class EscaperTest {
    @Test
    void escapeSequencesCannotReachATerminal() {
        assertEquals("\\x1b[2Jroot\\x0a\\xc2\\x9b", Escaper.message("\033[2Jroot\n\u009b"));
        assertEquals("\\x1b[2Jroot\\x0a\\xc2\\x9b", Escaper.TEXT.of("\033[2Jroot\n\u009b"));
    }

    @Test
    void textCannotBeTurnedAroundOnScreen() {
        assertEquals("a\\xe2\\x80\\xaeb", Escaper.message("a\u202eb"));
        assertEquals("a\\xe2\\x80\\xaeb", Escaper.TEXT.of("a\u202eb"));
    }

    @Test
    void utf8StandsForItself() {
        for (String name : new String[] {"caf\u00e9", "\u65e5\u672c", "\ud83d\ude00", "a b"}) {
            assertEquals(name, Escaper.TEXT.of(name));
            assertEquals('"' + name + '"', '"' + Escaper.JSON.of(name) + '"');
            assertEquals(name, Escaper.CSV.of(name));
        }
    }

    @Test
    void bytesThatAreNoUtf8AndBackslashesAreEscapedAlikeInEveryFormat() {
        String name = NameText.of(new byte[] {'a', (byte) 0xe9, '\\', 'x', '4', '1'}, 6);
        assertEquals("a\\xe9\\x5cx41", Escaper.TEXT.of(name));
        assertEquals("a\\xe9\\x5cx41", Escaper.COLUMN.of(name));
        assertEquals("a\\xe9\\x5cx41", Escaper.CSV.of(name));
        assertEquals("\"a\\\\xe9\\\\x5cx41\"", '"' + Escaper.JSON.of(name) + '"');
    }

    @Test
    void blanksCannotSplitAColumn() {
        assertEquals("my\\x20group\\xc2\\xa0x", Escaper.COLUMN.of("my group\u00a0x"));
    }

    @Test
    void jsonStringsAreQuoted() {
        assertEquals(
                "\"a\\\"b\\\\ c\\n\\u007f\\u202e\\udb40\\udc01\"", Escaper.json("a\"b\\ c\n\u007f\u202e\udb40\udc01"));
    }

    @Test
    void csvFieldsAreQuotedWhereTheyMustBe() {
        assertEquals("\"a,\"\"b\"\"\"", Escaper.CSV.of("a,\"b\""));
        assertEquals("/system.slice", Escaper.CSV.of("/system.slice"));
    }

    @Property
    void columnsNeverHoldBlanksOrControlCharacters(@ForAll String text) {
        assertTrue(Escaper.COLUMN
                .of(text)
                .chars()
                .noneMatch(c -> Character.isWhitespace(c) || Character.isSpaceChar(c) || Character.isISOControl(c)));
    }

    @Property
    void bytesOfANameCanBeHadBack(@ForAll byte[] before, @ForAll String between, @ForAll byte[] behind) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes(before);
        bytes.writeBytes(between.getBytes(StandardCharsets.UTF_8));
        bytes.writeBytes(behind);
        String name = NameText.of(bytes.toByteArray(), bytes.size());
        assertArrayEquals(bytes.toByteArray(), unescaped(Escaper.TEXT.of(name)));
        assertArrayEquals(bytes.toByteArray(), unescaped(Escaper.COLUMN.of(name)));
    }

    /** What the manual says to do. */
    private static byte[] unescaped(String shown) {
        byte[] escaped = shown.getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (int at = 0; at < escaped.length; at++) {
            if (escaped[at] == '\\') {
                bytes.write(Integer.parseInt(new String(escaped, at + 2, 2, StandardCharsets.US_ASCII), 16));
                at += 3;
            } else {
                bytes.write(escaped[at]);
            }
        }
        return bytes.toByteArray();
    }
}
