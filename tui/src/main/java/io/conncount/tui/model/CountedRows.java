package io.conncount.tui.model;

import io.conncount.filter.Condition;
import io.conncount.filter.Conditions;
import io.conncount.snapshot.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

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
