package io.conncount.cli.dialect;

import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UsageTest {
    private static final int COLUMNS = 80;

    @ParameterizedTest
    @ValueSource(strings = {SsUsage.TEXT, NetstatUsage.TEXT})
    void usageFitsATerminal(String text) {
        text.lines().forEach(line -> assertTrue(line.length() <= COLUMNS, line));
    }
}
