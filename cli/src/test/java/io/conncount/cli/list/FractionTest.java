package io.conncount.cli.list;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.conncount.testing.property.ForAll;
import io.conncount.testing.property.IntRange;
import io.conncount.testing.property.LongRange;
import io.conncount.testing.property.Property;
import io.conncount.view.TextBuffer;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import org.junit.jupiter.api.Test;

/** Fractions are written as C writes the double that stands for them. */
class FractionTest {
    private static final MathContext SIX_DIGITS = new MathContext(6, RoundingMode.HALF_EVEN);

    @Test
    void fractionsAreWrittenAsPrintfWritesThem() {
        assertEquals("0", general(0, 1000));
        assertEquals("0.001", general(1, 1000));
        assertEquals("204", general(204_000, 1000));
        assertEquals("1234.57", general(1_234_567, 1000));
        assertEquals("2.88672", general(739, 256));
        assertEquals("1.25", general(320, 256));
        assertEquals("0.00390625", general(1, 256));
        assertEquals("999999", general(999_999_499, 1000));
        assertEquals("1e+06", general(999_999_500, 1000));
        assertEquals("4.29497e+06", general(4_294_967_295L, 1000));
        // 1234.565 is not a double; the one nearest to it is a little larger.
        assertEquals(expected(1_234_565, 1000), general(1_234_565, 1000));
    }

    @Property
    void sixSignificantDigitsAreThoseOfTheDouble(
            @ForAll @LongRange(min = 1, max = 1L << 40) long numerator,
            @ForAll @IntRange(min = 1, max = 1000) int denominator) {
        assertEquals(
                expected(numerator, denominator),
                new BigDecimal(general(numerator, denominator))
                        .stripTrailingZeros()
                        .toPlainString());
    }

    @Property
    void percentHasOneDecimal(
            @ForAll @LongRange(min = 0, max = 1L << 40) long part,
            @ForAll @LongRange(min = 1, max = 1L << 40) long whole) {
        TextBuffer out = new TextBuffer(16);
        Fraction.percent(out, part, whole);
        BigDecimal exact = new BigDecimal(100.0 * part / whole).setScale(1, RoundingMode.HALF_EVEN);
        assertEquals(exact.toPlainString(), out.toString());
    }

    private static String expected(long numerator, int denominator) {
        return new BigDecimal((double) numerator / denominator)
                .round(SIX_DIGITS)
                .stripTrailingZeros()
                .toPlainString();
    }

    private static String general(long numerator, int denominator) {
        TextBuffer out = new TextBuffer(16);
        Fraction.general(out, numerator, denominator);
        return out.toString();
    }
}
