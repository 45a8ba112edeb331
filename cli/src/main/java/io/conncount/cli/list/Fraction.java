package io.conncount.cli.list;

import io.conncount.view.TextBuffer;

/** Writes fractions as C's {@code printf} writes them, to the last digit, and without allocating anything. */
final class Fraction {
    private static final int DIGITS = 6;
    private static final long SIX_DIGITS_END = 1_000_000;
    private static final int EXPONENT_MIN = -4;

    private Fraction() {}

    /**
     * {@code %g} of {@code numerator / denominator} as a double: six significant digits at most, and none that say nothing.
     *
     * @param numerator 0 to 2<sup>40</sup>
     * @param denominator 1 to 1000
     */
    static void general(TextBuffer out, long numerator, int denominator) {
        if (numerator == 0) {
            out.put('0');
            return;
        }
        int exponent = exponent(numerator, denominator);
        long digits = scaled(numerator, denominator, DIGITS - 1 - exponent);
        if (digits == SIX_DIGITS_END) {
            digits /= 10;
            exponent++;
        }
        if (exponent < EXPONENT_MIN || exponent >= DIGITS) {
            decimals(out, digits, DIGITS - 1);
            out.put('e').put(exponent < 0 ? '-' : '+').decimal(Math.abs(exponent), 2);
        } else {
            decimals(out, digits, DIGITS - 1 - exponent);
        }
    }

    /** {@code %.1f} of {@code 100.0 * part / whole}. */
    static void percent(TextBuffer out, long part, long whole) {
        double percent = 100.0 * part / whole;
        double tenths = Math.floor(percent * 10);
        double above = Math.fma(percent, 10, -(tenths + 0.5));
        boolean up = above > 0 || (above == 0 && tenths % 2 != 0);
        out.decimals((long) tenths + (up ? 1 : 0), 1);
    }

    /** {@code %.0f} of a number that fits into a long. */
    static void whole(TextBuffer out, double number) {
        out.decimal((long) Math.rint(number));
    }

    /** The power of ten of the first digit. */
    private static int exponent(long numerator, int denominator) {
        int exponent = 0;
        long upper = denominator;
        while (numerator >= upper * 10) {
            upper *= 10;
            exponent++;
        }
        long lower = numerator;
        while (lower < denominator) {
            lower *= 10;
            exponent--;
        }
        return exponent;
    }

    /**
     * The fraction times a power of ten, rounded. In the middle between two numbers, what counts is on which side of it
     * the double is that stands for the fraction.
     */
    private static long scaled(long numerator, int denominator, int power) {
        long dividend = numerator;
        long divisor = denominator;
        for (int i = 0; i < power; i++) {
            dividend *= 10;
        }
        for (int i = 0; i > power; i--) {
            divisor *= 10;
        }
        long quotient = dividend / divisor;
        long twice = 2 * (dividend - quotient * divisor);
        if (twice != divisor) {
            return twice > divisor ? quotient + 1 : quotient;
        }
        double above = Math.fma((double) numerator / denominator, denominator, (double) -numerator);
        boolean up = above == 0 ? quotient % 2 != 0 : above > 0;
        return up ? quotient + 1 : quotient;
    }

    /** A number with its decimal point shifted left by this many places, without trailing zeros. */
    private static void decimals(TextBuffer out, long number, int places) {
        long rest = number;
        int left = places;
        while (left > 0 && rest % 10 == 0) {
            rest /= 10;
            left--;
        }
        out.decimals(rest, left);
    }
}
