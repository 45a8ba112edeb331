package io.conncount.exporters.sampled;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.conncount.testing.property.ForAll;
import io.conncount.testing.property.Property;
import org.junit.jupiter.api.Test;

class HostTextTest {
    @Test
    void textThatIsHarmlessStays() {
        for (String text : new String[] {"", "/system.slice/ssh.service", "Zoë \\ \"x\" <b>", "\ud83d\ude00"}) {
            assertEquals(text, HostText.printable(text));
        }
    }

    @Test
    void controlCharactersAreShownByTheirNumbers() {
        assertEquals("a\\x0ab\\x00\\x1b[2J\\x7f\\x9b", HostText.printable("a\nb\0\u001b[2J\u007f\u009b"));
        assertEquals("\\x202egpj.exe\\x2028", HostText.printable("\u202egpj.exe\u2028"));
    }

    @Test
    void pairsAreNotCutInTwo() {
        String text = HostText.printable("a".repeat(HostText.CHARACTERS_MAX - 2) + "\ud83d\ude00\ud83d\ude00");
        assertEquals("a".repeat(HostText.CHARACTERS_MAX - 2) + "…", text);
    }

    @Property
    void everyTextIsBoundedAndPrintable(@ForAll String text) {
        String printable = HostText.printable(text.repeat(3));
        assertTrue(printable.length() <= HostText.CHARACTERS_MAX);
        assertTrue(printable.codePoints().noneMatch(Character::isISOControl));
        assertTrue(printable.codePoints().noneMatch(c -> Character.getType(c) == Character.SURROGATE));
    }
}
