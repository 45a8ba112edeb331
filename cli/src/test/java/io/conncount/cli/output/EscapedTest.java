package io.conncount.cli.output;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.conncount.sys.NameText;
import io.conncount.testing.property.ForAll;
import io.conncount.testing.property.Property;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class EscapedTest {
    @Test
    void escapeSequencesCannotReachATerminal() {
        assertEquals("\\x1b[2Jroot\\x0a\\xc2\\x9b", Escaped.screen("\033[2Jroot\n\u009b"));
        assertEquals("\\x1b[2Jroot\\x0a\\xc2\\x9b", Escaped.name("\033[2Jroot\n\u009b"));
    }

    @Test
    void textCannotBeTurnedAroundOnScreen() {
        assertEquals("a\\xe2\\x80\\xaeb", Escaped.screen("a\u202eb"));
        assertEquals("a\\xe2\\x80\\xaeb", Escaped.name("a\u202eb"));
    }

    @Test
    void utf8StandsForItself() {
        for (String name : new String[] {"caf\u00e9", "\u65e5\u672c", "\ud83d\ude00", "a b"}) {
            assertEquals(name, Escaped.name(name));
            assertEquals('"' + name + '"', Escaped.jsonName(name));
            assertEquals(name, Escaped.csv(name));
        }
    }

    @Test
    void bytesThatAreNoUtf8AndBackslashesAreEscapedAlikeInEveryFormat() {
        String name = NameText.of(new byte[] {'a', (byte) 0xe9, '\\', 'x', '4', '1'}, 6);
        assertEquals("a\\xe9\\x5cx41", Escaped.name(name));
        assertEquals("a\\xe9\\x5cx41", Escaped.column(name));
        assertEquals("a\\xe9\\x5cx41", Escaped.csv(name));
        assertEquals("\"a\\\\xe9\\\\x5cx41\"", Escaped.jsonName(name));
    }

    @Test
    void blanksCannotSplitAColumn() {
        assertEquals("my\\x20group\\xc2\\xa0x", Escaped.column("my group\u00a0x"));
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

    @Property
    void bytesOfANameCanBeHadBack(@ForAll byte[] before, @ForAll String between, @ForAll byte[] behind) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes(before);
        bytes.writeBytes(between.getBytes(StandardCharsets.UTF_8));
        bytes.writeBytes(behind);
        String name = NameText.of(bytes.toByteArray(), bytes.size());
        assertArrayEquals(bytes.toByteArray(), unescaped(Escaped.name(name)));
        assertArrayEquals(bytes.toByteArray(), unescaped(Escaped.column(name)));
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
