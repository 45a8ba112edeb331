package io.conncount.testing;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import org.junit.jupiter.api.Test;

/** The check of our numbers against the header files finds what is wrong. */
class CHeadersTest {
    @Test
    void rightNumberCompiles() throws Exception {
        CHeaders.assertCompiles(Map.of("sizeof(struct nlmsghdr)", 16));
    }

    @Test
    void wrongNumberFailsToCompile() {
        AssertionError error = assertThrows(
                AssertionError.class, () -> CHeaders.assertCompiles(Map.of("sizeof(struct nlmsghdr)", 17)));
        assertTrue(error.getMessage().contains("static assertion failed"), error.getMessage());
    }

    @Test
    void nameThatNoHeaderHasFailsToCompile() {
        assertThrows(AssertionError.class, () -> CHeaders.assertCompiles(Map.of("NO_SUCH_CONSTANT", 1)));
    }
}
