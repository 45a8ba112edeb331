package io.conncount.json;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.conncount.testing.property.ForAll;
import io.conncount.testing.property.Property;
import io.conncount.view.Escaper;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonReaderTest {
    private static JsonReader reader(String json) throws IOException {
        return new JsonReader(new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8)));
    }

    private static String fault(String json) {
        return assertThrows(IOException.class, () -> {
                    JsonReader reader = reader(json);
                    reader.skip();
                    reader.end();
                })
                .getMessage();
    }

    @Test
    void valuesComeInTheirOrder() throws IOException {
        JsonReader json = reader("\n{ \"a\" : [1, \"2\", -3.5e1, true, null, {}, []],\t\"b\":false }\r\n");
        List<Object> found = new ArrayList<>();
        json.object(name -> {
            found.add(name);
            if (name.equals("b")) {
                found.add(json.truth());
            } else {
                json.array(() -> {
                    if (found.size() < 4) {
                        found.add(json.textOrNumber());
                    } else {
                        json.skip();
                    }
                });
            }
        });
        json.end();
        assertEquals(List.of("a", "1", "2", "-3.5e1", "b", false), found);
    }

    @Test
    void escapeSequencesAreRead() throws IOException {
        assertEquals(
                "\"\\/\b\f\n\r\tA\ud83d\ude00",
                reader("\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u0041\\uD83D\\ude00\"").text());
    }

    @Property
    void whatTheProgramWritesIsReadBack(@ForAll String text) throws IOException {
        assertEquals(text, reader(Escaper.json(text)).text());
    }

    @Test
    void nullIsTakenAndAnythingElseLeft() throws IOException {
        JsonReader json = reader("[null,7]");
        json.array(() -> {
            if (!json.isNull()) {
                assertEquals(7, json.count());
            }
        });
        assertFalse(reader("\"null\"").isNull());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{a:1}          | character 2: expected '\"', not 'a'",
                "{\"a\":1,}     | character 8: expected '\"', not '}'",
                "{\"a\" 1}      | character 6: expected ':', not '1'",
                "[1 2]          | character 4: expected ',', not '2'",
                "[1,            | character 4: expected a number, not the end of the file",
                "\"abc          | character 5: expected the end of a string, not the end of the file",
                "\"\\q\"        | character 4: expected an escape sequence, not '\"'",
                "\"\\u12g4\"    | character 6: expected four hexadecimal digits, not 'g'",
                "trye           | character 3: expected 'true', not 'y'",
                "-              | character 2: expected a number, not the end of the file",
                "1.             | character 3: expected a number, not the end of the file",
                "{} {}          | character 4: expected the end: a file has one answer",
                "00000000000000000000000000000000000000000 | character 41: expected a number of at most 40 characters"
            })
    void faultNamesItsPlace(String json, String expected) {
        assertTrue(fault(json).startsWith(expected), fault(json));
    }

    @Test
    void depthAndLengthAreBounded() {
        assertTrue(fault("[".repeat(100_000)).contains("nested at most 16 deep"));
        assertTrue(fault("\"" + "x".repeat(70_000) + "\"").contains("at most 65536 characters"));
    }

    @Test
    void countsAreWholeAndNotNegative() {
        for (String number : List.of("-1", "1.0", "1e3", "1000000000000000")) {
            assertThrows(IOException.class, () -> reader(number).count(), number);
        }
    }

    @Test
    void bytesThatAreNotUtf8AreRefused() {
        byte[] bytes = {'"', (byte) 0xff, '"'};
        IOException e = assertThrows(IOException.class, () -> new JsonReader(new ByteArrayInputStream(bytes)).text());
        assertTrue(e.getMessage().endsWith("not UTF-8"), e.getMessage());
    }
}
