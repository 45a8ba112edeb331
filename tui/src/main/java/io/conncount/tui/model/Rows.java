package io.conncount.tui.model;

import io.conncount.snapshot.Ranking.Row;
import io.conncount.tui.model.Table.TableRow;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The rows over which the cursor moves. */
public interface Rows {
    /** The number of rows. */
    int size();

    /** Identifies a row in this snapshot and in the next. */
    Object identity(int row);

    /** Where a row leads; empty if it leads nowhere. */
    Optional<Lead> lead(int row);

    /** No rows. */
    static Rows none() {
        return new TableRows(List.of());
    }

    /** The rows of one list and then those of another. */
    static Rows joined(Rows first, Rows second) {
        return new Rows() {
            @Override
            public int size() {
                return first.size() + second.size();
            }

            @Override
            public Object identity(int row) {
                return row < first.size() ? first.identity(row) : second.identity(row - first.size());
            }

            @Override
            public Optional<Lead> lead(int row) {
                return row < first.size() ? first.lead(row) : second.lead(row - first.size());
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

        /** Empty if a condition would be too long. */
        @Override
        public Optional<Lead> lead(int row) {
            return rows.get(row).condition().map(Lead::to);
        }

        static List<String> values(Row row, int keys) {
            List<String> values = new ArrayList<>(keys);
            for (int key = 0; key < keys; key++) {
                values.add(row.value(key));
            }
            return values;
        }
    }

    /** Those of a table. */
    record TableRows(List<TableRow> rows) implements Rows {
        @Override
        public int size() {
            return rows.size();
        }

        @Override
        public Object identity(int row) {
            return rows.get(row).identity();
        }

        @Override
        public Optional<Lead> lead(int row) {
            return rows.get(row).lead();
        }
    }
}
