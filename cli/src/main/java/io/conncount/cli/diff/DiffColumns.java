package io.conncount.cli.diff;

import io.conncount.cli.output.ValueColumn;
import io.conncount.group.GroupKey;
import io.conncount.view.CellWriter;
import io.conncount.view.Column;
import io.conncount.view.Columns;
import java.util.ArrayList;
import java.util.List;

/** The columns of changes. */
final class DiffColumns {
    private DiffColumns() {}

    /** Those for groups by these keys. */
    static List<Column<Change>> of(List<GroupKey> keys) {
        List<Column<Change>> columns = new ArrayList<>();
        for (int at = 0; at < keys.size(); at++) {
            columns.add(new ValueColumn<>(keys.get(at), at, Change::values));
        }
        columns.add(Columns.count("before", "sockets in the first", Change::before));
        columns.add(Columns.count("after", "sockets in the second", Change::after));
        columns.add(delta());
        columns.add(word());
        return columns;
    }

    private static Column<Change> delta() {
        return new Column<>("delta", "growth") {
            @Override
            public String title() {
                return "CHANGE";
            }

            @Override
            public boolean numeric() {
                return true;
            }

            @Override
            public void write(Change change, CellWriter out) {
                out.change(change.delta());
            }
        };
    }

    private static Column<Change> word() {
        return new Column<>("change", "came, went, grew or shrank") {
            @Override
            public String title() {
                return "";
            }

            @Override
            public boolean known(Change change) {
                return !change.values().isEmpty();
            }

            @Override
            public void write(Change change, CellWriter out) {
                out.text(change.word());
            }
        };
    }
}
