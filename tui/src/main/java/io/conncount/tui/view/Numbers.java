package io.conncount.tui.view;

import java.time.Duration;
import java.util.Locale;
import java.util.OptionalDouble;

/** Numbers as an operator reads them at a glance. */
final class Numbers {
    private static final String[] UNITS = {"B", "KiB", "MiB", "GiB", "TiB", "PiB"};
    private static final int STEP = 1024;

    private Numbers() {}

    /** {@code 990,401}. */
    static String grouped(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    /** {@code 99.96 %}. */
    static String share(long part, long total) {
        double percent = total == 0 ? 0 : 100.0 * part / total;
        return part > 0 && percent < 0.01 ? "<0.01 %" : String.format(Locale.ROOT, "%.2f %%", percent);
    }

    /** {@code +602}, {@code -3.5}, {@code 0}. */
    static String change(double perSecond) {
        return perSecond == 0
                ? "0"
                : String.format(Locale.ROOT, Math.abs(perSecond) < 100 ? "%+.1f" : "%+,.0f", perSecond);
    }

    /** {@code 602}, {@code 3.5}; a hyphen where it is not known. */
    static String rate(OptionalDouble perSecond) {
        if (perSecond.isEmpty()) {
            return "-";
        }
        double value = perSecond.getAsDouble();
        return value == 0 ? "0" : String.format(Locale.ROOT, value < 100 ? "%.1f" : "%,.0f", value);
    }

    /** {@code 3.1 GiB}. */
    static String bytes(long bytes) {
        double value = bytes;
        int unit = 0;
        while (value >= STEP && unit < UNITS.length - 1) {
            value /= STEP;
            unit++;
        }
        return String.format(Locale.ROOT, unit == 0 ? "%.0f %s" : "%.1f %s", value, UNITS[unit]);
    }

    /** {@code 12 d 3:04}, {@code 3:04}. */
    static String uptime(Duration time) {
        String days = time.toDays() > 0 ? time.toDays() + " d " : "";
        return days + String.format(Locale.ROOT, "%d:%02d", time.toHoursPart(), time.toMinutesPart());
    }

    /** {@code 0.4 s}, {@code 12 s}, {@code 5 min}. */
    static String age(double seconds) {
        if (seconds < 10) {
            return String.format(Locale.ROOT, "%.1f s", seconds);
        }
        return seconds < 120
                ? String.format(Locale.ROOT, "%.0f s", seconds)
                : String.format(Locale.ROOT, "%.0f min", seconds / 60);
    }

    /** {@code 2.3 %}. */
    static String percent(double share) {
        return String.format(Locale.ROOT, share < 0.1 ? "%.1f %%" : "%.0f %%", 100 * share);
    }
}
