package io.conncount.cli.count;

import io.conncount.cli.options.KeyWords;
import io.conncount.cli.options.OptionSpecs;
import io.conncount.cli.options.ParsedArguments;
import io.conncount.cli.options.SelectionOptions;
import io.conncount.cli.options.SelectionOptions.UsualStates;
import io.conncount.cli.options.SourceOptions;
import io.conncount.cli.options.Suggestion;
import io.conncount.cli.options.UsageException;
import io.conncount.cli.output.Format;
import io.conncount.cli.output.Output.ColorWhen;
import io.conncount.group.GroupKey;
import io.conncount.group.GroupKeys;
import io.conncount.query.Query;
import io.conncount.snapshot.Ranking.Order;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Makes {@link CountOptions} of what was given, and says what is wrong with it. */
public final class CountReader {
    private static final int GROUPS_MAX_DEFAULT = 1_000_000;
    private static final int GROUPS_MAX_MAX = 100_000_000;
    private static final double WATCH_SECONDS_MIN = 0.1;
    private static final double WATCH_SECONDS_MAX = 86_400;
    private static final String COUNT_COLUMN = "count";

    private final ParsedArguments given;

    public CountReader(ParsedArguments given) {
        this.given = given;
    }

    public CountOptions read() throws UsageException {
        SourceOptions.requireOneSource(given);
        List<GroupKey> keys = keys();
        Query query = new Query(
                SelectionOptions.read(given, UsualStates.ALL),
                keys,
                given.has(Count.EXACT),
                given.threadsMax(),
                given.number(Count.MAX_GROUPS, GROUPS_MAX_MAX).orElse(GROUPS_MAX_DEFAULT));
        SourceOptions.requireNamespaces(given, query.selection(), query.details());
        Optional<Duration> watch = watch();
        if (watch.isPresent() && given.has(SourceOptions.FROM)) {
            throw new UsageException(
                    "--watch shows changes, but a recording (--from) does not change; leave one of them out");
        }
        Optional<Integer> samplesMax = given.number(Count.COUNT, Integer.MAX_VALUE);
        if (samplesMax.isPresent() && watch.isEmpty()) {
            throw new UsageException("--count N limits the answers of --watch; add --watch, or did you mean --top N?");
        }
        return new CountOptions(
                query,
                order(keys),
                given.format(),
                given.number(Count.TOP, Integer.MAX_VALUE),
                watch.isPresent(),
                watch.orElse(Duration.ZERO),
                watch.isPresent() ? samplesMax.map(Integer::longValue).orElse(Long.MAX_VALUE) : 1,
                given.has(Count.EXPLAIN),
                given.color());
    }

    private List<GroupKey> keys() throws UsageException {
        Optional<String> by = given.value(Count.BY);
        if (by.isPresent() && given.has(Count.BY_STATE)) {
            throw new UsageException("--by-state and --by cannot be combined; write --by " + by.get() + ",state");
        }
        return KeyWords.read(Count.BY, by.orElse("state"));
    }

    private Order order(List<GroupKey> keys) throws UsageException {
        boolean reversed = given.has(Count.REVERSE);
        List<String> names = GroupKeys.names(keys);
        String column = sortColumn(given, names);
        return column.equals(COUNT_COLUMN)
                ? new Order(Order.COUNT, !reversed)
                : new Order(names.indexOf(column), reversed);
    }

    /** The column to sort by: {@code count}, or one of these keys. */
    public static String sortColumn(ParsedArguments given, List<String> keys) throws UsageException {
        String column = given.value(Count.SORT).orElse(COUNT_COLUMN).replace('_', '-');
        List<String> columns = new ArrayList<>();
        columns.add(COUNT_COLUMN);
        columns.addAll(keys);
        if (!columns.contains(column)) {
            throw new UsageException("--sort " + column + ": unknown column" + Suggestion.hint(column, columns));
        }
        return column;
    }

    private Optional<Duration> watch() throws UsageException {
        return given.seconds(OptionSpecs.WATCH, WATCH_SECONDS_MIN, WATCH_SECONDS_MAX);
    }

    /**
     * What the command line says, checked.
     *
     * @param format empty where the output decides: a table on a terminal, plain columns elsewhere
     * @param rowsMax how many rows to show; empty for all, or as many as the terminal is high
     * @param watching true to ask again and again, and show what changed
     * @param interval how long after each other to ask
     * @param samplesMax how many times to ask
     * @param explain true to show how the kernel was asked instead of the answer
     */
    public record CountOptions(
            Query query,
            Order order,
            Optional<Format> format,
            Optional<Integer> rowsMax,
            boolean watching,
            Duration interval,
            long samplesMax,
            boolean explain,
            ColorWhen color) {}
}
