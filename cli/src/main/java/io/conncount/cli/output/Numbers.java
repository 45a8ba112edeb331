package io.conncount.cli.output;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/** Numbers as people read them. */
final class Numbers {
    private Numbers() {}

    /** {@code 990,401}. */
    static String grouped(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    /** {@code +1,204}, {@code -3}, {@code 0}. */
    static String change(long delta) {
        return delta == 0 ? "0" : String.format(Locale.ROOT, "%+,d", delta);
    }

    /** {@code +602.0}, {@code 0}. */
    static String rate(double perSecond) {
        return perSecond == 0 ? "0" : String.format(Locale.ROOT, "%+,.1f", perSecond);
    }

    /** As machines and people are told how long it took. */
    static double milliseconds(Duration elapsed) {
        return elapsed.toNanos() / 1e6;
    }

    /** {@code , sampled 3.2 s ago by the daemon}; nothing for what was counted for the asker. */
    static String age(Optional<Duration> age) {
        return age.isEmpty()
                ? ""
                : String.format(Locale.ROOT, ", sampled %.1f s ago by the daemon", milliseconds(age.get()) / 1000);
    }

    /** {@code 99.96 %}; what is there but rounds to nothing is {@code <0.01 %}. */
    static String share(long part, long total) {
        if (part == 0 || total == 0) {
            return "0 %";
        }
        double percent = 100.0 * part / total;
        return percent < 0.01 ? "<0.01 %" : String.format(Locale.ROOT, "%.2f %%", percent);
    }
}
