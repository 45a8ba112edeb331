package io.conncount.sys;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.conncount.testing.property.ForAll;
import io.conncount.testing.property.Property;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** Bytes of any value as text and back. */
class NameTextTest {
    private static String text(int... bytes) {
        byte[] name = new byte[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            name[i] = (byte) bytes[i];
        }
        return NameText.of(name, name.length);
    }

    @Test
    void utf8IsReadAsWhatItIs() {
        assertEquals("caf\u00e9 \ud83d\ude00", text(0x63, 0x61, 0x66, 0xc3, 0xa9, 0x20, 0xf0, 0x9f, 0x98, 0x80));
    }

    @Test
    void bytesThatAreNoUtf8AreHalvesOfPairs() {
        assertEquals("a\udce9", text('a', 0xe9));
        assertEquals("\udcc3", text(0xc3), "cut off");
        assertEquals("\udced\udca0\udc80", text(0xed, 0xa0, 0x80), "half of a pair");
        assertEquals("\udcc0\udc80", text(0xc0, 0x80), "longer than need be");
    }

    @Property
    void bytesComeBack(@ForAll byte[] before, @ForAll String between, @ForAll byte[] behind) {
        ByteArrayOutputStream name = new ByteArrayOutputStream();
        name.writeBytes(before);
        name.writeBytes(between.getBytes(StandardCharsets.UTF_8));
        name.writeBytes(behind);
        assertArrayEquals(name.toByteArray(), NameText.bytes(NameText.of(name.toByteArray(), name.size())));
    }

    @Test
    void escapesStandForBytesAndAllElseForItself() {
        assertEquals("caf\u00e9", NameText.unescaped("caf\\xc3\\xA9"));
        assertEquals("a\udce9\\x", NameText.unescaped("a\\xe9\\x"));
        assertEquals("\\x2d", NameText.unescaped("\\x5cx2d"));
        for (String plain : new String[] {"", "\\", "\\x", "\\x4", "\\xg0", "\\x0g", "x41", "\u00e9 \udce9"}) {
            assertEquals(plain, NameText.unescaped(plain));
        }
    }
}
