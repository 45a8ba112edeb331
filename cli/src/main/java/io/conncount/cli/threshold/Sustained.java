package io.conncount.cli.threshold;

import io.conncount.cli.options.UsageException;
import java.time.Duration;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A question with a comparison that is to be true for some time, such as {@code state=syn-recv > 5000 for 10s}.
 *
 * @param text as it was written
 * @param lasting zero if once is enough
 */
public record Sustained(String text, Question question, Duration lasting) {
    private static final Pattern PARTS = Pattern.compile("(.+?)(?:\\s+for\\s+(\\S+))?");
    private static final Pattern DURATION = Pattern.compile("(\\d{1,5})([smh])");

    /** Reads one. */
    public static Sustained read(String words, Subjects subjects) throws UsageException {
        String text = words.strip();
        Matcher parts = PARTS.matcher(text);
        if (!parts.matches()) {
            throw new UsageException("a condition is missing, such as 'state=syn-recv > 5000 for 10s'");
        }
        Question question = Question.read(parts.group(1), subjects);
        if (question.critical().isEmpty()) {
            throw new UsageException(
                    "'" + text + "' has no threshold; write '" + question.text() + " > N', and 'for 10s' after it");
        }
        return new Sustained(text, question, parts.group(2) == null ? Duration.ZERO : lasting(parts.group(2)));
    }

    private static Duration lasting(String text) throws UsageException {
        Matcher parts = DURATION.matcher(text);
        if (!parts.matches()) {
            throw new UsageException("'for " + text + "' must have a duration such as 10s, 5m or 1h");
        }
        return Duration.parse("PT" + parts.group(1) + parts.group(2).toUpperCase(Locale.ROOT));
    }
}
