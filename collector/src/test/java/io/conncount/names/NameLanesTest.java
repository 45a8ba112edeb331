package io.conncount.names;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.conncount.sys.NameText;
import java.util.Arrays;
import java.util.stream.IntStream;
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
                "sixteen-bytes-xy",
                "nineteen-bytes-xyzz",
                "(sd-pam)",
                "\u00e9\u00e8",
                " \n\u001b["
            })
    void nameIsHadBack(String name) {
        assertEquals(name, NameLanes.of(lanes(name), 0));
    }

    private static long[] lanes(String name) {
        return IntStream.range(0, NameLanes.LANES)
                .mapToLong(lane -> NameLanes.lane(name, lane))
                .toArray();
    }

    @Test
    void bytesOfAnyValueAreHadBack() {
        byte[] bytes = new byte[23];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) (0xff - i);
        }
        String name = NameText.of(bytes, bytes.length);
        assertEquals(name, NameLanes.of(lanes(name), 0));
        assertEquals(0, NameLanes.lane(name, 2) & 0xff, "what no name has stands for no holder");
    }

    @Test
    void longerNameIsCut() {
        assertEquals("a".repeat(23), NameLanes.of(lanes("a".repeat(24)), 0));
    }

    @Test
    void orderIsThatOfTheBytes() {
        assertTrue(Arrays.compareUnsigned(lanes("apache"), lanes("nginx")) < 0);
        assertTrue(Arrays.compareUnsigned(lanes("php-fpm: pool a"), lanes("php-fpm: pool b")) < 0);
        assertTrue(Arrays.compareUnsigned(lanes("postgres: writer 1"), lanes("postgres: writer 2")) < 0);
    }
}
