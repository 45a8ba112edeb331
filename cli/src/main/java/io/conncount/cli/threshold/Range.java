package io.conncount.cli.threshold;

import io.conncount.expression.Comparison;
import java.math.BigDecimal;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A range of the Monitoring Plugins: {@code 10}, {@code 10:}, {@code ~:10}, {@code 10:20} are left by values that raise an alert, and
 * {@code @10:20} has such values in it. Both ends belong to it.
 *
 * @param start negative infinity if it has none
 * @param end infinity if it has none
 * @param inside true if values in it raise an alert
 */
public record Range(double start, double end, boolean inside) {
    private static final String NUMBER = "-?\\d{1,15}(?:\\.\\d{1,9})?(?:k|M|G|Ki|Mi|Gi)?";
    private static final Pattern SYNTAX = Pattern.compile("(@?)(?:(~|" + NUMBER + ")?(:))?(" + NUMBER + ")?");
    private static final Pattern PARTS = Pattern.compile("(-?[\\d.]+)(\\w*)");
    private static final Map<String, Double> UNITS =
            Map.of("", 1.0, "k", 1e3, "M", 1e6, "G", 1e9, "Ki", 0x1p10, "Mi", 0x1p20, "Gi", 0x1p30);

    /** What a number in a comparison may be, for a pattern. */
    static String numberPattern() {
        return NUMBER;
    }

    /** Reads a range; empty if it is none. */
    public static Optional<Range> parse(String text) {
        Matcher parts = SYNTAX.matcher(text);
        if (!parts.matches() || (parts.group(2) == null && parts.group(4) == null)) {
            return Optional.empty();
        }
        double start = 0;
        if (parts.group(2) != null) {
            start = parts.group(2).equals("~") ? Double.NEGATIVE_INFINITY : number(parts.group(2));
        }
        double end = parts.group(4) == null ? Double.POSITIVE_INFINITY : number(parts.group(4));
        return start > end
                ? Optional.empty()
                : Optional.of(new Range(start, end, !parts.group(1).isEmpty()));
    }

    private static double number(String text) {
        Matcher parts = PARTS.matcher(text);
        parts.matches();
        return Double.parseDouble(parts.group(1)) * UNITS.get(parts.group(2));
    }

    /** The range of values that do not compare so with a number. */
    static Range of(Comparison comparison, String number) {
        double limit = number(number);
        return switch (comparison) {
            case GREATER -> new Range(Math.min(0, limit), limit, false);
            case GREATER_OR_EQUAL -> new Range(limit, Double.POSITIVE_INFINITY, true);
            case LESS -> new Range(limit, Double.POSITIVE_INFINITY, false);
            case LESS_OR_EQUAL -> new Range(Double.NEGATIVE_INFINITY, limit, true);
            case EQUAL -> new Range(limit, limit, true);
            case NOT_EQUAL -> new Range(limit, limit, false);
        };
    }

    /** True if a value raises an alert. */
    boolean alerts(double value) {
        return inside == (value >= start && value <= end);
    }

    /** What a value that raises an alert is, such as {@code above 5000}. */
    public String violation(double value) {
        if (!inside) {
            return value < start ? "below " + text(start) : "above " + text(end);
        }
        if (end == Double.POSITIVE_INFINITY) {
            return "at least " + text(start);
        }
        if (start == Double.NEGATIVE_INFINITY || (start == 0 && end > 0)) {
            return "at most " + text(end);
        }
        return start == end ? "exactly so many" : "from " + text(start) + " to " + text(end);
    }

    /** A number with as few digits as it has. */
    public static String text(double number) {
        return BigDecimal.valueOf(number).stripTrailingZeros().toPlainString();
    }

    /** As in performance data. */
    @Override
    public String toString() {
        String from = start == Double.NEGATIVE_INFINITY ? "~:" : start == 0 ? "" : text(start) + ":";
        String to = end == Double.POSITIVE_INFINITY ? "" : text(end);
        return (inside ? "@" : "") + (from.isEmpty() && to.isEmpty() ? "0:" : from + to);
    }
}
