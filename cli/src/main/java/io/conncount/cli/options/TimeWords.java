package io.conncount.cli.options;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Times in the past as people write them. */
public final class TimeWords {
    private static final String EXAMPLES =
            "'2026-11-22 03:00', 03:00, 'yesterday 03:00', 2026-11-22T03:00:00Z, -2h or now";
    private static final Pattern LOCAL = Pattern.compile(
            "(?:(\\d{4}-\\d{2}-\\d{2}|yesterday|today)(?:[ T]|$))?(\\d{1,2}:\\d{2}(?::\\d{2}(?:\\.\\d{1,3})?)?)?");

    private final Instant now;
    private final ZoneId zone;

    /** Words that are read at a time and in a place. */
    public TimeWords(Instant now, ZoneId zone) {
        this.now = now;
        this.zone = zone;
    }

    /**
     * The time that is meant.
     *
     * @param option that has the text, for messages
     */
    public Instant read(String option, String text) throws UsageException {
        try {
            return read(text);
        } catch (DateTimeException e) {
            throw new UsageException(option + " " + text + ": " + e.getMessage());
        }
    }

    /**
     * The time that is meant.
     *
     * @throws DateTimeException if none is; the message says why
     */
    public Instant read(String text) {
        String words = text.strip();
        if (words.equals("now")) {
            return now;
        }
        Optional<Duration> ago = words.startsWith("-") ? Periods.of(words.substring(1)) : Optional.empty();
        if (ago.isPresent()) {
            return now.minus(ago.get());
        }
        try {
            return withOffset(words).or(() -> local(words)).orElseThrow(TimeWords::unknown);
        } catch (DateTimeParseException e) {
            // It looks like a time, but has a number that no clock or calendar has.
            throw unknown();
        }
    }

    private static DateTimeException unknown() {
        return new DateTimeException("must be a time such as " + EXAMPLES);
    }

    private static Optional<Instant> withOffset(String words) {
        if (!words.matches(".*\\d(Z|[+-]\\d{2}:?\\d{2})") || !words.matches("\\d{4}-\\d{2}-\\d{2}[ T].*")) {
            return Optional.empty();
        }
        String iso = words.replace(' ', 'T').replaceAll("([+-]\\d{2})(\\d{2})$", "$1:$2");
        return Optional.of(OffsetDateTime.parse(iso).toInstant());
    }

    private Optional<Instant> local(String words) {
        Matcher matcher = LOCAL.matcher(words);
        if (words.isEmpty() || !matcher.matches()) {
            return Optional.empty();
        }
        LocalDate today = LocalDate.ofInstant(now, zone);
        LocalTime time = matcher.group(2) == null ? LocalTime.MIDNIGHT : time(matcher.group(2));
        if (matcher.group(1) == null) {
            // The last time at which the clock showed that.
            Instant onThisDay = instant(today.atTime(time));
            return Optional.of(
                    onThisDay.isAfter(now) ? instant(today.minusDays(1).atTime(time)) : onThisDay);
        }
        LocalDate day = switch (matcher.group(1)) {
            case "today" -> today;
            case "yesterday" -> today.minusDays(1);
            default -> LocalDate.parse(matcher.group(1));
        };
        return Optional.of(instant(day.atTime(time)));
    }

    private static LocalTime time(String text) {
        return LocalTime.parse(text.indexOf(':') == 1 ? "0" + text : text);
    }

    /** Refuses times that a clock never showed, or twice, because it was put forward or back. */
    private Instant instant(LocalDateTime time) {
        List<ZoneOffset> offsets = zone.getRules().getValidOffsets(time);
        if (offsets.size() == 1) {
            return time.toInstant(offsets.get(0));
        }
        if (offsets.isEmpty()) {
            throw new DateTimeException("there was no such time in " + zone + ", because the clock was put forward");
        }
        throw new DateTimeException("the clock showed that twice in " + zone + "; write "
                + OffsetDateTime.of(time, offsets.get(0)) + " or " + OffsetDateTime.of(time, offsets.get(1)));
    }
}
