package io.conncount.cli.stats;

import io.conncount.cli.options.KeyWords;
import io.conncount.cli.options.NotListening;
import io.conncount.cli.options.ParsedArguments;
import io.conncount.cli.options.SelectionOptions;
import io.conncount.cli.options.SourceOptions;
import io.conncount.cli.options.Suggestion;
import io.conncount.cli.options.UsageException;
import io.conncount.cli.options.WatchOptions;
import io.conncount.cli.output.AnswerRun.Showing;
import io.conncount.distribution.Distributions;
import io.conncount.distribution.NumberKey;
import io.conncount.group.GroupKey;
import io.conncount.group.GroupKeys;
import io.conncount.query.Query;
import io.conncount.snapshot.Ranking;
import io.conncount.snapshot.Ranking.Order;
import io.conncount.socket.SocketNumber;
import io.conncount.socket.SocketNumber.Unit;
import io.conncount.view.DistributionColumns;
import io.conncount.view.DistributionColumns.Statistic;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Makes {@link StatsOptions} of what was given, and says what is wrong with it. */
public final class StatsReader {
    private static final int RANGES_MAX_DEFAULT = 1_000_000;
    private static final int RANGES_MAX_MAX = 100_000_000;
    private static final String COUNT = "count";

    private final ParsedArguments given;

    private StatsReader(ParsedArguments given) {
        this.given = given;
    }

    /**
     * What the command line says, checked.
     *
     * @param query about the number as the last key
     */
    public record StatsOptions(SocketNumber number, Query query, StatsOrder order, Showing showing) {}

    /**
     * The order of rows.
     *
     * @param statistic what to sort by; empty for what {@code order} says
     */
    public record StatsOrder(Optional<Statistic> statistic, Order order) {
        /** The first groups in this order. */
        Ranking rank(Distributions distributions, int rowsMax) {
            if (statistic.isEmpty()) {
                return new Ranking(distributions.groups(), order, rowsMax);
            }
            long[] values = new long[distributions.groups().groups()];
            for (int group = 0; group < values.length; group++) {
                values[group] = statistic.get().value().applyAsLong(distributions.of(group));
            }
            return new Ranking(distributions.groups(), values, order.descending(), rowsMax);
        }
    }

    static StatsOptions read(ParsedArguments given) throws UsageException {
        return new StatsReader(given).read();
    }

    private StatsOptions read() throws UsageException {
        SocketNumber number = number();
        Optional<String> by = given.value(Stats.BY);
        List<GroupKey> keys = by.isPresent() ? KeyWords.read(Stats.BY, by.get()) : List.of();
        List<GroupKey> counted = new ArrayList<>(keys);
        counted.add(new NumberKey(number));
        Query query = new Query(
                SelectionOptions.read(given.withoutFirstWord(), new NotListening()),
                counted,
                false,
                given.threadsMax(),
                given.number(Stats.MAX_GROUPS, RANGES_MAX_MAX).orElse(RANGES_MAX_DEFAULT));
        SourceOptions.requireNamespaces(given, query.selection(), query.details());
        Showing showing = new Showing(
                given.format(),
                given.number(Stats.TOP, Integer.MAX_VALUE),
                WatchOptions.read(given),
                given.has(Stats.EXPLAIN),
                false,
                given.color());
        return new StatsOptions(number, query, order(GroupKeys.names(keys)), showing);
    }

    private SocketNumber number() throws UsageException {
        if (given.words().isEmpty()) {
            throw new UsageException("stats needs a number: conncount stats rtt; conncount help columns lists them");
        }
        String word = given.words().get(0);
        Optional<SocketNumber> number = SocketNumber.byWord(word);
        if (number.isEmpty()) {
            List<String> names =
                    Stream.of(SocketNumber.values()).map(SocketNumber::label).toList();
            throw new UsageException("unknown number '" + word + "'"
                    + Suggestion.hint(word, names, "conncount help columns lists them"));
        }
        if (number.get().unit() == Unit.HEXADECIMAL) {
            throw new UsageException("'" + word + "' has no order, and so no percentiles");
        }
        return number.get();
    }

    private StatsOrder order(List<String> keys) throws UsageException {
        boolean reversed = given.has(Stats.REVERSE);
        String column = given.value(Stats.SORT).orElse(COUNT).replace('_', '-');
        for (Statistic statistic : DistributionColumns.STATISTICS) {
            if (statistic.name().equals(column)) {
                return new StatsOrder(Optional.of(statistic), new Order(Order.COUNT, !reversed));
            }
        }
        if (column.equals(COUNT)) {
            return new StatsOrder(Optional.empty(), new Order(Order.COUNT, !reversed));
        }
        if (!keys.contains(column)) {
            List<String> columns = new ArrayList<>(keys);
            columns.add(COUNT);
            DistributionColumns.STATISTICS.forEach(statistic -> columns.add(statistic.name()));
            throw new UsageException("--sort " + column + ": unknown column" + Suggestion.hint(column, columns));
        }
        return new StatsOrder(Optional.empty(), new Order(keys.indexOf(column), reversed));
    }
}
