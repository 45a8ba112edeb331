package io.conncount.cli.threshold;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.conncount.expression.Comparison;
import io.conncount.testing.property.ForAll;
import io.conncount.testing.property.IntRange;
import io.conncount.testing.property.Property;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The examples of the guidelines, section "Threshold and Ranges". */
class RangeTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "10      | -1 11        | 0 5 10",
                "10:     | -5 0 9.9     | 10 11 1e9",
                "~:10    | 10.1 11      | -1e9 0 10",
                "10:20   | 9 21 -10     | 10 15 20",
                "@10:20  | 10 15 20     | 9 21",
                "@~:5    | -3 0 5       | 6",
                "0.5     | 0.51         | 0.5",
                "2k      | 2001         | 2000",
                "1Mi     | 1048577      | 1048576",
                "-5:-1   | 0 -6         | -5 -1"
            })
    void alertIsRaisedByTheseValues(String text, String alerting, String others) {
        Range range = Range.parse(text).orElseThrow();
        for (String value : alerting.split(" ")) {
            assertTrue(range.alerts(Double.parseDouble(value)), value);
        }
        for (String value : others.split(" ")) {
            assertTrue(!range.alerts(Double.parseDouble(value)), value);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "@", ":", "x", "10:5", "5x", "1:2:3", "~", "--5", "1e3", "10 20", "99999999999999999"})
    void otherTextIsNoRange(String text) {
        assertEquals(Optional.empty(), Range.parse(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"10", "10:", "~:10", "10:20", "@10:20", "@5", "0.5", "@~:5", "-5:-1"})
    void rangeIsWrittenAsItWasRead(String text) {
        assertEquals(text, Range.parse(text).orElseThrow().toString());
    }

    @Property
    void comparisonRaisesAnAlertWhereItIsTrue(
            @ForAll @IntRange(min = 0, max = 20) int value, @ForAll @IntRange(min = 0, max = 20) int limit) {
        for (Comparison comparison : Comparison.values()) {
            Range range = Range.of(comparison, Integer.toString(limit));
            assertEquals(comparison.holds(value, limit), range.alerts(value));
            assertEquals(
                    range.alerts(value),
                    Range.parse(range.toString()).orElseThrow().alerts(value));
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "5000    | 6200 | above 5000",
                "10:     | 3    | below 10",
                "@80:    | 85   | at least 80",
                "@10:20  | 15   | from 10 to 20",
                "@5      | 2    | at most 5"
            })
    void violationIsSaidInWords(String range, double value, String words) {
        assertEquals(words, Range.parse(range).orElseThrow().violation(value));
    }
}
