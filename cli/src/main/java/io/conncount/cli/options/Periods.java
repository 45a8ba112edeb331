package io.conncount.cli.options;

import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Lengths of time as people write them. */
public final class Periods {
    /** Some of them, for messages. */
    static final String EXAMPLES = "90s, 15m, 24h or 7d";

    private static final Pattern PERIOD = Pattern.compile("(\\d{1,7})(s|m|min|h|d)");

    private Periods() {}

    /** A length that is not 0; empty if it is written otherwise. */
    public static Optional<Duration> of(String text) {
        Matcher matcher = PERIOD.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        long number = Long.parseLong(matcher.group(1));
        Duration period = switch (matcher.group(2)) {
            case "s" -> Duration.ofSeconds(number);
            case "h" -> Duration.ofHours(number);
            case "d" -> Duration.ofDays(number);
            default -> Duration.ofMinutes(number);
        };
        return number == 0 ? Optional.empty() : Optional.of(period);
    }
}
