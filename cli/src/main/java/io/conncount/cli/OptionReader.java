package io.conncount.cli;

import io.conncount.cli.CountOptions.ColorWhen;
import io.conncount.cli.output.Format;
import io.conncount.count.GroupKey;
import io.conncount.group.GroupKeys;
import io.conncount.plan.Query;
import io.conncount.snapshot.Order;
import io.conncount.socket.IpFamily;
import io.conncount.socket.Protocol;
import io.conncount.socket.TcpState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import picocli.CommandLine.ParseResult;

/** Makes {@link CountOptions} of a parsed command line, and says what is wrong with it. */
final class OptionReader {
    private static final int THREADS_DEFAULT_MAX = 4;
    private static final int THREADS_MAX = 64;
    private static final int GROUPS_MAX_DEFAULT = 1_000_000;
    private static final int GROUPS_MAX_MAX = 100_000_000;
    private static final double WATCH_SECONDS_MIN = 0.1;
    private static final double WATCH_SECONDS_MAX = 86_400;
    private static final double MILLISECONDS_PER_SECOND = 1000;
    private static final String COUNT_COLUMN = "count";

    private final ParseResult parsed;

    OptionReader(ParseResult parsed) {
        this.parsed = parsed;
    }

    CountOptions read() throws UsageException {
        List<GroupKey> keys = keys();
        Set<Protocol> protocols = either(Protocol.TCP, CommandModel.TCP, Protocol.UDP, CommandModel.UDP);
        Query query = new Query(
                protocols.isEmpty() ? EnumSet.of(Protocol.TCP) : protocols,
                families(),
                states(protocols),
                keys,
                has(CommandModel.EXACT),
                number(CommandModel.THREADS, THREADS_MAX).orElse(threadsDefault()),
                number(CommandModel.MAX_GROUPS, GROUPS_MAX_MAX).orElse(GROUPS_MAX_DEFAULT));
        Optional<Duration> watch = watch();
        Optional<Integer> samplesMax = number(CommandModel.COUNT, Integer.MAX_VALUE);
        if (samplesMax.isPresent() && watch.isEmpty()) {
            throw new UsageException("--count N says how often --watch asks; add --watch, or did you mean --top N?");
        }
        return new CountOptions(
                query,
                order(keys),
                format(),
                number(CommandModel.TOP, Integer.MAX_VALUE),
                watch.isPresent(),
                watch.orElse(Duration.ZERO),
                watch.isPresent() ? samplesMax.map(Integer::longValue).orElse(Long.MAX_VALUE) : 1,
                has(CommandModel.EXPLAIN),
                color());
    }

    private List<GroupKey> keys() throws UsageException {
        Optional<String> by = value(CommandModel.BY);
        if (by.isPresent() && has(CommandModel.BY_STATE)) {
            throw new UsageException("--by-state and --by exclude each other; write --by " + by.get() + ",state");
        }
        List<GroupKey> keys = new ArrayList<>();
        for (String word : by.orElse("state").split(",", -1)) {
            GroupKey key = key(word);
            if (names(keys).contains(key.name())) {
                throw new UsageException("--by " + by.get() + ": key '" + word + "' comes twice");
            }
            keys.add(key);
        }
        return keys;
    }

    private static List<String> names(List<GroupKey> keys) {
        List<String> names = new ArrayList<>();
        for (GroupKey key : keys) {
            names.add(key.name());
        }
        return names;
    }

    private static GroupKey key(String word) throws UsageException {
        try {
            Optional<GroupKey> key = GroupKeys.byWord(word);
            if (key.isPresent()) {
                return key.get();
            }
        } catch (IllegalArgumentException e) {
            throw new UsageException(e.getMessage());
        }
        List<String> names = GroupKeys.ALL.stream().map(GroupKeys.Entry::name).toList();
        throw new UsageException("unknown key '" + word + "' in --by" + Nearest.hint(word, names));
    }

    private Set<IpFamily> families() {
        Set<IpFamily> families = either(IpFamily.IPV4, CommandModel.IPV4, IpFamily.IPV6, CommandModel.IPV6);
        return families.isEmpty() ? EnumSet.allOf(IpFamily.class) : families;
    }

    private Set<TcpState> states(Set<Protocol> protocols) throws UsageException {
        Optional<Set<TcpState>> named = StateWords.parse(parsed.matchedPositionalValue(0, List.<String>of()));
        if (named.isPresent()) {
            return named.get();
        }
        if (!has(CommandModel.LISTENING) || has(CommandModel.ALL)) {
            return TcpState.ALL;
        }
        // A UDP socket that waits for datagrams from anybody is in no connection: closed, in TCP's terms.
        return protocols.contains(Protocol.UDP)
                ? EnumSet.of(TcpState.LISTEN, TcpState.CLOSE)
                : EnumSet.of(TcpState.LISTEN);
    }

    private Order order(List<GroupKey> keys) throws UsageException {
        boolean reversed = has(CommandModel.REVERSE);
        String column = value(CommandModel.SORT).orElse(COUNT_COLUMN);
        if (column.equals(COUNT_COLUMN)) {
            return new Order(Order.COUNT, !reversed);
        }
        List<String> names = names(keys);
        if (!names.contains(column)) {
            List<String> columns =
                    Stream.concat(Stream.of(COUNT_COLUMN), names.stream()).toList();
            throw new UsageException("--sort " + column + ": there is no such column" + Nearest.hint(column, columns));
        }
        return new Order(names.indexOf(column), reversed);
    }

    private Optional<Format> format() throws UsageException {
        Format chosen = null;
        for (Format format : Format.values()) {
            if (format.option().isPresent() && has(format.option().get())) {
                if (chosen != null) {
                    throw new UsageException("only one of " + chosen.option().get() + " and "
                            + format.option().get() + " at a time");
                }
                chosen = format;
            }
        }
        return Optional.ofNullable(chosen);
    }

    private Optional<Duration> watch() throws UsageException {
        Optional<String> text = value(CommandModel.WATCH);
        if (text.isEmpty()) {
            return Optional.empty();
        }
        // A pattern first: the parser takes hexadecimal, NaN and the like too.
        if (text.get().matches("\\d{1,5}(\\.\\d{1,3})?")) {
            double seconds = Double.parseDouble(text.get());
            if (seconds >= WATCH_SECONDS_MIN && seconds <= WATCH_SECONDS_MAX) {
                return Optional.of(Duration.ofMillis(Math.round(seconds * MILLISECONDS_PER_SECOND)));
            }
        }
        throw new UsageException("--watch=" + text.get() + ": not a number of seconds from 0.1 to 86400");
    }

    private ColorWhen color() throws UsageException {
        String when = value(CommandModel.COLOR).orElse("auto");
        for (ColorWhen choice : ColorWhen.values()) {
            if (choice.name().toLowerCase(Locale.ROOT).equals(when)) {
                return choice;
            }
        }
        throw new UsageException(
                "--color=" + when + ": unknown" + Nearest.hint(when, List.of("auto", "always", "never")));
    }

    private Optional<Integer> number(String option, int max) throws UsageException {
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
        throw new UsageException(option + " " + text.get() + ": not a whole number from 1 to " + max);
    }

    /** A thread more than there are processors gains nothing. */
    private static int threadsDefault() {
        return Math.min(THREADS_DEFAULT_MAX, Runtime.getRuntime().availableProcessors());
    }

    private <E extends Enum<E>> Set<E> either(E first, String firstOption, E second, String secondOption) {
        Set<E> chosen = EnumSet.noneOf(first.getDeclaringClass());
        if (has(firstOption)) {
            chosen.add(first);
        }
        if (has(secondOption)) {
            chosen.add(second);
        }
        return chosen;
    }

    private boolean has(String option) {
        return parsed.hasMatchedOption(option);
    }

    private Optional<String> value(String option) {
        return Optional.ofNullable(parsed.matchedOptionValue(option, (String) null));
    }
}
