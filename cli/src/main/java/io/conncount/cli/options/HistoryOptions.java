package io.conncount.cli.options;

import static io.conncount.cli.options.OptionSpecs.value;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;

/** The options for what a daemon has recorded, the same for every command that asks it. */
public final class HistoryOptions {
    public static final String AT = "--at";
    public static final String SINCE = "--since";
    public static final String EVERY = "--every";
    public static final String HISTORY = "--history";

    /** Where the service of the package records, if it does. */
    public static final String DIRECTORY_DEFAULT = "/var/lib/conncount";

    private static final int LINES_DEFAULT = 60;
    private static final int LINES_MAX = 100_000;

    private HistoryOptions() {}

    /**
     * A period, and how it is divided.
     *
     * @param every how long each part is
     */
    public record Period(Instant from, Instant to, Duration every) {}

    public static void addTo(CommandSpec spec) {
        addMoment(spec);
        spec.addOption(value("TIME", "Show what was since TIME, such as 1h or 03:00.", SINCE));
        spec.addOption(value("TIME", "With --since: a line for each TIME, such as 1m.", EVERY));
        addPlace(spec);
    }

    public static void addMoment(CommandSpec spec) {
        spec.addOption(value("TIME", "Show a past moment: '2026-11-22 03:00' or -2h.", AT));
    }

    public static void addPlace(CommandSpec spec) {
        spec.addOption(value(
                "FILE",
                "History of conncount serve to ask, or its directory (default " + DIRECTORY_DEFAULT + ").",
                HISTORY));
    }

    /** True if a history is asked, and not the kernel. */
    public static boolean areGiven(ParsedArguments given) throws UsageException {
        boolean asked = given.has(AT) || given.has(SINCE);
        if (!asked && (given.has(HISTORY) || given.has(EVERY))) {
            throw new UsageException(
                    (given.has(EVERY) ? EVERY + " needs " : HISTORY + " needs " + AT + " or ") + SINCE);
        }
        if (given.has(AT) && given.has(SINCE)) {
            throw new UsageException("--at and --since cannot be combined: one is a moment, the other a period");
        }
        if (given.has(AT) && given.has(EVERY)) {
            throw new UsageException("--every needs --since");
        }
        return asked;
    }

    /** Refuses what is wrong with the options. */
    public static void check(ParsedArguments given) throws UsageException {
        if (areGiven(given)) {
            requireNoOtherSource(given);
            place(given);
            if (given.has(AT)) {
                at(given);
            } else {
                period(given);
            }
        }
    }

    /** Refuses options about how the kernel is read. */
    private static void requireNoOtherSource(ParsedArguments given) throws UsageException {
        for (String option : List.of(
                SourceOptions.FROM,
                SourceOptions.SOURCE,
                SourceOptions.NAMESPACE,
                SourceOptions.DAEMON,
                OptionSpecs.THREADS,
                OptionSpecs.WATCH)) {
            if (given.takes(option) && given.has(option)) {
                throw new UsageException((given.has(AT) ? AT : SINCE) + " and " + option
                        + " cannot be combined: a history has what the daemon sampled");
            }
        }
    }

    /** Which history to ask. */
    public static Path place(ParsedArguments given) throws UsageException {
        return SourceOptions.path(given.value(HISTORY).orElse(DIRECTORY_DEFAULT));
    }

    /** The moment that is meant. */
    public static Instant at(ParsedArguments given) throws UsageException {
        return time(AT, given.value(AT).orElseThrow());
    }

    /** A moment by its words. */
    public static Instant time(String option, String text) throws UsageException {
        return new TimeWords(Instant.now(), ZoneId.systemDefault()).read(option, text);
    }

    /** The period that is meant, up to now. */
    public static Period period(ParsedArguments given) throws UsageException {
        String since = given.value(SINCE).orElseThrow();
        Instant now = Instant.now();
        Optional<Duration> ago = Periods.of(since);
        Instant from = ago.isPresent() ? now.minus(ago.get()) : time(SINCE, since);
        Duration length = Duration.between(from, now);
        if (length.isNegative() || length.isZero()) {
            throw new UsageException(SINCE + " " + since + ": must be in the past");
        }
        Duration usual = Duration.ofSeconds(Math.max(1, length.toSeconds() / LINES_DEFAULT));
        Duration every = given.period(EVERY).orElse(usual);
        if (length.dividedBy(every) > LINES_MAX) {
            throw new UsageException(
                    EVERY + " " + given.value(EVERY).orElseThrow() + ": these are more than " + LINES_MAX + " lines");
        }
        return new Period(from, now, every);
    }
}
