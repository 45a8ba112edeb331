package io.conncount.cli.options;

import io.conncount.cli.output.Format;
import io.conncount.cli.output.Output.ColorWhen;
import io.conncount.names.HostNames;
import io.conncount.names.SocketNames;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** The options and words that were given; what is wrong with one of them is said in one line. */
public final class ParsedArguments {
    /** The values of {@code --color}. */
    public static final List<String> COLOR_WORDS = List.of("auto", "always", "never");

    /** The options whose value may be a time ago, such as {@code -6h}. */
    private static final List<String> TIMES = List.of(HistoryOptions.AT, HistoryOptions.SINCE);

    private static final int THREADS_DEFAULT_MAX = 4;
    private static final double PERCENT = 100;
    private static final int THREADS_MAX = 64;
    private static final double MILLISECONDS_PER_SECOND = 1000;

    private final ParseResult parsed;
    private final int wordsTaken;
    private final SocketNames names;

    /** Values in place of those that were given. */
    private final Map<String, String> replaced;

    private ParsedArguments(ParseResult parsed, int wordsTaken, SocketNames names, Map<String, String> replaced) {
        this.parsed = parsed;
        this.wordsTaken = wordsTaken;
        this.names = names;
        this.replaced = replaced;
    }

    /** Parses the arguments, without interpreting their values. */
    public static ParsedArguments parse(CommandLine model, List<String> args) throws UsageException {
        CommandSpec spec = model.getCommandSpec();
        List<String> words = new ArrayList<>();
        for (int i = 0; i < args.size(); i++) {
            String word = args.get(i);
            String next = i + 1 < args.size() ? args.get(i + 1) : "";
            if (TIMES.contains(word)
                    && next.startsWith("-")
                    && Periods.of(next.substring(1)).isPresent()) {
                // Or picocli would take -6h for options.
                words.add(word + "=" + next);
                i++;
            } else {
                words.add(spec.findOption(word) == null ? word : withDefault(word, next));
            }
        }
        try {
            // A flag that is given twice, as in -t -tan, means no more than once.
            model.setOverwrittenOptionsAllowed(true);
            ParseResult parsed = model.parseArgs(words.toArray(new String[0]));
            OptionFaults.requireOneValueEach(parsed, args);
            return new ParsedArguments(parsed, 0, new HostNames(), Map.of());
        } catch (ParameterException e) {
            throw OptionFaults.of(e, spec, args);
        }
    }

    /** Adds the default of options with an optional value; picocli would take the next word as the value. */
    private static String withDefault(String word, String next) throws UsageException {
        if (word.equals(OptionSpecs.WATCH)) {
            requireNoValue(word, next, "\\d+(\\.\\d+)?s?");
            return OptionSpecs.WATCH + "=2";
        }
        if (word.equals(OptionSpecs.COLOR)) {
            requireNoValue(word, next, "auto|always|never");
            return OptionSpecs.COLOR + "=always";
        }
        return word;
    }

    private static void requireNoValue(String option, String next, String value) throws UsageException {
        if (next.matches(value)) {
            throw new UsageException(
                    "write " + option + "=" + next + ": without '=', '" + next + "' would be part of the filter");
        }
    }

    public boolean helpRequested() {
        return parsed.isUsageHelpRequested();
    }

    public boolean versionRequested() {
        return parsed.isVersionHelpRequested();
    }

    /** True if the command has this option, given or not. */
    public boolean takes(String option) {
        return parsed.commandSpec().findOption(option) != null;
    }

    /** True if nothing was given. */
    public boolean isEmpty() {
        return parsed.originalArgs().isEmpty();
    }

    public boolean has(String option) {
        return replaced.containsKey(option) || parsed.hasMatchedOption(option);
    }

    /** Which of two options counts where the later one does; empty if neither was given. */
    public Optional<String> last(String one, String other) {
        Optional<String> last = Optional.empty();
        for (OptionSpec option : parsed.matchedOptions()) {
            List<String> names = List.of(option.names());
            last = names.contains(one) ? Optional.of(one) : names.contains(other) ? Optional.of(other) : last;
        }
        return last;
    }

    public Optional<String> value(String option) {
        String replacement = replaced.get(option);
        return Optional.ofNullable(
                replacement != null ? replacement : parsed.matchedOptionValue(option, (String) null));
    }

    /** The values of an option that may be given several times, in their order. */
    public List<String> values(String option) {
        return parsed.matchedOptionValue(option, List.<String>of());
    }

    /** The arguments that are not options: the filter. */
    public List<String> words() {
        List<String> words = parsed.matchedPositionalValue(0, List.<String>of());
        return words.subList(wordsTaken, words.size());
    }

    /** The same without the first of the words, which meant something else. */
    public ParsedArguments withoutFirstWord() {
        return new ParsedArguments(parsed, wordsTaken + 1, names, replaced);
    }

    /** The same with a value of an option in place of the one that was given, if one was. */
    public ParsedArguments with(String option, String value) {
        return new ParsedArguments(parsed, wordsTaken, names, Map.of(option, value));
    }

    /** A copy that looks up names in a filter as on another host. */
    public ParsedArguments withNames(SocketNames others) {
        return new ParsedArguments(parsed, wordsTaken, others, replaced);
    }

    /** Looks up names in a filter; by default, on this host. */
    SocketNames names() {
        return names;
    }

    /** A whole number from 1 to {@code max}. */
    public Optional<Integer> number(String option, int max) throws UsageException {
        Optional<String> text = value(option);
        if (text.isEmpty()) {
            return Optional.empty();
        }
        String digits = text.get().replace(",", "");
        if (digits.matches("\\d{1,10}")) {
            long number = Long.parseLong(digits);
            if (number >= 1 && number <= max) {
                return Optional.of((int) number);
            }
        }
        throw new UsageException(option + " " + text.get() + ": must be a whole number from 1 to " + max);
    }

    /** A length of time, in seconds. */
    public Optional<Duration> seconds(String option, double min, double max) throws UsageException {
        Optional<String> text = value(option);
        if (text.isEmpty()) {
            return Optional.empty();
        }
        // A pattern first: the parser takes hexadecimal, NaN and the like too.
        if (text.get().matches("\\d{1,5}(\\.\\d{1,3})?")) {
            double seconds = Double.parseDouble(text.get());
            if (seconds >= min && seconds <= max) {
                return Optional.of(Duration.ofMillis(Math.round(seconds * MILLISECONDS_PER_SECOND)));
            }
        }
        throw new UsageException(
                option + "=" + text.get() + ": must be a number of seconds from " + shown(min) + " to " + shown(max));
    }

    /** A length of time with its unit, such as {@code 90s}, {@code 15m}, {@code 24h} or {@code 7d}. */
    public Optional<Duration> period(String option) throws UsageException {
        Optional<String> text = value(option);
        if (text.isEmpty()) {
            return Optional.empty();
        }
        Optional<Duration> period = Periods.of(text.get());
        if (period.isEmpty()) {
            throw new UsageException(
                    option + " " + text.get() + ": must be a length of time such as " + Periods.EXAMPLES);
        }
        return period;
    }

    /** A number of bytes, such as {@code 512M} or {@code 2G}, in steps of 1024. */
    public Optional<Long> bytes(String option, long min, long max) throws UsageException {
        Optional<String> text = value(option);
        if (text.isEmpty()) {
            return Optional.empty();
        }
        if (text.get().matches("\\d{1,10}[KMG]?")) {
            String digits = text.get().replaceAll("\\D", "");
            int shift = 10
                    * " KMG"
                            .indexOf(
                                    text.get().substring(digits.length()).isEmpty()
                                            ? " "
                                            : text.get().substring(digits.length()));
            long bytes = Long.parseLong(digits) << shift;
            if (bytes >= min && bytes <= max) {
                return Optional.of(bytes);
            }
        }
        throw new UsageException(option + " " + text.get() + ": must be from " + (min >> 20) + "M to " + (max >> 30)
                + "G, such as 512M");
    }

    /** A share of a processor core, in percent. */
    public Optional<Double> share(String option) throws UsageException {
        Optional<String> text = value(option);
        if (text.isEmpty()) {
            return Optional.empty();
        }
        String number =
                text.get().endsWith("%") ? text.get().substring(0, text.get().length() - 1) : text.get();
        if (number.matches("\\d{1,3}(\\.\\d{1,3})?")) {
            double percent = Double.parseDouble(number);
            if (percent > 0 && percent <= PERCENT) {
                return Optional.of(percent / PERCENT);
            }
        }
        throw new UsageException(option + " " + text.get() + ": must be a share of a core, such as 2% or 0.5%");
    }

    private static String shown(double number) {
        return number == Math.rint(number) ? Long.toString((long) number) : Double.toString(number);
    }

    /** Which of two choices the options name: none of them, one or both. */
    <E extends Enum<E>> EnumSet<E> either(E first, String firstOption, E second, String secondOption) {
        EnumSet<E> chosen = EnumSet.noneOf(first.getDeclaringClass());
        if (has(firstOption)) {
            chosen.add(first);
        }
        if (has(secondOption)) {
            chosen.add(second);
        }
        return chosen;
    }

    public Optional<Format> format() throws UsageException {
        Format chosen = null;
        for (Format format : Format.values()) {
            if (format.option().isPresent() && has(format.option().get())) {
                if (chosen != null) {
                    throw new UsageException("give only one of "
                            + chosen.option().get() + " and " + format.option().get() + " at a time");
                }
                chosen = format;
            }
        }
        return Optional.ofNullable(chosen);
    }

    public ColorWhen color() throws UsageException {
        String when = value(OptionSpecs.COLOR).orElse("auto");
        for (ColorWhen choice : ColorWhen.values()) {
            if (choice.name().toLowerCase(Locale.ROOT).equals(when)) {
                return choice;
            }
        }
        throw new UsageException("--color=" + when + ": unknown value" + Suggestion.hint(when, COLOR_WORDS));
    }

    /** The maximum number of threads for a dump. More threads than processors gain nothing. */
    public int threadsMax() throws UsageException {
        Optional<Integer> asked = number(OptionSpecs.THREADS, THREADS_MAX);
        return asked.isPresent() ? asked.get() : threadsDefault();
    }

    /** The same where nothing was given. */
    public static int threadsDefault() {
        return Math.min(THREADS_DEFAULT_MAX, Runtime.getRuntime().availableProcessors());
    }
}
