package io.conncount.tui.model;

import java.util.List;
import java.util.Optional;

/** The rows over which the cursor moves. */
public interface Rows {
    /** How many there are. */
    int size();

    /** What tells a row from the others, in this snapshot and in the next. */
    List<String> identity(int row);

    /** What a row stands for, as a filter; empty if filters have no words for it. */
    Optional<String> condition(int row);

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
            public Optional<String> condition(int row) {
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
            public Optional<String> condition(int row) {
                return row < first.size() ? first.condition(row) : second.condition(row - first.size());
            }
        };
    }
}
