package io.conncount.filter;

import io.conncount.socket.SocketNumber;
import io.conncount.socket.SocketNumber.Unit;
import java.math.BigDecimal;
import java.util.Optional;

/** Reads numbers with decimals and units, exactly. */
final class ValueParser {
    private static final int CHARACTERS_MAX = 20;
    private static final int HEXADECIMAL = 16;
    private static final int HEXADECIMAL_DIGITS_MAX = 16;

    /**
     * A suffix of a number.
     *
     * @param factor what it multiplies by, so that the number is in its unit
     */
    private record Suffix(String text, BigDecimal factor) {
        static Suffix of(String text, long factor) {
            return new Suffix(text, BigDecimal.valueOf(factor));
        }
    }

    private static final Suffix[] OF_SIZES = {
        Suffix.of("Ki", 1L << 10),
        Suffix.of("Mi", 1L << 20),
        Suffix.of("Gi", 1L << 30),
        Suffix.of("k", 1000),
        Suffix.of("K", 1000),
        Suffix.of("M", 1_000_000),
        Suffix.of("G", 1_000_000_000)
    };
    private static final Suffix[] OF_TIMES = {
        Suffix.of("ms", 1), new Suffix("us", BigDecimal.valueOf(1, 3)), Suffix.of("s", 1000)
    };
    private static final Suffix[] NONE = {};

    private ValueParser() {}

    /** The value, in the number's unit, which is smaller than what is written by as many powers of ten as it has decimals. */
    static long parse(SocketNumber number, String text, int position) throws FilterException {
        Unit unit = number.unit();
        if (unit == Unit.HEXADECIMAL) {
            Optional<Long> bits = bits(text, Long.SIZE);
            if (bits.isEmpty()) {
                throw new FilterException(
                        "'" + text + "' is not a number: write digits, or 0x and hexadecimal digits", position);
            }
            return bits.get();
        }
        String digits = text;
        BigDecimal factor = BigDecimal.ONE;
        for (Suffix suffix : suffixes(unit)) {
            if (text.endsWith(suffix.text)) {
                digits = text.substring(0, text.length() - suffix.text.length());
                factor = suffix.factor;
                break;
            }
        }
        if (!isDecimal(digits)) {
            throw new FilterException(
                    "'" + text + "' is not a number: " + number.label() + " takes " + example(unit), position);
        }
        try {
            return new BigDecimal(digits)
                    .multiply(factor)
                    .scaleByPowerOfTen(unit.decimals())
                    .longValueExact();
        } catch (ArithmeticException e) {
            throw new FilterException(
                    "'" + text + "' is too large, or more precise than the kernel reports: " + number.label()
                            + " takes " + example(unit),
                    position);
        }
    }

    private static Suffix[] suffixes(Unit unit) {
        return switch (unit) {
            case BYTES, BITS_PER_SECOND -> OF_SIZES;
            case MILLISECONDS, MILLISECONDS_OF_MICROSECONDS -> OF_TIMES;
            default -> NONE;
        };
    }

    private static String example(Unit unit) {
        return switch (unit) {
            case BYTES, BITS_PER_SECOND -> "a whole number, such as 100, 64k (64,000) or 64Ki (65,536)";
            case MILLISECONDS -> "milliseconds, such as 200 or 1.5s";
            case MILLISECONDS_OF_MICROSECONDS -> "milliseconds, such as 1.5, 250us or 2s, with at most three decimals";
            default -> "a whole number, such as 100";
        };
    }

    private static boolean isDecimal(String text) {
        int point = text.indexOf('.');
        String whole = point < 0 ? text : text.substring(0, point);
        String fraction = point < 0 ? "0" : text.substring(point + 1);
        return text.length() <= CHARACTERS_MAX
                && !whole.isEmpty()
                && !fraction.isEmpty()
                && Digits.areAll(whole, 10)
                && Digits.areAll(fraction, 10);
    }

    /** An unsigned number with this many bits: decimal, or hexadecimal after {@code 0x}. */
    static Optional<Long> bits(String text, int bits) {
        boolean hexadecimal = text.startsWith("0x") || text.startsWith("0X");
        String digits = hexadecimal ? text.substring(2) : text;
        int digitsMax = hexadecimal ? HEXADECIMAL_DIGITS_MAX : CHARACTERS_MAX;
        int radix = hexadecimal ? HEXADECIMAL : 10;
        // A zero in front would be octal to ss, and is not to be read as something else.
        boolean octal = !hexadecimal && digits.length() > 1 && digits.startsWith("0");
        if (digits.isEmpty() || digits.length() > digitsMax || octal || !Digits.areAll(digits, radix)) {
            return Optional.empty();
        }
        try {
            long number = Long.parseUnsignedLong(digits, radix);
            return bits < Long.SIZE && number >>> bits != 0 ? Optional.empty() : Optional.of(number);
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }
}
