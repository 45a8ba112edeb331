package io.conncount.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Checks what a message names, so that its wording may change. */
public final class ErrorText {
    private ErrorText() {}

    /** The message is one line that contains all of these parts, which are separated by {@code " .. "}, in this order. */
    public static void assertNames(String parts, String message) {
        assertEquals(1, message.lines().count(), message);
        int from = 0;
        for (String part : parts.split(" \\.\\. ")) {
            int at = message.indexOf(part, from);
            assertTrue(at >= 0, () -> "'" + part + "' is not in: " + message);
            from = at + part.length();
        }
    }
}
