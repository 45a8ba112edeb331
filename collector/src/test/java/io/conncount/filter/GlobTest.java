package io.conncount.filter;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Patterns match as fnmatch(3) with FNM_CASEFOLD does. */
class GlobTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/tmp/X*      | /tmp/X0         | true",
                "/tmp/X*      | /tmp/X          | true",
                "/tmp/x*      | /tmp/X0         | true",
                "/tmp/X*      | /tmp/Y0         | false",
                "*            | /a/b            | true",
                "*/b          | /a/b/b          | true",
                "*a*b*        | xxaxxbxx        | true",
                "*a*b         | xxaxxbxx        | false",
                "/tmp/?       | /tmp/a          | true",
                "/tmp/?       | /tmp/ab         | false",
                "/tmp/[a-c]   | /tmp/B          | true",
                "/tmp/[!a-c]  | /tmp/b          | false",
                "/tmp/[!a-c]  | /tmp/d          | true",
                "/tmp/[]a]    | /tmp/]          | true",
                "/tmp/[a      | /tmp/[a         | true",
                "a\\*b        | a*b             | true",
                "a\\*b        | axb             | false",
                "@abs         | @absname        | false",
                "/tmp/é*      | /tmp/éa         | true"
            })
    void nameMatchesAPatternOrNot(String pattern, String name, boolean matches) {
        byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
        assertEquals(matches, new Glob(pattern).matches(bytes, bytes.length));
    }

    @ParameterizedTest
    @CsvSource({"*a*a*a*a*a*a*a*a*a*a*b"})
    void manyStarsTakeNoExponentialTime(String pattern) {
        byte[] name = "a".repeat(108).getBytes(StandardCharsets.US_ASCII);
        assertEquals(false, new Glob(pattern).matches(name, name.length));
    }
}
