package io.conncount.testing.property;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Properties are tried as often as they ask for, with values within their bounds. */
class PropertyTest {
    private static int tries;
    private static final Set<Integer> NUMBERS = new HashSet<>();

    @Property(tries = 2000)
    void valuesAreWithinTheirBounds(
            @ForAll @IntRange(min = 3, max = 9) int number,
            @ForAll @Size(min = 1, max = 4) List<@IntRange(max = 5) Integer> list) {
        tries++;
        NUMBERS.add(number);
        assertTrue(number >= 3 && number <= 9);
        assertTrue(!list.isEmpty() && list.size() <= 4);
        list.forEach(element -> assertTrue(element >= 0 && element <= 5));
    }

    @AfterAll
    static void everyTryWasMade() {
        assertEquals(2000, tries);
        assertEquals(Set.of(3, 4, 5, 6, 7, 8, 9), NUMBERS);
    }

    @Test
    void sameSeedGivesTheSameValues() {
        Arbitrary<List<String>> texts = Arbitrary.texts().list(5, 5);
        assertEquals(texts.next(new java.util.Random(1)), texts.next(new java.util.Random(1)));
    }
}
