package io.conncount.cli.count;

import io.conncount.cli.options.HistoryOptions;
import io.conncount.cli.options.KeyWords;
import io.conncount.cli.options.ParsedArguments;
import io.conncount.cli.options.SelectionOptions;
import io.conncount.cli.options.SelectionOptions.UsualStates;
import io.conncount.cli.options.SourceOptions;
import io.conncount.cli.options.Suggestion;
import io.conncount.cli.options.UsageException;
import io.conncount.cli.options.WatchOptions;
import io.conncount.cli.output.AnswerRun.Showing;
import io.conncount.cli.output.Beat;
import io.conncount.group.GroupKey;
import io.conncount.group.GroupKeys;
import io.conncount.query.Query;
import io.conncount.snapshot.Ranking.Order;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Makes {@link CountOptions} of what was given, and says what is wrong with it. */
public final class CountReader {
    private static final int GROUPS_MAX_DEFAULT = 1_000_000;
    private static final int GROUPS_MAX_MAX = 100_000_000;
    private static final String COUNT_COLUMN = "count";

    private final ParsedArguments given;

    public CountReader(ParsedArguments given) {
        this.given = given;
    }

    public CountOptions read() throws UsageException {
        HistoryOptions.check(given);
        SourceOptions.requireOneSource(given);
        List<GroupKey> keys = keys();
        Query query = new Query(
                SelectionOptions.read(given, UsualStates.ALL),
                keys,
                given.has(Count.EXACT),
                given.threadsMax(),
                given.number(Count.MAX_GROUPS, GROUPS_MAX_MAX).orElse(GROUPS_MAX_DEFAULT));
        SourceOptions.requireNamespaces(given, query.selection(), query.details());
        Beat beat = WatchOptions.read(given);
        Showing showing = new Showing(
                given.format(),
                given.number(Count.TOP, Integer.MAX_VALUE),
                beat,
                given.has(Count.EXPLAIN),
                given.has(Count.QUIET),
                given.color());
        return new CountOptions(query, order(keys), showing);
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

    /** What the command line says, checked. */
    public record CountOptions(Query query, Order order, Showing showing) {}
}
