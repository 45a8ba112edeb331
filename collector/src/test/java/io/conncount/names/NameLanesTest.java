package io.conncount.names;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.conncount.sys.NameText;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Short names as numbers. */
class NameLanesTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "a",
                "nginx",
                "12345678",
                "123456789",
                "fifteen-bytes-x",
                "(sd-pam)",
                "\u00e9\u00e8",
                " \n\u001b["
            })
    void nameIsHadBack(String name) {
        assertEquals(name, NameLanes.of(NameLanes.high(name), NameLanes.low(name)));
    }

    @Test
    void bytesOfAnyValueAreHadBack() {
        byte[] bytes = new byte[15];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) (0xff - i);
        }
        String name = NameText.of(bytes, bytes.length);
        assertEquals(name, NameLanes.of(NameLanes.high(name), NameLanes.low(name)));
        assertEquals(0, NameLanes.low(name) & 0xff, "what no name has stands for no holder");
    }

    @Test
    void orderIsThatOfTheBytes() {
        assertTrue(Long.compareUnsigned(NameLanes.high("apache"), NameLanes.high("nginx")) < 0);
        assertTrue(Long.compareUnsigned(NameLanes.low("php-fpm: pool a"), NameLanes.low("php-fpm: pool b")) < 0);
    }
}
