package io.conncount.sys;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Field;
import org.junit.jupiter.api.Test;

class ErrnoTest {
    @Test
    void everyErrorIsToldInWordsWithItsName() throws Exception {
        for (Field field : Errno.class.getDeclaredFields()) {
            if (field.getType() == int.class) {
                String text = Errno.text(field.getInt(null));
                assertTrue(text.matches("[a-z/, ]+ \\(" + field.getName() + "\\)"), text);
            }
        }
    }

    @Test
    void otherErrorsSurviveAsNumbers() {
        assertEquals("dump: errno 4242", new KernelException("dump", 4242).getMessage());
        assertEquals("errno -1", Errno.text(-1));
    }
}
