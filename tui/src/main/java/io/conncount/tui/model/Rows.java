package io.conncount.tui.model;

import io.conncount.filter.Condition;
import java.util.List;
import java.util.Optional;

/** The rows over which the cursor moves. */
public interface Rows {
    /** The number of rows. */
    int size();

    /** Identifies a row in this snapshot and in the next. */
    List<String> identity(int row);

    /** The condition that holds for a row's sockets; empty if it would be too long. */
    Optional<Condition> condition(int row);

    /** No rows. */
    static Rows none() {
        return listed(List.of());
    }

    /** Rows that are lists of texts, and no filters. */
    static Rows listed(List<List<String>> rows) {
        return new Rows() {
            @Override
            public int size() {
                return rows.size();
            }

            @Override
            public List<String> identity(int row) {
                return rows.get(row);
            }

            @Override
            public Optional<Condition> condition(int row) {
                return Optional.empty();
            }
        };
    }

    /** The rows of one list and then those of another. */
    static Rows joined(Rows first, Rows second) {
        return new Rows() {
            @Override
            public int size() {
                return first.size() + second.size();
            }

            @Override
            public List<String> identity(int row) {
                return row < first.size() ? first.identity(row) : second.identity(row - first.size());
            }

            @Override
            public Optional<Condition> condition(int row) {
                return row < first.size() ? first.condition(row) : second.condition(row - first.size());
            }
        };
    }
}
