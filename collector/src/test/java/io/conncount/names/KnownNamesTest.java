package io.conncount.names;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Names of another host. */
class KnownNamesTest {
    private static final KnownNames NAMES = new KnownNames(
            Map.of(), Map.of(), Map.of(1L, "/", 2L, "/a", 3L, "/a/b", 4L, "/a/b/c", 5L, "/ab", 6L, "/z/a"));

    @ParameterizedTest
    @CsvSource({"/a, 2 3 4", "/a/, 2 3 4", "/a/b, 3 4", "/ab, 5", "/, 1 2 3 4 5 6", "/b, ''", "/z, ''", "a, ''"})
    void groupHasItselfAndThoseBelowIt(String path, String ids) {
        Set<String> expected = ids.isEmpty() ? Set.of() : Set.of(ids.split(" "));
        assertEquals(
                expected,
                Set.copyOf(NAMES.cgroupIdsIn(path).stream().map(String::valueOf).toList()));
    }

    @Test
    void noNamesHaveNoGroups() {
        assertEquals(0, KnownNames.NONE.cgroupIdsIn("/").size());
    }
}
