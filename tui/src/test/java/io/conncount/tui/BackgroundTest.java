package io.conncount.tui;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What stands for the home directory in the name of a file. */
class BackgroundTest {
    @ParameterizedTest
    @CsvSource({"~/x.csv, /home/u/x.csv", "~, /home/u", "~u/x.csv, ~u/x.csv", "a/~/x, a/~/x", "/x, /x"})
    void tildeIsTheHomeDirectoryOfTheEnvironment(String typed, String file) {
        assertEquals(Path.of(file), Background.expanded(Path.of(typed), Map.of("HOME", "/home/u")));
    }

    @ParameterizedTest
    @CsvSource({"~/x.csv", "x.csv"})
    void nameIsAsItIsWhereThereIsNoHome(String typed) {
        assertEquals(Path.of(typed), Background.expanded(Path.of(typed), Map.of()));
    }
}
