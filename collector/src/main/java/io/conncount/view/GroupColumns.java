package io.conncount.view;

import io.conncount.group.GroupKey;
import io.conncount.snapshot.Ranking.Row;
import io.conncount.snapshot.Snapshot;
import io.conncount.snapshot.Snapshot.Rates;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The columns of groups: their keys, their size, and what changes. */
public final class GroupColumns {
    /** How many sockets a group has. */
    public static final Column<GroupRow> COUNT = new TitledNumber("count", "number of sockets", "SOCKETS") {
        @Override
        public void write(GroupRow row, CellWriter out) {
            out.count(row.count());
        }
    };

    private GroupColumns() {}

    /** A number under another title than its name. */
    private abstract static class TitledNumber extends Column<GroupRow> {
        private final String title;

        TitledNumber(String name, String help, String title) {
            super(name, help);
            this.title = title;
        }

        @Override
        public String title() {
            return title;
        }

        @Override
        public boolean numeric() {
            return true;
        }

        @Override
        public int widthMin() {
            return 0;
        }
    }

    /** A number that is known from the second snapshot on. */
    private abstract static class Change extends TitledNumber {
        Change(String name, String help, String title) {
            super(name, help, title);
        }

        @Override
        public boolean known(GroupRow row) {
            return row.rates().isPresent();
        }
    }

    /** Which part of all sockets it has. */
    public static Column<GroupRow> share() {
        return Columns.share("share", "part of all sockets", GroupRow::count, GroupRow::total);
    }

    /** The same as a bar. */
    public static Column<GroupRow> bar() {
        return Columns.bar(GroupRow::count, GroupRow::total);
    }

    /** By how many sockets it has grown. */
    public static Column<GroupRow> delta() {
        return new Change("delta", "growth since the answer before", "CHANGE") {
            @Override
            public void write(GroupRow row, CellWriter out) {
                out.change(row.delta());
            }
        };
    }

    /** What that amounts to in a second. */
    public static Column<GroupRow> perSecond() {
        return new Change("per_second", "growth since the answer before, in a second", "PER SECOND") {
            @Override
            public void write(GroupRow row, CellWriter out) {
                out.changePerSecond(row.rates().orElseThrow().perSecond(row.delta()));
            }
        };
    }

    /** A row about a group of a snapshot, or about several of them together. */
    public interface Grouped {
        /** The group; empty for several. */
        Optional<Row> group();
    }

    /** The keys that groups are made by. */
    public static <R extends Grouped> List<Column<R>> keys(List<GroupKey> keys) {
        List<Column<R>> columns = new ArrayList<>();
        for (int at = 0; at < keys.size(); at++) {
            columns.add(key(keys.get(at), at));
        }
        return columns;
    }

    private static <R extends Grouped> Column<R> key(GroupKey key, int at) {
        return new KeyColumn<>(key) {
            @Override
            protected boolean isOther(R row) {
                return row.group().isEmpty();
            }

            @Override
            protected String value(R row, boolean forPrograms) {
                Row group = row.group().orElseThrow();
                return forPrograms ? group.value(at) : group.screenValue(at);
            }
        };
    }

    /**
     * A group of a snapshot, or several of them together.
     *
     * @param group empty for several
     * @param count how many sockets that is
     * @param total how many there are in all groups
     * @param delta by how many sockets it has grown
     * @param rates what changed since the snapshot before; empty if there was none, and delta means nothing
     */
    public record GroupRow(Optional<Row> group, long count, long total, long delta, Optional<Rates> rates)
            implements Grouped {
        /** One group. */
        public static GroupRow of(Row group, Snapshot snapshot, Optional<Rates> rates) {
            long delta = rates.isPresent() ? rates.get().delta(group) : 0;
            return new GroupRow(Optional.of(group), group.count(), snapshot.total(), delta, rates);
        }

        /** Several groups together. */
        public static GroupRow of(long count, long delta, Snapshot snapshot, Optional<Rates> rates) {
            return new GroupRow(Optional.empty(), count, snapshot.total(), delta, rates);
        }
    }
}
