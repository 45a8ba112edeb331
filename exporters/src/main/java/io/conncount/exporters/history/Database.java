package io.conncount.exporters.history;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/** A SQLite database in the format of {@code docs/history.md}. Used by one thread. */
final class Database implements AutoCloseable {
    /** Of the format; raised with every change that an older conncount would misread. */
    static final int VERSION = 1;

    /** Says in the file's header that it is a history: {@code conn}. */
    static final int APPLICATION = 0x636f6e6e;

    static final int PAGE_BYTES = 4096;

    /** What of the file is kept in memory. */
    private static final int CACHE_KB = 1024;

    private static final int BUSY_MILLISECONDS = 2000;

    private final Connection connection;
    private final Map<String, PreparedStatement> statements = new HashMap<>();

    private Database(Connection connection) {
        this.connection = connection;
    }

    /** What a row of a result holds. */
    @FunctionalInterface
    interface RowReader<T> {
        T read(ResultSet row) throws SQLException;
    }

    /** Opens a file for the one who writes it, or makes it. */
    static Database openToWrite(Path file) throws SQLException {
        SQLiteConfig config = new SQLiteConfig();
        config.setBusyTimeout(BUSY_MILLISECONDS);
        Database database = new Database(config.createConnection("jdbc:sqlite:" + file.toUri()));
        try {
            database.run("PRAGMA page_size=" + PAGE_BYTES);
            database.run("PRAGMA journal_mode=WAL");
            // A commit survives the end of this process; the end of the host's power it survives from the next
            // checkpoint on.
            database.run("PRAGMA synchronous=NORMAL");
            database.keepSmall();
            return database;
        } catch (SQLException e) {
            database.close();
            throw e;
        }
    }

    /**
     * Opens a file to read it, which changes nothing.
     *
     * @throws SQLException if it cannot be opened
     */
    static Database openToRead(Path file) throws SQLException {
        try {
            return readable(file, "");
        } catch (SQLException e) {
            if (Files.exists(file.resolveSibling(file.getFileName() + "-wal"))) {
                throw e;
            }
            // Nobody writes it, and this user cannot make the files with which readers and a writer agree.
            return readable(file, "?immutable=1");
        }
    }

    private static Database readable(Path file, String parameters) throws SQLException {
        SQLiteConfig config = new SQLiteConfig();
        config.setReadOnly(true);
        config.setBusyTimeout(BUSY_MILLISECONDS);
        Database database = new Database(config.createConnection("jdbc:sqlite:" + file.toUri() + parameters));
        try {
            database.keepSmall();
            database.number("PRAGMA schema_version");
            return database;
        } catch (SQLException e) {
            database.close();
            throw e;
        }
    }

    private void keepSmall() throws SQLException {
        run("PRAGMA cache_size=-" + CACHE_KB);
        run("PRAGMA temp_store=MEMORY");
    }

    /** Runs a statement. */
    void run(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** A prepared statement with these values, to be used before the next of the same text. */
    PreparedStatement prepared(String sql, Object... values) throws SQLException {
        PreparedStatement statement = statements.get(sql);
        if (statement == null) {
            statement = connection.prepareStatement(sql);
            statements.put(sql, statement);
        }
        for (int i = 0; i < values.length; i++) {
            statement.setObject(i + 1, values[i]);
        }
        return statement;
    }

    /** Runs a statement with these values. */
    void change(String sql, Object... values) throws SQLException {
        prepared(sql, values).executeUpdate();
    }

    /** The number that a query gives, or 0. */
    long number(String sql, Object... values) throws SQLException {
        List<Long> numbers = rows(sql, row -> row.getLong(1), values);
        return numbers.isEmpty() ? 0 : numbers.get(0);
    }

    /** All rows of a result. */
    <T> List<T> rows(String sql, RowReader<T> reader, Object... values) throws SQLException {
        List<T> read = new ArrayList<>();
        forEach(sql, row -> read.add(reader.read(row)), values);
        return read;
    }

    /** Takes a row of a result. */
    @FunctionalInterface
    interface RowSink {
        void take(ResultSet row) throws SQLException;
    }

    /** Reads a result row by row, however long it is. */
    void forEach(String sql, RowSink sink, Object... values) throws SQLException {
        try (ResultSet rows = prepared(sql, values).executeQuery()) {
            while (rows.next()) {
                sink.take(rows);
            }
        } catch (SQLException e) {
            // A statement that failed is of no more use.
            forget(sql);
            throw e;
        }
    }

    private void forget(String sql) throws SQLException {
        PreparedStatement failed = statements.remove(sql);
        if (failed != null) {
            failed.close();
        }
    }

    /** Something that changes the database. */
    @FunctionalInterface
    interface Work {
        void run() throws SQLException;
    }

    /** Does all of it or nothing. */
    void inTransaction(Work work) throws SQLException {
        run("BEGIN IMMEDIATE");
        try {
            work.run();
            run("COMMIT");
        } catch (SQLException | RuntimeException | Error e) {
            try {
                run("ROLLBACK");
            } catch (SQLException gone) {
                // After some errors SQLite has rolled back already.
                e.addSuppressed(gone);
            }
            throw e;
        }
    }

    /** Why it failed, for people. */
    static String reason(SQLException e) {
        return switch (code(e)) {
            case SQLITE_FULL -> "the disk, or the space it was given, is full";
            case SQLITE_READONLY -> "it is read-only for this user";
            case SQLITE_CANTOPEN -> "it cannot be opened by this user";
            case SQLITE_BUSY -> "another process holds it";
            case SQLITE_CORRUPT, SQLITE_NOTADB -> "it is damaged";
            default -> e.getMessage();
        };
    }

    /** True if what is in the file is not what SQLite wrote. */
    static boolean isDamage(SQLException e) {
        SQLiteErrorCode code = code(e);
        return code == SQLiteErrorCode.SQLITE_CORRUPT || code == SQLiteErrorCode.SQLITE_NOTADB;
    }

    /** The primary code of an error. */
    private static SQLiteErrorCode code(SQLException e) {
        return e instanceof SQLiteException known
                ? SQLiteErrorCode.getErrorCode(known.getResultCode().code & 0xff)
                : SQLiteErrorCode.UNKNOWN_ERROR;
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException e) {
            // What was committed is safe; the next to open it takes the rest out of the log.
            return;
        }
    }
}
