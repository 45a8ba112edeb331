package io.conncount.exporters.history;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.conncount.exporters.history.MomentText.Packed;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MomentTextTest {
    private static final long SEED = 20;

    private final MomentText text = new MomentText();

    @AfterEach
    void close() {
        text.close();
    }

    @Test
    void groupsAreNestedByTheirKeys() {
        assertEquals(
                "{\"tcp\":{\"ipv4\":{\"established\":[5],\"listen\":[1,0,2]},\"ipv6\":{\"listen\":[3]}},"
                        + "\"udp\":{\"ipv4\":{\"close\":[7]}}}",
                MomentText.text(Map.of(
                        List.of("tcp", "ipv4", "established"), Extent.of(5),
                        List.of("tcp", "ipv4", "listen"), new Extent(1, 0, 2),
                        List.of("tcp", "ipv6", "listen"), Extent.of(3),
                        List.of("udp", "ipv4", "close"), Extent.of(7))));
        assertEquals(
                "{\"a\":[1],\"b\":[2]}",
                MomentText.text(Map.of(List.of("a"), Extent.of(1), List.of("b"), Extent.of(2))));
        assertEquals("{}", MomentText.text(Map.of()));
    }

    @Test
    void groupsComeBackAsTheyWere() throws Exception {
        Random random = new Random(SEED);
        for (int keys = 1; keys <= 4; keys++) {
            Map<List<String>, Extent> groups = new HashMap<>();
            for (int i = 0; i < 500; i++) {
                String[] values = new String[keys];
                for (int key = 0; key < keys; key++) {
                    values[key] = odd(random);
                }
                groups.put(List.of(values), new Extent(random.nextInt(), random.nextLong(), Long.MAX_VALUE));
            }
            Packed packed = text.pack(groups);
            assertEquals(groups, text.unpack(packed.bytes(), packed.size(), keys));
        }
        Packed none = text.pack(Map.of());
        assertEquals(Map.of(), text.unpack(none.bytes(), none.size(), 3));
    }

    private static String odd(Random random) {
        String[] odd = {"", "\"", "a b", "\\x00", "\n", "\ud83d\ude00", "\udcff", "443", "}", "10.0.0.0/8"};
        return odd[random.nextInt(odd.length)] + random.nextInt(3);
    }

    @Test
    void everyDamagedByteIsNoticed() throws Exception {
        Map<List<String>, Extent> groups = new HashMap<>();
        for (int i = 0; i < 50; i++) {
            groups.put(List.of(Integer.toString(i), "established"), Extent.of(i * 37L));
        }
        Packed packed = text.pack(groups);
        Random random = new Random(SEED);
        for (int at = 0; at < packed.bytes().length; at++) {
            byte[] damaged = packed.bytes().clone();
            damaged[at] ^= (byte) (1 + random.nextInt(255));
            if (at == 1) {
                continue; // The level of compression, which zlib checks with the byte before; some values mean the
                // same.
            }
            assertThrows(IOException.class, () -> text.unpack(damaged, packed.size(), 2), "byte " + at);
        }
        assertThrows(
                IOException.class,
                () -> text.unpack(
                        java.util.Arrays.copyOf(packed.bytes(), packed.bytes().length / 2), packed.size(), 2));
        assertThrows(IOException.class, () -> text.unpack(packed.bytes(), packed.size() - 1, 2));
        assertThrows(IOException.class, () -> text.unpack(packed.bytes(), packed.size() + 1, 2));
        assertThrows(IOException.class, () -> text.unpack(packed.bytes(), packed.size(), 1));
    }
}
