package io.conncount.tui.model;

import io.conncount.collect.ListenQueue;
import io.conncount.filter.Condition;
import io.conncount.filter.Conditions;
import io.conncount.snapshot.Ranking.Row;
import java.util.ArrayList;
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

    /** The groups of a snapshot as rows. */
    record CountedRows(List<Row> rows, int keys) implements Rows {
        @Override
        public int size() {
            return rows.size();
        }

        @Override
        public List<String> identity(int row) {
            return values(rows.get(row), keys);
        }

        @Override
        public Optional<Condition> condition(int row) {
            List<Condition> all = new ArrayList<>();
            for (int key = 0; key < keys; key++) {
                Optional<Condition> condition = rows.get(row).condition(key);
                if (condition.isEmpty()) {
                    return Optional.empty();
                }
                all.add(condition.get());
            }
            return Optional.of(Conditions.all(all));
        }

        static List<String> values(Row row, int keys) {
            List<String> values = new ArrayList<>(keys);
            for (int key = 0; key < keys; key++) {
                values.add(row.value(key));
            }
            return values;
        }
    }

    /** Accept queues as rows; as a filter, a row selects the sockets of its service. */
    record QueueRows(List<ListenQueue> queues) implements Rows {
        @Override
        public int size() {
            return queues.size();
        }

        @Override
        public List<String> identity(int row) {
            ListenQueue queue = queues.get(row);
            return List.of(queue.family().label(), queue.address(), Integer.toString(queue.port()));
        }

        @Override
        public Optional<Condition> condition(int row) {
            return Optional.of(queues.get(row).condition());
        }
    }
}
