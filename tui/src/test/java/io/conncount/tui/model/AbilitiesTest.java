package io.conncount.tui.model;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.conncount.tui.model.Abilities.Background;
import io.conncount.tui.model.Abilities.Colors;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the environment tells of a terminal. */
class AbilitiesTest {
    @ParameterizedTest
    @CsvSource({
        "xterm, '', SIXTEEN",
        "xterm-256color, '', MANY",
        "screen-256color, '', MANY",
        "xterm-256color, truecolor, TRUE",
        "xterm-direct, '', TRUE",
        "linux, '', SIXTEEN"
    })
    void colorsFollowTheTerminal(String term, String colorTerm, Colors colors) {
        Map<String, String> environment = Map.of("TERM", term, "COLORTERM", colorTerm);
        assertEquals(colors, Abilities.of(environment, true, true).colors());
        assertEquals(Colors.NONE, Abilities.of(environment, false, true).colors());
    }

    @ParameterizedTest
    @CsvSource({"15;0, DARK", "0;15, LIGHT", "0;default;15, LIGHT", "7;8, DARK", "'', UNKNOWN", "x;y, UNKNOWN"})
    void backgroundIsWhatComesLast(String colors, Background background) {
        assertEquals(
                background,
                Abilities.of(Map.of("COLORFGBG", colors), true, true).background());
    }

    @Test
    void linuxConsoleIsNotAskedAndGetsAscii() {
        Abilities abilities = Abilities.of(Map.of("TERM", "linux"), true, true);
        assertEquals(new Abilities(Colors.SIXTEEN, Background.UNKNOWN, false, false), abilities);
    }
}
