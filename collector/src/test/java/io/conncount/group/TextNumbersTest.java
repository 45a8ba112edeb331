package io.conncount.group;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class TextNumbersTest {
    private static final int TEXTS_MAX = 10;

    private final TextNumbers numbers = new TextNumbers(TEXTS_MAX);

    @Test
    void textHasTheSameNumberEachTime() {
        long number = numbers.number("a");
        assertNotEquals(number, numbers.number("b"));
        assertEquals(number, numbers.number("a"));
        assertEquals("a", numbers.text(number));
    }

    @Test
    void orderIsThatOfTheTexts() {
        long late = numbers.number("b");
        long early = numbers.number("a");
        assertTrue(numbers.compare(early, late) < 0);
        assertEquals(0, numbers.compare(late, late));
        assertTrue(numbers.compare(late, -1) < 0, "what is no text comes last");
    }

    @Test
    void textsThatAreAskedForStayAndOthersAreForgotten() {
        long kept = numbers.number("kept");
        long old = numbers.number("old");
        for (int i = 0; i < 100 * TEXTS_MAX; i++) {
            long number = numbers.number("new-" + i);
            assertEquals("new-" + i, numbers.text(number));
            assertEquals(kept, numbers.number("kept"));
        }
        assertEquals("kept", numbers.text(kept));
        assertEquals("(other)", numbers.text(old));
        assertNotEquals(old, numbers.number("old"), "a number never gets another meaning");
    }

    @Test
    void tooManyTextsAtATimeShareANumber() {
        for (int i = 0; i < TEXTS_MAX; i++) {
            numbers.number("text-" + i);
        }
        for (int i = 0; i < TEXTS_MAX; i++) {
            numbers.number("text-" + i);
        }
        assertEquals(numbers.number("beyond"), numbers.number("further"));
        assertEquals("(other)", numbers.text(numbers.number("beyond")));
    }
}
