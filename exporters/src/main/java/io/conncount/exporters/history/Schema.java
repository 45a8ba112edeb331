package io.conncount.exporters.history;

import io.conncount.exporters.history.SteadyClock.Shift;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The tables of a history, and how their rows are read. {@code docs/history.md} describes them for those who query them. */
final class Schema {
    /** The name of a history in its directory. */
    static final String FILE = "history.db";

    private static final long ERROR_BAR_UNKNOWN = -1;
    private static final String LIST_SEPARATOR = ",";

    private static final List<String> TABLES = List.of(
            "CREATE TABLE about (host TEXT NOT NULL)",
            "CREATE TABLE clock (time INTEGER PRIMARY KEY, ahead INTEGER NOT NULL)",
            "CREATE TABLE series (name TEXT PRIMARY KEY, metric TEXT NOT NULL, keys TEXT NOT NULL, tables TEXT NOT NULL,"
                    + " families TEXT NOT NULL, states TEXT NOT NULL, filter TEXT)",
            "CREATE TABLE thinned (series TEXT, interval INTEGER, until INTEGER NOT NULL, PRIMARY KEY (series, interval))");

    private static final String COLUMNS =
            "time, span, samples, total, total_min, total_max, other, error_bar, fault, size, groups";

    private Schema() {}

    /** Makes the tables of a new file, or checks that the file is one that this program writes. */
    static void prepare(Database database, Path file, String host) throws SQLException, HistoryException {
        if (database.number("SELECT count(*) FROM sqlite_schema") > 0) {
            check(database, file);
            return;
        }
        database.inTransaction(() -> {
            for (String table : TABLES) {
                database.run(table);
            }
            database.change("INSERT INTO about VALUES (?)", host);
            database.run("PRAGMA application_id=" + Database.APPLICATION);
            database.run("PRAGMA user_version=" + Database.VERSION);
        });
    }

    /** Refuses what is not a history, or one of another format. */
    static void check(Database database, Path file) throws SQLException, HistoryException {
        if (database.number("PRAGMA application_id") != Database.APPLICATION) {
            throw new HistoryException(
                    file + " is a database, but not a history of conncount; choose another directory");
        }
        long version = database.number("PRAGMA user_version");
        if (version != Database.VERSION) {
            throw new HistoryException(file + " has format " + version + ", and this conncount knows "
                    + Database.VERSION + "; use the conncount that wrote it, or another directory");
        }
    }

    static String host(Database database) throws SQLException {
        return String.join("", database.rows("SELECT host FROM about", row -> row.getString(1)));
    }

    static List<Shift> shifts(Database database) throws SQLException {
        return database.rows(
                "SELECT time, ahead FROM clock ORDER BY time", row -> new Shift(row.getLong(1), row.getLong(2)));
    }

    /**
     * A series and its table.
     *
     * @param table its name; that of the series, unless there was another one of the same name
     */
    record SeriesTable(String table, RecordedSeries series) {
        /** A query or a change in which {@code @} stands for the table, and {@code *} for its columns. */
        String sql(String text) {
            return text.replace("@", '"' + table + '"').replace("*", COLUMNS);
        }
    }

    static List<SeriesTable> series(Database database) throws SQLException {
        return database.rows(
                "SELECT name, metric, keys, tables, families, states, filter FROM series ORDER BY rowid",
                row -> new SeriesTable(
                        row.getString(1),
                        new RecordedSeries(
                                row.getString(2),
                                list(row.getString(3)),
                                list(row.getString(4)),
                                list(row.getString(5)),
                                list(row.getString(6)),
                                Optional.ofNullable(row.getString(7)))));
    }

    /** Adds a series, in a table of its own. */
    static SeriesTable add(Database database, RecordedSeries series, List<SeriesTable> others) throws SQLException {
        if (!series.name().matches("[a-z0-9_]+")) {
            throw new IllegalArgumentException("no name of a table: " + series.name());
        }
        String name = series.name();
        for (int number = 2; contains(others, name); number++) {
            name = series.name() + "_" + number;
        }
        SeriesTable added = new SeriesTable(name, series);
        database.run(
                added.sql("CREATE TABLE @ (time INTEGER PRIMARY KEY, span INTEGER NOT NULL, samples INTEGER NOT NULL,"
                        + " total INTEGER NOT NULL, total_min INTEGER, total_max INTEGER, other INTEGER NOT NULL,"
                        + " error_bar INTEGER, fault TEXT, size INTEGER NOT NULL, groups BLOB NOT NULL)"));
        database.change(
                "INSERT INTO series VALUES (?, ?, ?, ?, ?, ?, ?)",
                name,
                series.name(),
                text(series.keys()),
                text(series.tables()),
                text(series.families()),
                text(series.states()),
                series.filter().orElse(null));
        return added;
    }

    private static boolean contains(List<SeriesTable> tables, String name) {
        return tables.stream().anyMatch(table -> table.table().equals(name))
                || List.of("about", "clock", "series", "thinned").contains(name);
    }

    private static String text(List<String> words) {
        return String.join(LIST_SEPARATOR, words);
    }

    private static List<String> list(String text) {
        return text.isEmpty() ? List.of() : Arrays.asList(text.split(LIST_SEPARATOR));
    }

    static void insert(Database database, SeriesTable table, Moment moment, MomentText text)
            throws SQLException, IOException {
        MomentText.Packed packed = text.pack(moment.groups());
        boolean steady = moment.total().steady();
        database.change(
                table.sql("INSERT OR REPLACE INTO @ (*) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"),
                moment.time().toEpochMilli(),
                moment.span().toMillis(),
                moment.samples(),
                moment.total().last(),
                steady ? null : moment.total().min(),
                steady ? null : moment.total().max(),
                moment.otherGroups(),
                moment.errorBar() < 0 ? null : moment.errorBar(),
                moment.fault().orElse(null),
                packed.size(),
                packed.bytes());
    }

    /** A row as it is stored, of which the groups may be damaged. */
    static final class Stored {
        private final Moment withoutGroups;
        private final int size;
        private final byte[] groups;

        private Stored(Moment withoutGroups, int size, byte[] groups) {
            this.withoutGroups = withoutGroups;
            this.size = size;
            this.groups = groups;
        }

        /** All but the groups. */
        Moment withoutGroups() {
            return withoutGroups;
        }

        static Stored of(ResultSet row) throws SQLException {
            long total = row.getLong(4);
            Extent extent = new Extent(total, orElse(row, 5, total), orElse(row, 6, total));
            return new Stored(
                    new Moment(
                            Instant.ofEpochMilli(row.getLong(1)),
                            Duration.ofMillis(Math.max(0, row.getLong(2))),
                            row.getLong(3),
                            extent,
                            Map.of(),
                            row.getLong(7),
                            orElse(row, 8, ERROR_BAR_UNKNOWN),
                            Optional.ofNullable(row.getString(9))),
                    row.getInt(10),
                    Optional.ofNullable(row.getBytes(11)).orElse(new byte[0]));
        }

        private static long orElse(ResultSet row, int column, long missing) throws SQLException {
            long number = row.getLong(column);
            return row.wasNull() ? missing : number;
        }

        /**
         * The whole of it.
         *
         * @throws IOException if the groups are damaged
         */
        Moment read(MomentText text, int keys) throws IOException {
            Moment moment = withoutGroups;
            return new Moment(
                    moment.time(),
                    moment.span(),
                    moment.samples(),
                    moment.total(),
                    text.unpack(groups, size, keys),
                    moment.otherGroups(),
                    moment.errorBar(),
                    moment.fault());
        }
    }
}
