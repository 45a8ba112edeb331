package io.conncount.cli.threshold;

import java.util.OptionalDouble;

/**
 * What a subject is at present.
 *
 * @param value in its unit; empty if it is not known
 * @param unit as in performance data: {@code B}, {@code %}, {@code c} for a counter, {@code ms}; empty for a plain number
 * @param max the most that it can be; empty if it has no limit, or none that is known
 * @param remark what else is to be said of a known value, or why it is not known; may be empty
 */
public record Measured(OptionalDouble value, String unit, OptionalDouble max, String remark) {
    private static final double PERCENT = 100;

    /** A value in a unit. */
    public static Measured of(double value, String unit) {
        return new Measured(OptionalDouble.of(value), unit, OptionalDouble.empty(), "");
    }

    /** What is not known, and why. */
    public static Measured unknown(String reason) {
        return new Measured(OptionalDouble.empty(), "", OptionalDouble.empty(), reason);
    }

    /** A part of a limit, in percent with two decimals. */
    public static Measured share(long part, long whole, String remark) {
        double percent = Math.round(PERCENT * PERCENT * part / Math.max(1, whole)) / PERCENT;
        return new Measured(OptionalDouble.of(percent), "%", OptionalDouble.of(PERCENT), remark);
    }
}
