package io.conncount.cli.threshold;

import io.conncount.cli.options.UsageException;
import io.conncount.expression.Comparison;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Something to check.
 *
 * @param text what it is about, as it was written
 * @param warning values that raise a warning
 * @param critical values that are critical
 */
public record Question(String text, Subject subject, Optional<Range> warning, Optional<Range> critical) {
    private static final Pattern THRESHOLD =
            Pattern.compile("(.+?)\\s*(>=|<=|!=|==|=|>|<)\\s*(" + Range.numberPattern() + ")(%?)");

    /**
     * Reads a question: a subject, or a subject with a comparison that is critical if it is true. Filters have comparisons too: the
     * last one is a threshold if what is before it is a subject by itself.
     */
    public static Question read(String words, Subjects subjects) throws UsageException {
        String text = words.strip();
        Matcher parts = THRESHOLD.matcher(text);
        if (!parts.matches() || !subjects.isSubject(parts.group(1))) {
            if (parts.matches() && parts.group(1).indexOf(' ') < 0 && !subjects.isSubject(text)) {
                // One word is more likely to be meant for a measure than for a field of a filter.
                subjects.of(parts.group(1));
            }
            return new Question(text, subjects.of(text), Optional.empty(), Optional.empty());
        }
        Subject subject = subjects.of(parts.group(1));
        if (!parts.group(4).isEmpty() && !subject.isShare()) {
            throw new UsageException("'" + text + "': only shares are in percent");
        }
        Range critical = Range.of(Comparison.byWord(parts.group(2)).orElseThrow(), parts.group(3));
        return new Question(parts.group(1), subject, Optional.empty(), Optional.of(critical));
    }

    /** The same with another range for warnings. */
    public Question withWarning(Range range) {
        return new Question(text, subject, Optional.of(range), critical);
    }

    /** The same with another range of what is critical. */
    public Question withCritical(Range range) {
        return new Question(text, subject, warning, Optional.of(range));
    }

    /** How a value is. */
    public Status status(Measured measured) {
        if (measured.value().isEmpty()) {
            return Status.UNKNOWN;
        }
        double value = measured.value().getAsDouble();
        if (critical.isPresent() && critical.get().alerts(value)) {
            return Status.CRITICAL;
        }
        return warning.isPresent() && warning.get().alerts(value) ? Status.WARNING : Status.OK;
    }
}
