package io.conncount.distribution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.conncount.expression.Evaluator;
import io.conncount.expression.Expression;
import io.conncount.testing.property.ForAll;
import io.conncount.testing.property.LongRange;
import io.conncount.testing.property.Property;
import java.util.List;
import org.junit.jupiter.api.Test;

class BucketsTest {
    @Property
    void middleOfARangeIsOffByLessThanStated(@ForAll @LongRange(min = 0, max = Long.MAX_VALUE - 1) long value) {
        long floor = Buckets.floor(value);
        assertTrue(floor <= value);
        assertEquals(floor, Buckets.floor(floor));
        long middle = Buckets.middle(Buckets.index(floor));
        assertEquals(floor, Buckets.floor(middle));
        assertTrue(Math.abs(middle - value) <= value * Buckets.ERROR_MAX, value + " is shown as " + middle);
    }

    @Property
    void rangesAreInTheOrderOfTheirValues(
            @ForAll @LongRange(min = 0, max = Long.MAX_VALUE - 1) long value,
            @ForAll @LongRange(min = 0, max = Long.MAX_VALUE - 1) long other) {
        int order = Integer.compare(Buckets.index(Buckets.floor(value)), Buckets.index(Buckets.floor(other)));
        assertTrue(order == 0 || order == Long.compare(value, other));
    }

    @Property
    void kernelsComputeTheSame(@ForAll long value) {
        Expression expression = Buckets.floor(new Expression.Constant(value));
        assertEquals(Buckets.floor(value), Evaluator.value(expression, null));
    }

    @Test
    void smallValuesAreExact() {
        for (long value = 0; value < 128; value++) {
            assertEquals(value, Buckets.middle(Buckets.index(Buckets.floor(value))));
        }
    }

    @Test
    void rangesAreNumberedWithoutGaps() {
        int index = 127;
        for (int power = 7; power < 63; power++) {
            for (long within = 64; within < 128; within++) {
                assertEquals(++index, Buckets.index(within << (power - 6)));
            }
        }
        assertEquals(index, Buckets.index(Buckets.floor(Long.MAX_VALUE)));
        assertTrue(index < 4096);
    }

    @Test
    void negativeValuesCountAsZero() {
        for (long value : List.of(-1L, -4096L, Long.MIN_VALUE + 1)) {
            assertEquals(0, Buckets.index(Buckets.floor(value)));
        }
    }
}
