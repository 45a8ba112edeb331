package io.conncount.view;

import java.time.Duration;
import java.util.Locale;
import java.util.OptionalDouble;

/** Numbers as people read them, on every screen and page alike. */
public final class Numbers {
    private static final String[] UNITS = {"B", "KiB", "MiB", "GiB", "TiB", "PiB"};
    private static final int STEP = 1024;
    private static final String THOUSANDS = " kMGTPE";
    private static final int THOUSAND = 1000;

    private Numbers() {}

    /** {@code 990,401}. Not by a format, here and below: a frame has hundreds of numbers. */
    public static String grouped(long number) {
        String digits = Long.toString(Math.abs(number));
        StringBuilder grouped = new StringBuilder(digits.length() + digits.length() / 3 + 1);
        grouped.append(number < 0 ? "-" : "");
        for (int i = 0; i < digits.length(); i++) {
            grouped.append(i > 0 && (digits.length() - i) % 3 == 0 ? "," : "").append(digits.charAt(i));
        }
        return grouped.toString();
    }

    /** {@code +1,204}, {@code -3}, {@code 0}. */
    public static String change(long delta) {
        return delta > 0 ? "+" + grouped(delta) : grouped(delta);
    }

    /** {@code 99.96 %}; what is there but rounds to nothing is {@code <0.01 %}. */
    public static String share(long part, long total) {
        if (part == 0 || total == 0) {
            return "0 %";
        }
        double percent = 100.0 * part / total;
        return percent < 0.01 ? "<0.01 %" : hundredths(percent) + " %";
    }

    /** {@code 0.75}. */
    public static String hundredths(double value) {
        long hundredths = Math.round(100 * value);
        return grouped(hundredths / 100) + "." + twoDigits(hundredths % 100);
    }

    private static String twoDigits(long number) {
        return (number < 10 ? "0" : "") + number;
    }

    /** {@code +602}, {@code -3.5}, {@code 0}. */
    public static String rateOfChange(double perSecond) {
        return perSecond == 0 ? "0" : (perSecond > 0 ? "+" : "-") + plain(Math.abs(perSecond));
    }

    /** {@code 602}, {@code 3.5}; a hyphen where it is not known. */
    public static String rate(OptionalDouble perSecond) {
        if (perSecond.isEmpty()) {
            return "-";
        }
        return perSecond.getAsDouble() == 0 ? "0" : plain(perSecond.getAsDouble());
    }

    /** With a decimal below 100. */
    private static String plain(double value) {
        return value >= 100 ? grouped(Math.round(value)) : tenths(value);
    }

    /** {@code 91.2}. */
    public static String tenths(double value) {
        long tenths = Math.round(10 * value);
        return tenths / 10 + "." + tenths % 10;
    }

    /** {@code 0.004}, {@code 3.2}, {@code 820}, {@code 4.4T}: no more than three digits, or the thousandths below 1. */
    public static String rough(double value) {
        if (value < 1) {
            return value == 0 ? "0" : String.format(Locale.ROOT, "%.3f", value);
        }
        double shown = value;
        int unit = 0;
        while (shown >= THOUSAND && unit < THOUSANDS.length() - 1) {
            shown /= THOUSAND;
            unit++;
        }
        String digits = shown < 10 ? tenths(shown) : Long.toString((long) shown);
        return digits + (unit == 0 ? "" : THOUSANDS.charAt(unit));
    }

    /** How many milliseconds it took, {@code 91.2}. */
    public static String milliseconds(Duration elapsed) {
        return tenths(elapsed.toNanos() / 1e6);
    }

    /** {@code 3.1 GiB}. */
    public static String bytes(long bytes) {
        double value = bytes;
        int unit = 0;
        while (value >= STEP && unit < UNITS.length - 1) {
            value /= STEP;
            unit++;
        }
        return (unit == 0 ? Long.toString(bytes) : tenths(value)) + " " + UNITS[unit];
    }

    /** {@code 12 d 3:04}, {@code 3:04}. */
    public static String uptime(Duration time) {
        String days = time.toDays() > 0 ? time.toDays() + " d " : "";
        return days + time.toHoursPart() + ":" + twoDigits(time.toMinutesPart());
    }

    /** {@code 0.4 s}, {@code 12 s}, {@code 5 min}. */
    public static String age(double seconds) {
        if (seconds < 10) {
            return tenths(seconds) + " s";
        }
        return seconds < 120 ? Math.round(seconds) + " s" : Math.round(seconds / 60) + " min";
    }

    /** {@code 0.4 s}, {@code 12 s}, {@code 5 min}, {@code 1 h 12 min}, {@code 3 d 4 h}. */
    public static String length(Duration time) {
        if (time.toMinutes() == 0) {
            return age(time.toMillis() / 1e3).replace(".0 s", " s");
        }
        if (time.toHours() == 0) {
            return time.toMinutes() + " min";
        }
        boolean days = time.toDays() > 0;
        long rest = days ? time.toHoursPart() : time.toMinutesPart();
        return (days ? time.toDays() + " d" : time.toHours() + " h")
                + (rest == 0 ? "" : " " + rest + (days ? " h" : " min"));
    }

    /** {@code 2.3 %}. */
    public static String percent(double share) {
        return (share < 0.1 ? tenths(100 * share) : Math.round(100 * share)) + " %";
    }
}
