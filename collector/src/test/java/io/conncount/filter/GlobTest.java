package io.conncount.filter;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.sun.jna.Function;
import io.conncount.testing.property.Arbitrary;
import io.conncount.testing.property.ForAll;
import io.conncount.testing.property.Property;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Patterns match as fnmatch(3) with FNM_CASEFOLD does. */
class GlobTest {
    /** {@code fnmatch.h}. */
    private static final int FNM_CASEFOLD = 1 << 4;

    private static final Function FNMATCH = Function.getFunction("c", "fnmatch", Function.C_CONVENTION, "ISO-8859-1");

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
                "/tmp/é*      | /tmp/éa         | true",
                "a\\x20B       | a b             | true",
                "a\\x5cx20     | a\\x20          | true",
                "a\\xg0        | axg0            | true",
                "a\\x2*        | ax2             | true",
                "@\\xC3\\xa9   | @é              | true",
                "[\\x41-c]     | B               | true",
            })
    void nameMatchesAPatternOrNot(String pattern, String name, boolean matches) {
        byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
        assertEquals(matches, new Glob(pattern).matches(bytes, bytes.length));
    }

    @Property(tries = 20_000)
    void namesMatchWhateverTheyMatchToTheCLibrary(@ForAll("patterns") String pattern, @ForAll("names") String name) {
        byte[] bytes = name.getBytes(StandardCharsets.ISO_8859_1);
        int found = FNMATCH.invokeInt(new Object[] {pattern, name, FNM_CASEFOLD});
        assertEquals(found == 0, new Glob(pattern).matches(bytes, bytes.length));
    }

    /** Without {@code [.a.]} and {@code [=a=]}, which mean nothing more in the C locale. */
    Arbitrary<String> patterns() {
        return Arbitrary.of(
                        "a",
                        "B",
                        "c",
                        "-",
                        "*",
                        "?",
                        "[",
                        "[",
                        "]",
                        "!",
                        "^",
                        "\\",
                        ":",
                        "/",
                        "[[:alpha:]",
                        "[:upper:]",
                        "[:digit:]",
                        "[:punct:]",
                        "[:graph:]",
                        "[^[:space:]]",
                        "[!a-c]",
                        "[[:xdigit:]-]",
                        "[]-a]",
                        "[B-z]")
                .list(0, 6)
                .map(parts -> String.join("", parts));
    }

    Arbitrary<String> names() {
        return Arbitrary.of(
                        "a", "A", "b", "C", "d", "7", "-", "[", "]", "!", "^", "\\", ":", "/", "*", " ", "\u0001",
                        "\u00e9")
                .list(0, 5)
                .map(parts -> String.join("", parts));
    }

    @ParameterizedTest
    @CsvSource({"*a*a*a*a*a*a*a*a*a*a*b"})
    void manyStarsTakeNoExponentialTime(String pattern) {
        byte[] name = "a".repeat(108).getBytes(StandardCharsets.US_ASCII);
        assertEquals(false, new Glob(pattern).matches(name, name.length));
    }
}
