package io.conncount.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The house rules find what they look for. */
class SourceFileTest {
    private static final SourceFile FILE = file("""
            class Example {
                private record Pair(int a, int b) {
                    int sum() {
                        return a + b;
                    }
                }

                static int longer(
                        int a, int b) {
                    if (a > b) {
                        return a;
                    }
                    call(
                            a, b);
                    return b;
                }
            }
            """);

    @Test
    void methodIsMeasuredFromItsHeadToItsLastBrace() {
        assertEquals(List.of(), FILE.methodsLongerThan(9));
        assertEquals(
                List.of("m/src/main/Example.java:8: 9 lines, at most 8: make two methods of it"),
                FILE.methodsLongerThan(8));
    }

    @Test
    void patternIsFoundWithItsLine() {
        assertEquals(List.of("m/src/main/Example.java:11: return a;"), FILE.linesWith(Pattern.compile("return a;")));
        assertEquals(List.of(), FILE.linesWith(Pattern.compile("return c")));
    }

    private static SourceFile file(String text) {
        return new SourceFile(
                Path.of("m/src/main/Example.java"), text, text.lines().toList());
    }
}
