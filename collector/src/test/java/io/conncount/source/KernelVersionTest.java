package io.conncount.source;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KernelVersionTest {
    @ParameterizedTest
    @CsvSource({
        "6.1.0-28-amd64, 6.1",
        "6.18.44, 6.18",
        "4.9.337+, 4.9",
        "5.15.167.4-microsoft-standard-WSL2, 5.15",
        "6.8-rc3, 6.8",
        "6.10, 6.10",
    })
    void releaseIsReadAsFarAsItMatters(String release, String version) {
        assertEquals(version, KernelVersion.parse(release).toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "unknown", "six.one", "6", ".", "..", "-6.1", "99999999999999999999"})
    void whatCannotBeReadCountsAsTheOldest(String release) {
        assertFalse(KernelVersion.parse(release).atLeast(2, 6));
    }

    @Test
    void minorNumbersAreComparedAsNumbers() {
        assertTrue(new KernelVersion(6, 18).atLeast(6, 9));
        assertTrue(new KernelVersion(6, 9).atLeast(6, 9));
        assertFalse(new KernelVersion(6, 8).atLeast(6, 9));
        assertTrue(new KernelVersion(7, 0).atLeast(6, 9));
        assertFalse(new KernelVersion(5, 19).atLeast(6, 0));
    }
}
