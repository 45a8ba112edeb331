package io.conncount.distribution;

import io.conncount.expression.Expression;
import io.conncount.expression.RangeSearch;

/**
 * The ranges into which a number is sorted, so that a few counts tell its distribution: below 128 each value has one of its own; from
 * there on, each power of two has 64 of the same width. So the middle of a range is off by less than 1 % of any value in it (1/128).
 * A negative number, of which the kernel reports hardly any, counts as 0.
 */
final class Buckets {
    /** At most what part of a value {@link #middle} is off by. */
    static final double ERROR_MAX = 1.0 / 128;

    private static final int EXACT_BITS = 7;
    private static final int EXACT = 1 << EXACT_BITS;
    private static final int PER_POWER = EXACT / 2;

    private Buckets() {}

    /** The smallest value of the range that a value is in; a value below 128 itself. */
    static long floor(long value) {
        return value < EXACT ? value : value & mask(power(value));
    }

    /** The same as an expression, which a kernel can compute. */
    static Expression floor(Expression value) {
        RangeSearch search = new RangeSearch(value);
        for (int power = EXACT_BITS; power < Long.SIZE - 1; power++) {
            long first = 1L << power;
            search.put(first, first - 1 + first, new Expression.Masked(value, mask(power)));
        }
        return search.of(value);
    }

    private static int power(long value) {
        return Long.SIZE - 1 - Long.numberOfLeadingZeros(value);
    }

    private static long mask(int power) {
        return -1L << (power - EXACT_BITS + 1);
    }

    /** The number of a range, in their order, by its smallest value; fewer than 4,096. */
    static int index(long floor) {
        if (floor < EXACT) {
            return (int) Math.max(0, floor);
        }
        int power = power(floor);
        int within = (int) (floor >>> (power - EXACT_BITS + 1)) - PER_POWER;
        return EXACT + (power - EXACT_BITS) * PER_POWER + within;
    }

    /** The value in the middle of the range with this number. */
    static long middle(int index) {
        if (index < EXACT) {
            return index;
        }
        int power = EXACT_BITS + (index - EXACT) / PER_POWER;
        int widthBits = power - EXACT_BITS + 1;
        long within = PER_POWER + (long) (index - EXACT) % PER_POWER;
        return (within << widthBits) + (1L << (widthBits - 1));
    }
}
