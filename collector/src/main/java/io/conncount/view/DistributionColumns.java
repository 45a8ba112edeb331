package io.conncount.view;

import io.conncount.distribution.Distribution;
import io.conncount.group.GroupKey;
import io.conncount.snapshot.Ranking.Row;
import io.conncount.socket.SocketNumber;
import io.conncount.socket.SocketNumber.Unit;
import io.conncount.view.GroupColumns.Grouped;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.ToLongFunction;

/** The columns of groups with the distribution of a number of their sockets. */
public final class DistributionColumns {
    private static final int CELLS_MAX = 20;
    private static final String UNICODE = " ▁▂▃▄▅▆▇█";
    private static final String ASCII = " .:-=+*#@";

    private DistributionColumns() {}

    /**
     * A value of a distribution that has a name.
     *
     * @param name without its unit
     */
    public record Statistic(String name, String help, ToLongFunction<Distribution> value) {}

    /** Those that are shown, in their order. */
    public static final List<Statistic> STATISTICS = List.of(
            new Statistic("min", "smallest value", Distribution::min),
            new Statistic("p50", "median", distribution -> distribution.percentile(50)),
            new Statistic("p90", "90 % of the sockets have no more", distribution -> distribution.percentile(90)),
            new Statistic("p99", "99 % of the sockets have no more", distribution -> distribution.percentile(99)),
            new Statistic("max", "largest value", Distribution::max));

    /**
     * A group, or several of them together.
     *
     * @param group empty for several
     */
    public record DistributionRow(Optional<Row> group, Distribution distribution) implements Grouped {
        /** How many sockets that is. */
        public long count() {
            return distribution.known() + distribution.unknown();
        }
    }

    /** The keys, how many sockets there are, and what is known of the number. */
    public static List<Column<DistributionRow>> of(List<GroupKey> keys, SocketNumber number) {
        List<Column<DistributionRow>> columns = GroupColumns.keys(keys);
        columns.add(count());
        columns.add(Columns.count(
                "known",
                "sockets whose number is known",
                row -> row.distribution().known()));
        for (Statistic statistic : STATISTICS) {
            columns.add(value(statistic, number));
        }
        return columns;
    }

    private static Column<DistributionRow> count() {
        return new Column<>("count", "number of sockets") {
            @Override
            public String title() {
                return GroupColumns.COUNT.title();
            }

            @Override
            public boolean numeric() {
                return true;
            }

            @Override
            public void write(DistributionRow row, CellWriter out) {
                out.count(row.count());
            }
        };
    }

    private static Column<DistributionRow> value(Statistic statistic, SocketNumber number) {
        return new Column<>(statistic.name() + suffix(number), statistic.help()) {
            @Override
            public String title() {
                return name().toUpperCase(Locale.ROOT).replace('_', ' ');
            }

            @Override
            public boolean numeric() {
                return true;
            }

            @Override
            public boolean known(DistributionRow row) {
                return row.distribution().known() > 0;
            }

            @Override
            public void write(DistributionRow row, CellWriter out) {
                long value = statistic.value().applyAsLong(row.distribution());
                if (number.unit().decimals() > 0) {
                    out.decimals(value, number.unit().decimals());
                } else {
                    out.count(value);
                }
            }
        };
    }

    private static String suffix(SocketNumber number) {
        return switch (number.unit()) {
            case MILLISECONDS, MILLISECONDS_OF_MICROSECONDS -> "_ms";
            case BITS_PER_SECOND -> "_bps";
            case COUNT, BYTES, HEXADECIMAL -> "";
        };
    }

    /**
     * The shape of a distribution for people: a bar for each range of values that double, as high as the sockets in it are many.
     *
     * @param all the distribution of all rows, whose ranges are those of each row
     * @param unicode true if the screen can show more than ASCII
     */
    public static Column<DistributionRow> shape(Distribution all, SocketNumber number, boolean unicode) {
        long[] powers = all.byPowerOfTwo();
        int first = 0;
        while (first < powers.length && powers[first] == 0) {
            first++;
        }
        return new Shape(first, powers.length, number.unit(), unicode ? UNICODE : ASCII);
    }

    /** Bars for the ranges from the first to that before the end, several in one where they are many. */
    private static final class Shape extends Column<DistributionRow> {
        private final int first;
        private final int end;
        private final Unit unit;
        private final String levels;

        Shape(int first, int end, Unit unit, String levels) {
            super("shape", "how many sockets have which values");
            this.first = first;
            this.end = end;
            this.unit = unit;
            this.levels = levels;
        }

        @Override
        public boolean derived() {
            return true;
        }

        @Override
        public String title() {
            return end == 0 ? "" : text(first == 0 ? 0 : 1L << (first - 1)) + " TO " + text((1L << (end - 1)) - 1);
        }

        private String text(long value) {
            return Numbers.rough(value / Math.pow(10, unit.decimals()));
        }

        @Override
        public void write(DistributionRow row, CellWriter out) {
            long[] powers = row.distribution().byPowerOfTwo();
            int step = Math.max(1, (end - first + CELLS_MAX - 1) / CELLS_MAX);
            long[] cells = new long[(end - first + step - 1) / step];
            long most = 1;
            for (int power = first; power < Math.min(end, powers.length); power++) {
                int cell = (power - first) / step;
                cells[cell] += powers[power];
                most = Math.max(most, cells[cell]);
            }
            StringBuilder bars = new StringBuilder();
            for (long cell : cells) {
                // What is there is never drawn as nothing.
                bars.append(levels.charAt((int) Math.ceil((double) cell / most * (levels.length() - 1))));
            }
            out.text(bars.toString());
        }
    }
}
